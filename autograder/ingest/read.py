"""From what the LMS gave to submissions: open, recognise, group, take the latest attempt, choose the answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from autograder.ingest import limits, plain
from autograder.ingest.archive import Entry, Unreadable, open_nested
from autograder.ingest.choose import Handed, choose
from autograder.ingest.inputs import archives, downloads
from autograder.ingest.recognise import read_all
from autograder.ingest.roster import Roster, read_roster
from autograder.ingest.student import Piece, Student, identify, opaque_ids
from autograder.lms import chosen, readers, system
from autograder.lms.reading import Reading
from autograder.records.errors import IngestError
from autograder.records.owner import Owner
from autograder.records.submission import Ignored, Intake, Rejection, Submission
from autograder.records.text import display


def read_submissions(
    paths: Sequence[Path],
    assignment_module: str,
    *,
    roster: Path | None = None,
    pattern: str | None = None,
    source: str | None = None,
    weights: bool = True,
    stub: bytes = b"",
) -> Intake:
    """Everything handed in under ``paths``: one submission or rejection per student or group, the rest as ignored.

    ``assignment_module`` is the name the answer should bear (``convolution``). ``roster`` is a CSV of the class,
    ``pattern`` a regular expression with the groups ``student`` and ``file``; ``source`` the LMS that wrote it, where that
    is guessed wrong; ``weights``: whether weights files are kept;
    ``stub``: the module as it was handed out.
    Raises `IngestError` only when an input as a whole is unusable.
    """
    if source is not None:
        chosen(source, [*(lms.name for lms in readers()), "plain"], "a source")
    people = read_roster(roster) if roster else Roster()
    ignored: list[Ignored] = []
    students: dict[tuple[str, str, str], Student] = {}
    with ExitStack() as stack:
        inputs = list(archives(paths, assignment_module, stack))
        if pattern is None:
            inputs = [one for archive in inputs for one in downloads(archive, assignment_module, people.known, stack)]
        readings = read_all(inputs, assignment_module, people.known, pattern, source)
        for number, (archive, reading) in enumerate(zip(inputs, readings, strict=True)):
            prefix = f"{archive.name}/" if len(inputs) > 1 and archive.form in ("zip", "folder") else ""
            ignored += [Ignored(prefix + path, f"skipped: {reason}") for path, reason in archive.unsafe]
            ignored += [Ignored(prefix + path, _litter(*found)) for path, found in archive.noise.items()]
            ignored += [Ignored(prefix + path, reason) for path, reason in reading.rest.items()]
            entries = {entry.path: entry for entry in archive.entries}
            for path, claim in (*reading.claims.items(), *(("", claim) for claim in reading.empty)):
                owner = claim.owner
                student = students.setdefault((reading.lms, owner.kind, owner.key), Student(reading.lms, owner))
                rank = (reading.whole, -1 if archive.form == "files" else number)
                student.pieces.append(Piece(claim, entries.get(path), prefix + path, rank))
        if not students:
            names = ", ".join(str(path) for path in paths)
            why = (
                "no file matches --pattern"
                if pattern and readings
                else "there is no module, notebook or student's folder"
            )
            raise IngestError(f"No submission was found in {names}: {why}.")
        everyone = identify(students.values(), people)
        ids = opaque_ids(student.key for student in everyone)
        held = 0
        submissions: list[Submission] = []
        rejections: list[Rejection] = []
        for student in everyone:
            handed = _settle(student, ids[student.key], assignment_module, weights, limits.TOTAL - held, ignored, stub)
            if isinstance(handed, Submission):
                held += len(handed.main.data) + sum(len(file.data) for file in handed.others)
                submissions.append(handed)
            else:
                rejections.append(handed)
    found = _found(readings, everyone, people, late=sum(s.late for s in submissions) + sum(r.late for r in rejections))
    kind = "+".join(sorted({reading.lms for reading in readings if reading.claims or reading.empty}))
    return Intake(kind, found, tuple(submissions), tuple(rejections), tuple(ignored))


def _settle(
    student: Student, opaque: str, module: str, weights: bool, budget: int, ignored: list[Ignored], stub: bytes
) -> Submission | Rejection:
    """The student's latest attempt as a submission, or the reason why not. What is left goes to ``ignored``."""
    *older, latest = student.attempts()
    attempt = display(latest[0].claim.attempt)
    for pieces in older:
        why = f"superseded by the attempt of {attempt}" if attempt else "superseded by the input given later"
        ignored += [Ignored(piece.where, why) for piece in pieces if piece.where]
    if older and not attempt:
        student.flags.append("handed in through several inputs: the one given last counts")
    for old, new in system(student.lms).superseded([piece.claim for piece in latest], module):
        why = f"{display(new.file)} was uploaded after it, under the same name for {system(student.lms).title}, and counts"
        ignored += [Ignored(piece.where, why) for piece in latest if piece.claim == old]
        latest = [piece for piece in latest if piece.claim != old]
        student.flags.append(
            f"handed in twice under one name: {display(new.file)} counts, the later upload, not {display(old.file)}"
        )
    with ExitStack() as stack:
        handed = list(_handed(latest, stack, ignored))
        choice = choose(handed, module, weights=weights, budget=max(budget, 0), stub=stub)
    ignored += [Ignored(where, reason) for where, reason in choice.left]
    notes = [piece.claim.note for piece in latest if piece.claim.note]
    reason = choice.reason
    if not handed and notes:
        reason = f"handed in {notes[0]}: {module}.py or {module}.ipynb was expected"
    if choice.main is not None and budget <= 0:
        reason = f"the class is larger than {limits.megabytes(limits.TOTAL)}: grade it in parts"
    known = {"lms": student.lms, "key": student.kind, "members": student.members_kind, "name": student.owner.name}
    source = {**student.ids, **known, "file": choice.where}
    owner = Owner(
        student=student.key,
        display_name=student.name,
        members=student.members,
        late=student.late or any(piece.claim.late for piece in latest),
        attempt=attempt,
        source={name: value for name, value in source.items() if value},
    )
    flags = tuple(dict.fromkeys((*student.flags, *choice.flags)))
    if choice.main is None or reason:
        return Rejection(opaque, owner, display(reason, 600), flags)
    return Submission(opaque, owner, choice.main, tuple(choice.beside), flags)


