"""The roster: who is in the class, under which identifiers. A CSV with columns found by name, whatever system wrote it."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from autograder.ingest import limits
from autograder.lms import all_systems, folder_kinds, kinds
from autograder.records.errors import IngestError

OTHERS = {
    "name": ("name", "fullname", "studentname", "displayname"),
    "first": ("firstname", "givenname"),
    "last": ("lastname", "surname", "familyname"),
    "group": ("group", "groupname", "team", "teamname"),
    "section": ("section",),
    "status": ("status",),
}
"""Columns that say something of a student and identify nobody."""
FOLDED = ("email", "username", "github")


@dataclass(frozen=True)
class Person:
    """One student of the class. ``ids`` by kind; ``key`` and ``kind`` are what marks are filed under; ``absent``: handed in nothing, as the
    roster says."""

    key: str
    kind: str
    name: str
    ids: dict[str, str] = field(default_factory=dict, compare=False)
    group: str = ""
    late: bool = False
    absent: bool = False


class Roster:
    """People found by any of their identifiers, by name only where the name is one person's."""

    def __init__(self, people: Iterable[Person] = ()) -> None:
        self.people = list(people)
        self._by_kind: dict[str, dict[str, list[Person]]] = defaultdict(lambda: defaultdict(list))
        self.groups: dict[str, list[Person]] = defaultdict(list)
        self._as_files: dict[tuple[str, Callable[[str], str]], dict[str, list[Person]]] = {}
        for person in self.people:
            for kind, value in person.ids.items():
                self._by_kind[kind][_fold(kind, value)].append(person)
            if person.group:
                self.groups[person.group].append(person)

    @property
    def known(self) -> dict[str, set[str]]:
        """Identifiers by kind, for readers whose file names can be read in two ways."""
        known = {kind: {person.ids[kind] for people in by.values() for person in people}
                 for kind, by in self._by_kind.items()}  # fmt: skip
        named = {f"{person.ids['canvas_id']} {person.name}" for person in self.people if "canvas_id" in person.ids}
        return {**known, "canvas person": named, "group": set(self.groups)}

    def find(self, kind: str, value: str) -> list[Person]:
        """The people with this identifier. A plain folder's name (``student_id``) may be any harmless kind."""
        kinds = folder_kinds() if kind == "student_id" else ("email", "username") if kind == "email" else (kind,)
        found: dict[int, Person] = {}
        for one in kinds:
            for person in self._by_kind[one].get(_fold(one, value), ()):
                found[id(person)] = person
        return list(found.values())

    def named(self, name: str, as_file: Callable[[str], str]) -> list[Person]:
        """The people whose name the LMS would write as ``name``."""
        if ("name", as_file) not in self._as_files:
            index = self._as_files["name", as_file] = defaultdict(list)
            for person in self.people:
                index[as_file(person.name)].append(person)
        return self._as_files["name", as_file].get(name, []) if name else []

    def team(self, name: str, as_file: Callable[[str], str]) -> list[Person]:
        """The members of the group the LMS would write as ``name``; nobody when two groups are written so. Of two of one name, those who
        handed in."""
        if ("group", as_file) not in self._as_files:
            index = self._as_files["group", as_file] = {}
            for group, people in self.groups.items():
                here = [person for person in people if not person.absent] or people
                index[as_file(group)] = [] if as_file(group) in index else here
        return self._as_files["group", as_file].get(name, []) if name else []


def _fold(kind: str, value: str) -> str:
    value = unicodedata.normalize("NFC", value.strip())
    return value.casefold() if kind in FOLDED else value


def read_roster(path: Path) -> Roster:
    """The roster in a CSV file (comma, semicolon or tab). Raises `IngestError` saying what is wrong with it."""
    rows = _rows(path)
    if not rows:
        raise IngestError(f"The roster {path} is empty.")
    header = [_column(name) for name in rows[0]]
    columns = {**{kind: about.columns for kind, about in kinds().items()}, **OTHERS}
    where = {
        kind: next((header.index(name) for name in names if name in header), -1) for kind, names in columns.items()
    }
    for lms in all_systems():
        where |= lms.own_table(rows[0], rows[1:]) or {}
    if not any(where[kind] >= 0 for kind in kinds()):
        raise IngestError(
            f"The roster {path} has no column that identifies students: name one of its columns id, student_id, "
            f"username, email or github_username (found: {', '.join(rows[0])})."
        )
    people: dict[str, tuple[int, Person]] = {}
    for line, row in enumerate(rows[1:], start=2):
        if not any(cell.strip() for cell in row):
            continue
        if len(row) != len(header):
            raise IngestError(
                f"Row {line} of the roster {path} has {len(row)} cells where the header has {len(header)}."
            )
        person = _person({kind: row[at].strip() for kind, at in where.items() if at >= 0})
        if person is None:
            continue
        first = people.get(person.key)
        if first and first[1] != person:
            raise IngestError(f"Rows {first[0]} and {line} of the roster {path} have the same id, {person.key!r}.")
        people[person.key] = (line, person)
    return Roster(person for _, person in people.values())


def _person(cells: dict[str, str]) -> Person | None:
    cells = {kind: unicodedata.normalize("NFC", value) for kind, value in cells.items()}
    ids = {kind: value for kind, about in kinds().items() if (value := about.read(cells.get(kind, "")))}
    if not ids:
        return None
    kind = next(iter(ids))
    name = cells.get("name") or " ".join(filter(None, (cells.get("first"), cells.get("last"))))
    late = bool(re.search(r"\blate\b", cells.get("status", "")))
    absent = cells.get("status", "").startswith("No submission")
    return Person(ids[kind], kind, name, ids, cells.get("group", ""), late, absent)


def _column(name: str) -> str:
    return re.sub(r"[\W_]", "", name).casefold()


def _rows(path: Path) -> list[list[str]]:
    try:
        with open(path, "rb") as stream:
            data = stream.read(limits.TABLE + 1)
    except OSError as error:
        raise IngestError(f"The roster {path} cannot be read: {error.strerror}.") from error
    if len(data) > limits.TABLE:
        raise IngestError(f"The roster {path} is larger than {limits.megabytes(limits.TABLE)}.")
    try:
        text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeError as error:
        raise IngestError(f"The roster {path} is not UTF-8 text: save it as “CSV UTF-8”.") from error
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise IngestError(f"The roster {path} is not a readable CSV: {error}.") from error
