"""One student (or group) while being read: the files claimed, and who they turn out to be."""

from __future__ import annotations

import hashlib
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from autograder.ingest.archive import Entry
from autograder.ingest.names import lookalike, skeleton
from autograder.ingest.roster import Person, Roster
from autograder.lms import kinds, system
from autograder.lms.reading import Claim, Claimant
from autograder.records.text import display, without_controls


@dataclass(frozen=True, slots=True)
class Piece:
    """One claimed file; ``where`` as shown to people. ``source`` orders inputs (single files share one): where a student is
    in several, the one that is theirs by name as a whole counts most, then the one given last."""

    claim: Claim
    entry: Entry | None
    where: str
    source: tuple[bool, int]


@dataclass(slots=True)
class Student:
    """An owner with everything claimed; the fields after ``pieces`` are settled by `identify`."""

    lms: str
    owner: Claimant
    pieces: list[Piece] = field(default_factory=list)
    key: str = ""
    kind: str = ""
    name: str = ""
    members: tuple[str, ...] = ()
    members_kind: str = ""
    ids: dict[str, str] = field(default_factory=dict)
    late: bool = False
    stranger: bool = False
    """Whether there is a roster, and nobody in it is known to be this one."""
    flags: list[str] = field(default_factory=list)

    def attempts(self) -> list[list[Piece]]:
        """The pieces by attempt, the latest last."""
        groups: dict[tuple[tuple[str, ...], tuple[bool, int]], list[Piece]] = defaultdict(list)
        for piece in self.pieces:
            groups[piece.claim.order, piece.source].append(piece)
        return [groups[key] for key in sorted(groups)]


def identify(students: Iterable[Student], roster: Roster) -> list[Student]:
    """Settle who everybody is, in the order of their keys. Two owners the roster knows as one become one."""
    students = list(students)
    twins = _twins(students, roster)
    named: dict[int, list[Student]] = defaultdict(list)
    for student in students:
        owner = student.owner
        student.key, student.kind = (
            unicodedata.normalize("NFC", without_controls(owner.key)[0].strip()) or "(no name)",
            owner.kind,
        )
        student.name = "" if owner.anonymous else display(owner.name)
        student.ids = dict(owner.ids)
        if owner.readings:
            student.ids["readings"] = "\n".join(owner.readings)
        student.members, student.members_kind = owner.members, owner.kind if owner.members else ""
        student.flags = list(owner.notes)
        if roster.people:
            _join(student, roster, named, twins)
    by_id = {id(person): person for person in roster.people}
    for person, same in named.items():
        if len(same) == 1:
            _become(same[0], by_id[person])
        else:
            for student in same:
                student.flags.append("the roster knows one student of this name, but several handed in")
    merged = _merge(students)
    _warn_of_doubles(merged)
    return sorted(merged, key=lambda student: student.key)


def _twins(students: list[Student], roster: Roster) -> set[tuple[str, str]]:
    """System and name of teams that the system writes alike: several handed in under one name that the roster has as a team's."""
    called = Counter((one.lms, one.owner.name) for one in students if system(one.lms).team_keys and one.owner.name)
    return {
        (lms, name)
        for (lms, name), count in called.items()
        if count > 1 and roster.team(name, system(lms).file_name_of)
    }


