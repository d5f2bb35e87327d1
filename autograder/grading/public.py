"""A student's own look: the public checks on a module or notebook, through the same process that grades it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from autograder.course import Assignment, Course
from autograder.grading.collect import Check
from autograder.grading.grade import Grader
from autograder.grading.judge import Judge
from autograder.grading.verdict import Verdict
from autograder.records.errors import CourseError
from autograder.records.submission import Submission


@dataclass(frozen=True)
class PublicReport:
    """What a student sees: ``problem`` when the file could not be loaded at all, else a verdict per check."""

    problem: str
    notes: tuple[str, ...]
    verdicts: tuple[tuple[Check, Verdict], ...]


def find_handed_out(path: Path) -> Assignment:
    """The assignment that ``path`` (a module, a notebook or a folder with one) belongs to. Raises `CourseError` that says what is
    missing."""
    path = path.resolve()
    if not path.exists():
        raise CourseError(f"{path} does not exist.")
    folder = path if path.is_dir() else path.parent
    tests = sorted(test.stem.removeprefix("test_") for test in folder.glob("test_*.py"))
    names = [path.name.partition(".")[0], *tests] if path.is_file() else [folder.name, *tests]
    handed_out = [name for name in names if name in tests and (folder / f"{name}.py").is_file()] or tests
    if handed_out and (folder / "assignment.toml").is_file():
        return Assignment.read(handed_out[0], folder, folder)
    for name in names:
        try:
            return Course.find(folder).assignment(name)
        except CourseError:
            continue
    if tests:
        raise CourseError(
            f"{folder / 'assignment.toml'} is missing: it was handed out beside test_{tests[0]}.py, and says which limits and rules hold. "
            "Put it back; `pytest` in this folder needs none."
        )
    raise CourseError(
        f"{path} belongs to no assignment known here: keep your work in the folder you were given, beside the test_….py and the "
        "assignment.toml that were handed out with it."
    )


def check_public(assignment: Assignment, submission: Submission) -> PublicReport:
    """Judge the ``submission`` by the public checks, as the grader does."""
    with Grader(None, assignment) as grader:
        judge = Judge(grader, submission)
        report = judge.load()
        questions = assignment.graded_questions if report.loaded else ()
        verdicts = tuple(judged for question in questions for judged in judge.judged(question.name))
    return PublicReport("" if report.loaded else report.reason, (*submission.flags, *report.flags), verdicts)
