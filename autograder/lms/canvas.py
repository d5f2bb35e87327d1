"""Canvas: the zip of "Download Submissions" comes in, the gradebook CSV goes out.

Files are named ``{name}[_LATE]_{userid}_{attachmentid}_{file}``; ``LATE_anon_{id}_{attachmentid}_{file}`` in anonymous
marking; ``…_{userid}_text.html`` and ``_link.html`` for entries that are no files. Source: Canvas's ContentZipper.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from autograder.lms.matching import Mark, Matching, Way, identified, marks_of, match, row_label, same
from autograder.lms.reading import Claim, Claimant, Known, Listing, Reading, most
from autograder.lms.table import Table, read_table
from autograder.lms.writing import Job, Written, choose_column, column_notes, decimal_of, settle
from autograder.records.errors import LmsError

NUMBERS = re.compile(r"(?=_(\d+)_(\d+)_)")
ENTRY = re.compile(r"(?P<name>\w*?)(?P<late>_LATE)?_(?P<user>\d+)_(?P<what>text|link)\.html")
ANONYMOUS = re.compile(
    r"(?P<late>LATE_)?anon_(?P<id>[A-Za-z0-9]{5})_(?:(?P<what>text|link)\.html|(?P<upload>\d{1,30})_(?P<file>.+))", re.S
)
AGAIN = re.compile(r"(?P<stem>.+?)(?:-\d{1,3})?(?P<ending>\.(?:py|ipynb|zip))", re.S | re.I)
TITLE = re.compile(r"(?P<title>.*\S)\s+\((?P<id>\d+)\)", re.S)
DROPPED = re.compile(r"(Current|Final|Override) (Score|Points|Grade|Status)")
WHAT = {"text": "an online text, not a file", "link": "a web address, not a file"}


@dataclass(frozen=True)
class _Way:
    """One way to read a file's name: Canvas leaves it open where names or files hold ``_1_2_``."""

    name: str
    user: str
    late: bool
    file: str
    upload: int = 0
    note: str = ""

    @property
    def owner(self) -> tuple[str, str]:
        return self.user, self.name


def read(listing: Listing, known: Known) -> Reading | None:
    """The claims of a Canvas download, or None when it is none."""
    reading = Reading("canvas", "Canvas submissions")
    ways: dict[str, list[_Way]] = {}
    for path in listing.paths:
        if "/" not in path and (found := ANONYMOUS.fullmatch(path)):
            owner = Claimant(found["id"], "anonymous_id", anonymous=True)
            note = WHAT.get(found["what"] or "", "")
            upload = int(found["upload"] or 0)
            reading.claims[path] = Claim(owner, found["file"] or path, bool(found["late"]), note=note, upload=upload)
            reading.title = "Canvas submissions, anonymous"
        elif "/" not in path and (possible := _ways(path)):
            ways[path] = possible
        else:
            reading.rest[path] = "not named as Canvas names submissions"
    if not most(len(reading.claims) + len(ways), len(listing.top())):
        return None
    reading.claims |= _claims(ways, known)
    return reading


def _ways(path: str) -> list[_Way]:
    ways = []
    if entry := ENTRY.fullmatch(path):
        ways.append(_Way(entry["name"], entry["user"], bool(entry["late"]), path, note=WHAT[entry["what"]]))
    for found in NUMBERS.finditer(path):
        name, file = path[: found.start()], path[found.end(2) + 1 :]
        if file:
            ways.append(_Way(name.removesuffix("_LATE"), found[1], name.endswith("_LATE"), file, int(found[2][:30])))
    return ways