def _join(
    student: Student, roster: Roster, named: dict[int, list[Student]], twins: Collection[tuple[str, str]]
) -> None:
    """Find the student in the roster: as a team, by an identifier, or (kept for later) by a name."""
    owner, as_file = student.owner, system(student.lms).file_name_of
    found: dict[int, Person] = {}
    for kind, value in ((owner.kind, owner.key), *owner.ids):
        found.update({id(person): person for person in roster.find(kind, value)})
    people = [] if owner.readings else list(found.values())
    team = roster.team(owner.name or owner.key, as_file)
    alike = len(people) == 1 and as_file(people[0].name) == owner.name
    if team and not alike and (student.lms, owner.name) in twins:
        student.key, student.kind = f"{display(owner.name)} ({owner.key})", "group"
        student.flags.append(
            f"several teams are written as {display(owner.name)!r}: who is in which the roster does not tell; give them different names"
        )
    elif team and not alike:
        student.members, student.members_kind = _members(student.lms, team)
        student.name = student.ids["group"] = display(team[0].group)
        if system(student.lms).team_keys:  # the number in a team's file name is the group's, not a participant's
            student.key, student.kind = student.name, "group"
        student.late = any(person.late for person in team)
    elif len(people) == 1:
        _become(student, people[0])
    elif people:
        shown = ", ".join(sorted(person.key for person in people))
        student.flags.append(f"fits {len(people)} students of the roster: {shown}")
    elif not owner.anonymous and not owner.readings:
        # Somebody with another identifier of this kind is somebody else, whatever they are called.
        alike_named = [one for one in roster.named(owner.name, as_file) if owner.kind not in one.ids]
        if len(alike_named) == 1:
            named[id(alike_named[0])].append(student)
        else:
            student.stranger = not alike_named
            student.flags.append(
                "not in the roster" if student.stranger else "several students of the roster have this name"
            )


def _members(lms: str, team: Sequence[Person]) -> tuple[tuple[str, ...], str]:
    """The team's members under one kind of identifier that all of them have: the system's own, where it has one for members."""
    for kind in (system(lms).member_kind, team[0].kind, *kinds()):
        if all(person.ids.get(kind) for person in team):
            return tuple(person.ids[kind] for person in team), kind
    return tuple(person.key for person in team), team[0].kind


def _become(student: Student, person: Person) -> None:
    student.ids.setdefault(student.kind, student.key)
    student.ids |= {kind: value for kind, value in person.ids.items() if kind != "email"}
    student.key, student.kind = person.key, person.kind
    student.name = "" if student.owner.anonymous else display(person.name) or student.name
    student.late = person.late


def _merge(students: list[Student]) -> list[Student]:
    """One student per key; keys that are equal by accident (another kind, another Unicode form) are kept apart."""
    by_key: dict[str, Student] = {}
    for student in sorted(students, key=lambda one: (one.key, one.owner.key != one.key, one.lms, one.owner.key)):
        first = by_key.get(student.key)
        if first and first.kind == student.kind and _one_person(first, student):
            first.pieces += student.pieces
            if first.owner.key != student.owner.key:
                first.flags.append(
                    f"handed in under two names: {display(first.owner.key)} and {display(student.owner.key)}"
                )
            continue
        if first and student.owner.key != student.key:
            student.key = student.owner.key  # the same letters in another Unicode form: told apart as written
        while student.key in by_key:
            student.key += f" ({student.lms})"
        by_key[student.key] = student
    return list(by_key.values())


def _one_person(first: Student, second: Student) -> bool:
    """Whether an equal key means one person: it does where a roster gave it or where the download wrote it twice."""
    return (first.lms, first.owner.key) == (second.lms, second.owner.key) or (
        first.kind in first.ids and second.kind in second.ids
    )


def _warn_of_doubles(students: list[Student]) -> None:
    alike: dict[str, list[Student]] = defaultdict(list)
    for student in students:
        alike[skeleton(student.key)].append(student)
        if lookalike(student.key) or lookalike(student.name):
            student.flags.append("the name mixes letters of different scripts that look alike")
        if without_controls(student.key)[1]:
            student.flags.append("the name held invisible characters")
    for same in alike.values():
        for student in same if len(same) > 1 else ():
            others = ", ".join(repr(other.key) for other in same[:4] if other is not student)
            student.flags.append(f"looks like another student's name: {others}")


def opaque_ids(keys: Iterable[str]) -> dict[str, str]:
    """An id like ``0007-3f2a9c`` for each student's key: the same in every run, longer where two would be equal."""
    digests = {key: hashlib.sha256(b"convgrade:" + key.encode("utf-8", "surrogatepass")).hexdigest() for key in keys}
    ids: dict[str, str] = {}
    for digits in (6, 16, 64):
        shown: dict[str, list[str]] = defaultdict(list)
        for key, digest in digests.items():
            if key not in ids:
                shown[f"{int(digest[-8:], 16) % 10_000:04}-{digest[:digits]}"].append(key)
        ids |= {same[0]: opaque for opaque, same in shown.items() if len(same) == 1}
    return ids