def _handed(pieces: Sequence[Piece], stack: ExitStack, ignored: list[Ignored]) -> Iterator[Handed]:
    """The files of one attempt; a zip among them is opened, one level deep."""
    for piece in pieces:
        entry, file = piece.entry, piece.claim.file
        if entry is None:
            continue
        if piece.claim.note:
            ignored.append(Ignored(piece.where, piece.claim.note))
        elif plain.suffix(file) == ".zip":
            yield from _unpacked(piece, entry, stack, ignored)
        else:
            yield Handed(file, _shown(piece), piece.where, entry, file.count("/"))


def _unpacked(piece: Piece, entry: Entry, stack: ExitStack, ignored: list[Ignored]) -> Iterator[Handed]:
    file = piece.claim.file
    try:
        archive = open_nested(file.rpartition("/")[2], entry.read(limits.NESTED_ZIP), stack)
    except Unreadable as error:
        yield Handed(file, _shown(piece), piece.where, replace(entry, trouble=str(error)), file.count("/"))
        return
    ignored += [Ignored(f"{piece.where}/{path}", f"skipped: {reason}") for path, reason in archive.unsafe]
    ignored += [Ignored(f"{piece.where}/{path}", _litter(*found)) for path, found in archive.noise.items()]
    if not archive.entries:
        empty = "holds a file that is skipped: " + archive.unsafe[0][1] if archive.unsafe else "is an empty zip"
        yield Handed(file, _shown(piece), piece.where, replace(entry, trouble=empty), file.count("/"))
    for inner in archive.entries:
        if plain.suffix(inner.path) == ".zip":
            inner = replace(inner, trouble="is a zip inside a zip, which is not opened")
        depth = file.count("/") + 1 + inner.path.count("/")
        yield Handed(inner.path, f"{_shown(piece)}/{inner.path}", f"{piece.where}/{inner.path}", inner, depth)


def _shown(piece: Piece) -> str:
    """The file as the student named it; ``STUDENT.py`` answers under the module's name but is shown as it came."""
    own = piece.claim.file
    return own if piece.where.endswith(own) else piece.where.rpartition("/")[2]


def _litter(reason: str, count: int) -> str:
    return f"{reason} ({count} files)" if count > 1 else reason


def _found(readings: Sequence[Reading], students: Sequence[Student], people: Roster, *, late: int) -> str:
    """One line: which source, how many students, attempts and late marks."""
    titles = " and ".join(dict.fromkeys(reading.title for reading in readings if reading.claims or reading.empty))
    attempts = sum(len(student.attempts()) for student in students)
    text = f"{titles}: {_count(len(students), 'student')}, {_count(attempts, 'attempt')}, {late} late"
    groups = [student for student in students if student.members]
    if groups:
        text += f", {_count(len(groups), 'group')} with {sum(len(student.members) for student in groups)} members"
    if people.people:
        present = {student.key for student in students}.union(*(student.members for student in students))
        missing = sum(person.key not in present for person in people.people)
        text += f"; {missing} of the roster's {len(people.people)} handed in nothing"
    return text + "."


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")