def _claims(ways: dict[str, list[_Way]], known: Known) -> dict[str, Claim]:
    """Each file's owner. What one name leaves open the roster settles, or the names in the rest of the download."""
    certain = {one[0].owner for one in ways.values() if len(one) == 1}
    names = dict(certain)
    teams = {file_name_of(name) for name in known.get("group", ())}
    people = {
        (user, file_name_of(name)) for user, _, name in (one.partition(" ") for one in known.get("canvas person", ()))
    }
    users = known.get("canvas_id", ())
    tests: tuple[Callable[[_Way], bool], ...] = (
        lambda way: way.owner in people,
        lambda way: way.name in teams,
        lambda way: way.user in users,
        lambda way: way.owner in certain,
        lambda way: names.get(way.user, way.name) == way.name,
    )
    chosen: dict[str, tuple[_Way, list[_Way]]] = {}
    for path, possible in ways.items():
        settled = next((one for test in tests if len(one := [way for way in possible if test(way)]) == 1), possible)
        chosen[path] = settled[0], settled if len(settled) > 1 else []
    called: dict[str, set[str]] = defaultdict(set)
    for way, _ in chosen.values():
        called[way.user].add(way.name)
    return {
        path: Claim(
            _owner(way, doubts, alone=len(called[way.user]) == 1), way.file, way.late, note=way.note, upload=way.upload
        )
        for path, (way, doubts) in chosen.items()
    }


def _owner(way: _Way, doubts: list[_Way], *, alone: bool) -> Claimant:
    """``alone``: nobody else of this number is there; Canvas gives everybody one name, so two are two people."""
    if not doubts:
        return Claimant(way.user, "canvas_id", way.name)
    users = " or ".join(dict.fromkeys(one.user for one in doubts))
    note = f"the file's name can be read as of Canvas user {users}; a roster with the column ID settles it"
    key, kind = (way.user, "canvas_id") if alone else (f"{way.name} {way.user}", "name")
    return Claimant(key, kind, way.name, notes=(note,), readings=tuple(f"{one.user} {one.name}" for one in doubts))


def replaced(claims: Sequence[Claim], module: str) -> list[Claim]:
    """The files that were uploaded again: Canvas adds ``-1``, ``-2`` to a name that it has from this student already."""
    families: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in claims:
        if found := AGAIN.fullmatch(claim.file):
            families[found["stem"], found["ending"]].append(claim)
    old: list[Claim] = []
    for (stem, ending), family in families.items():
        if stem == module or any(claim.file == stem + ending for claim in family):
            old += sorted(family, key=lambda claim: claim.upload)[:-1]
    return old


def file_name_of(name: str) -> str:
    """A person's or group's name as Canvas writes it into file names: word characters only, lower case."""
    shown = unicodedata.normalize("NFC", name)
    return re.sub(r"\W", "", re.sub(r"_(\d+)_", r"\1", shown).lower())


def write(job: Job) -> Written:
    """The gradebook with one assignment's column and rows for the graded only (a blank would clear a grade)."""
    table = read_table(job.template, "Canvas", delimiters=",;")
    section = _check_header(table)
    column = _column(table, section, job)
    title = table.header.cells[column]
    points, rows = _rows(table, column)
    marks = _settled(marks_of(job.results, job.scale, points, f"The column {title!r}"), table)
    if all("anonymous_id" in mark.ids for mark in marks):
        raise LmsError(
            "The submissions are anonymous, and a gradebook knows nobody by Canvas's anonymous ids: reveal the names in "
            "Canvas, download the submissions again and grade those."
        )
    at = {name: table.column(name) for name in ("SIS User ID", "SIS Login ID")}
    plain = ("student_id", "username", "email")
    ways = [Way(("canvas_id",), table.values(1), "ID", decisive=True)]
    if at["SIS User ID"] >= 0:
        ways.append(Way(("sis_user_id", *plain), table.values(at["SIS User ID"]), "SIS User ID"))
    if at["SIS Login ID"] >= 0:
        ways.append(Way(("sis_login_id", *plain), table.values(at["SIS Login ID"]), "SIS Login ID"))
    ways.append(Way(("shown_name",), table.values(0), "Student", weak=True))
    matching = match(marks, table, ways, rows, job.partial)
    excused = [index for index in matching.pairs if table.rows[index].cells[column].strip().upper() == "EX"]
    notes = [f"excused in Canvas and left so: {row_label(table.rows[index], (0, 1))}" for index in excused]
    notes += _other_names(table, matching)
    notes += [*column_notes(title, TITLE.sub(r"\g<title>", title), job), *job.notes(points)]
    outcome = settle(
        matching, table, (0, 1), job.maximum(points), skip=set(excused), notes=notes, held=table.values(column)
    )
    head = [[*table.header.raw[: section + 1], table.header.raw[column]]]
    for row in table.rows:
        if "Points Possible" in row.cells[0]:
            head.append([*row.raw[: section + 1], row.raw[column]])
    body = [[*table.rows[index].raw[: section + 1], table.cell(text)] for index, text in outcome.values.items()]
    return Written(table.render([*head, *body]), outcome)


