"""Bundles: an assignment comes in; the zip for students and the autograder zip for Otter and Gradescope go out.

`write_bundle` writes both. The other modules write parts of them or travel inside the autograder zip: `grade_one` (the engine), `container`
(Gradescope and ``otter grade``), `otter_plugin` and `ask` (Otter's process and its kernel), `gradescope` (``results.json``). Suites, points
and secret are the same as in a run.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from autograder.bundle.settings import Settings
from autograder.course import Assignment, Course
from autograder.lms.systems.gradescope.results import When
from autograder.records.errors import CourseError
from autograder.records.sentences import speaking


@dataclass(frozen=True)
class Bundle:
    """The files that were written; ``personal`` has a zip for each student of the roster, where numbers are personal. ``autograder`` is
    None where only the students' part was wanted."""

    student: Path
    autograder: Path | None
    personal: tuple[Path, ...] = ()


def write_bundle(
    course: Course,
    assignment: Assignment,
    out: Path,
    *,
    roster: Path | None = None,
    hidden: When = "after_published",
    leaderboard: str = "",
    any_notebook: bool = False,
    student_only: bool = False,
    language: str | None = None,
) -> Bundle:
    """Write ``NAME-student.zip`` and ``NAME-autograder.zip`` into ``out``; with ``student_only`` the first alone, for which Otter need not
    be installed.

    ``roster`` is a CSV of the class: with it, an assignment with personal numbers gets one student zip an id as well.
    ``hidden`` says when Gradescope shows hidden checks to students; ``leaderboard`` names a question that is ranked there: by the
    figure it measures, where it has a ``measure``, else by its score.
    With ``any_notebook``, ``otter run`` takes a notebook of any name instead of ``NAME.ipynb`` only, but a zip of several
    modules only with a notebook among them: Otter itself looks for exactly one notebook, or one module, before it asks
    anybody. On Gradescope and with ``otter grade`` both kinds of bundle take everything.
    ``language`` is what students read (default: the assignment's).
    Raises `CourseError`, `SuiteError`, `IngestError`.
    """
    # Here and not above: Otter's process and the engine import this package for its small modules only.
    from autograder.bundle.student import file_name, personal_files, student_files
    from autograder.ingest.roster import read_roster
    from autograder.records.zips import write_zip

    measure = assignment.question(leaderboard).measure if leaderboard else ""
    personal = (assignment.staff / "personal.py").is_file()
    if roster is not None and not personal:
        raise CourseError(f"{assignment.name} has no personal numbers: its bundle needs no --roster.")
    if roster is None and assignment.name in course.personal:
        raise CourseError(f"{assignment.name} is handed out with personal numbers only: name the class with --roster.")
    ids = [person.key for person in read_roster(roster).people] if roster else []
    if roster is not None:
        _refuse_confusable(ids, roster)
    words = course.words(assignment, language)
    settings = Settings(assignment.name, hidden, leaderboard, measure, tuple(ids), words.language)
    out.mkdir(parents=True, exist_ok=True)
    theirs, ours = out / f"{assignment.name}-student.zip", None
    own = []
    with speaking(words):
        write_zip(theirs, student_files(assignment, words.language))
        if not student_only:
            from autograder.bundle.autograder_zip import RUNNABLE, autograder_files

            ours = out / f"{assignment.name}-autograder.zip"
            write_zip(ours, autograder_files(course, assignment, settings, any_notebook), RUNNABLE)
        for student, files in personal_files(course, assignment, ids, words.language) if ids else ():
            own.append(out / "students" / f"{assignment.name}-{file_name(student)}.zip")
            own[-1].parent.mkdir(exist_ok=True)
            write_zip(own[-1], files)
    return Bundle(theirs, ours, tuple(own))


def _refuse_confusable(ids: list[str], roster: Path) -> None:
    """Every student has a sheet of their own: ids are compared whatever their case, and so are files on many a disk."""
    from autograder.suite.personal import normal

    if not ids:
        raise CourseError(f"The roster {roster} names nobody: below its header, it needs a row for each student.")
    seen: dict[str, str] = {}
    for student in ids:
        other = seen.setdefault(normal(student), student)
        if other != student:
            raise CourseError(
                f"The roster {roster} has the ids {other!r} and {student!r}, which differ in case only: "
                "their sheets would be the same. Use another column, such as e-mail addresses."
            )
