"""From what the LMS gave to submissions: open, recognise, group, take the latest attempt, choose the answer."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from autograder.ingest import encodings, suggest
from autograder.ingest.archive import Archive
from autograder.ingest.handout import Handout
from autograder.ingest.inputs import archives, downloads
from autograder.ingest.names import is_work
from autograder.ingest.packed import Names
from autograder.ingest.recognise import read_all
from autograder.ingest.roster import Roster, read_roster
from autograder.ingest.settle import Settler
from autograder.ingest.student import Piece, Student, identify, opaque_ids
from autograder.ingest.unpack import litter
from autograder.lms import chosen, readers
from autograder.lms.reading import Reading
from autograder.records.errors import IngestError
from autograder.records.submission import Ignored, Intake, Rejection, Submission
from autograder.records.text import counted


def read_submissions(
    paths: Sequence[Path],
    handout: Handout,
    *,
    roster: Path | None = None,
    pattern: str | None = None,
    source: str | None = None,
    at: str | None = None,
    encoding: str = "",
) -> Intake:
    """Everything handed in under ``paths``: one submission or rejection per student or group, the rest as ignored.

    ``handout`` is what the assignment expects. ``roster`` is a CSV of the class, ``pattern`` a regular expression with the groups
    ``student`` and ``file``; ``source`` the LMS that wrote it, where that is guessed wrong; ``at`` a tag or a date as of
    which clones are read; ``encoding`` that of file names in archives that do not say it (guessed where it is not given).
    Raises `IngestError` only when an input as a whole is unusable.
    """
    if source is not None:
        chosen(source, [*(lms.name for lms in readers()), "plain"], "a source")
    people = read_roster(roster) if roster else Roster()
    names = Names(encodings.checked(encoding) if encoding else "", {person.name for person in people.people})
    ignored: list[Ignored] = []
    with ExitStack() as stack:
        inputs = list(archives(paths, handout, stack, names, at))
        if pattern is None:
            inputs = [one for archive in inputs for one in downloads(archive, handout, people.known, stack, names)]
        readings = read_all(inputs, handout, people.known, pattern, source)
        students = _claimed(inputs, readings, ignored)
        if not students:
            raise IngestError(_nothing(paths, inputs, pattern))
        everyone = identify(students, people)
        ids = opaque_ids(student.key for student in everyone)
        settler = Settler(handout, names, ignored)
        settled = [settler.settle(student, ids[student.key]) for student in everyone]
    submissions = tuple(one for one in settled if isinstance(one, Submission))
    rejections = tuple(one for one in settled if isinstance(one, Rejection))
    found = _found(inputs, readings, everyone, people, late=sum(one.late for one in settled))
    kind = "+".join(sorted({reading.lms for reading in readings if reading.claims or reading.empty}))
    return Intake(kind, found, submissions, rejections, tuple(ignored))


def _claimed(inputs: Sequence[Archive], readings: Sequence[Reading], ignored: list[Ignored]) -> list[Student]:
    """Everybody who handed in, with their files; what belongs to nobody goes to ``ignored``."""
    students: dict[tuple[str, str, str], Student] = {}
    for number, (archive, reading) in enumerate(zip(inputs, readings, strict=True)):
        prefix = f"{archive.name}/" if len(inputs) > 1 and archive.form in ("zip", "folder") else ""
        ignored += [Ignored(prefix + path, f"skipped: {reason}", stray=True) for path, reason in archive.unsafe]
        ignored += [Ignored(prefix + path, litter(*found)) for path, found in archive.noise.items()]
        ignored += [Ignored(prefix + path, reason) for path, reason in reading.own.items()]
        ignored += [Ignored(prefix + path, reason, stray=True) for path, reason in reading.rest.items()]
        entries = {entry.path: entry for entry in archive.entries}
        source = (reading.whole, -1 if archive.form == "files" else number)
        for path, claim in (*reading.claims.items(), *(("", claim) for claim in reading.empty)):
            owner = claim.owner
            student = students.setdefault((reading.lms, owner.kind, owner.key), Student(reading.lms, owner))
            student.pieces.append(Piece(claim, entries.get(path), prefix + path, source))
    return list(students.values())


def _nothing(paths: Sequence[Path], inputs: Sequence[Archive], pattern: str | None) -> str:
    names = ", ".join(str(path) for path in paths)
    why = "no file matches --pattern" if pattern else "there is no module, notebook or student's folder"
    seen = [entry.path for archive in inputs for entry in archive.entries]
    work = [path for path in seen if is_work(path)]
    return f"No submission was found in {names}: {why}. {suggest.told(work or seen)}".rstrip()


def _found(
    inputs: Sequence[Archive], readings: Sequence[Reading], students: Sequence[Student], people: Roster, *, late: int
) -> str:
    """One line: which source, how many students, attempts and late marks."""
    titles = " and ".join(dict.fromkeys(reading.title for reading in readings if reading.claims or reading.empty))
    attempts = sum(len(student.attempts()) for student in students)
    text = f"{titles}: {counted(len(students), 'student')}, {counted(attempts, 'attempt')}, {late} late"
    groups = [student for student in students if student.members]
    if groups:
        text += f", {counted(len(groups), 'group')} with {counted(sum(len(student.members) for student in groups), 'member')}"
    if people.people:
        present = {student.key for student in students}.union(*(student.members for student in students))
        missing = sum(person.key not in present for person in people.people)
        text += f"; {missing} of the roster's {len(people.people)} handed in nothing"
    text += "."
    guessed = [reading for reading in readings if reading.lms == "plain" and not reading.whole]
    unknown = not people.people or any(student.stranger for student in students)
    for reading in guessed if unknown else ():
        if suggest.shared_parts(sorted(reading.owners())):
            text += f" Students are known by these names. {suggest.told(list(reading.claims))}"
    for archive in inputs:
        if archive.encoding:
            text += (
                f" File names in {archive.name} were read as {archive.encoding}; if they look wrong, give --encoding."
            )
    return text