def _settled(marks: list[Mark], table: Table) -> list[Mark]:
    """Marks whose file name could be read in several ways: the reading that is a row's number and name, if it is one."""
    rows = {(same(row.cells[1]), file_name_of(row.cells[0])) for row in table.rows}
    found = []
    for mark in marks:
        ways = [(user, name) for user, _, name in (way.partition(" ") for way in mark.readings)]
        fits = [way for way in ways if way in rows]
        found.append(identified(mark, canvas_id=fits[0][0], file_name=fits[0][1]) if len(fits) == 1 else mark)
    return found


def _check_header(table: Table) -> int:
    """Where the identity columns end. Raises `LmsError` for what Canvas does not take for a gradebook."""
    cells = table.header.cells
    if cells[:2] != ("Student", "ID") or "Section" not in cells:
        raise LmsError(
            f"{table.path.name} is not a Canvas gradebook: its header must begin with Student,ID and hold Section (found: "
            f"{', '.join(cells[:5])}). Export it from Grades, with Canvas in English and names in one column."
        )
    return table.column("Section")


def _column(table: Table, section: int, job: Job) -> int:
    """The one assignment's column, as told with --column or beyond doubt. Raises `LmsError`."""
    titles = {
        index: found
        for index, cell in enumerate(table.header.cells)
        if index > section and (found := TITLE.fullmatch(cell)) and not DROPPED.search(cell)
    }
    dropped = [cell for cell in table.header.cells[section + 1 :] if TITLE.fullmatch(cell) and DROPPED.search(cell)]
    wanted = job.column
    named = [cell for cell in dropped if wanted in (cell, *TITLE.fullmatch(cell).groups())] if wanted else dropped  # type: ignore[union-attr]
    if named and (wanted or not titles):
        raise LmsError(
            f"Canvas silently drops a column with the title {named[0]!r}: rename the assignment in Canvas (without Current, "
            f"Final or Override before Score, Points or Grade) and export the gradebook again."
        )
    return choose_column(table, {index: (found["title"], found["id"]) for index, found in titles.items()}, job)


def _rows(table: Table, column: int) -> tuple[Decimal | None, list[int]]:
    """Points Possible, where the gradebook says so, and which rows are students."""
    points: Decimal | None = None
    students = []
    for index, row in enumerate(table.rows):
        if "Points Possible" in row.cells[0]:
            text = row.cells[column].strip()
            if "read only" in text:
                raise LmsError(
                    f"The column {table.header.cells[column]!r} is read-only in Canvas: choose an assignment's."
                )
            points = decimal_of(text)
        elif any(row.cells[:3]):
            students.append(index)
    return points, students


def _other_names(table: Table, matching: Matching) -> list[str]:
    """Rows whose name is not the one in the download: groups, or students renamed since."""
    notes = []
    for index, mark in matching.pairs.items():
        name = mark.ids.get("file_name", "") if mark.result.source.get("lms") == "canvas" else ""
        if name and file_name_of(table.rows[index].cells[0]) != name:
            shown = row_label(table.rows[index], (0, 1))
            notes.append(
                f"{shown} is called {name!r} in the download: if that is a group, grade with a --roster that has groups"
            )
    return notes
