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
from autograder.records.owner import Owner
from autograder.records.submission import SourceFile, Submission


@dataclass(frozen=True)
class PublicReport:
    """What a student sees: ``problem`` when the file could not be loaded at all, else a verdict per check."""

    assignment: Assignment
    file: Path
    problem: str
    notes: tuple[str, ...]
    verdicts: tuple[tuple[Check, Verdict], ...]


def find_handed_out(path: Path) -> tuple[Assignment, Path]:
    """The assignment that ``path`` (a module, a notebook or a folder with one) answers, and the file. Raises `CourseError`."""
    path = path.resolve()
    if not path.exists():
        raise CourseError(f"{path} does not exist.")
    folder = path if path.is_dir() else path.parent
    for candidate in _candidates(path):
        if (folder / f"test_{candidate.stem}.py").is_file() and (folder / "assignment.toml").is_file():
            return Assignment.read(candidate.stem, folder, folder), candidate
        try:
            return Course.find(folder).assignment(candidate.stem), candidate
        except CourseError:
            continue
    beside = [p.name for p in _candidates(path) if (folder / f"test_{p.stem}.py").is_file()]
    if beside:
        raise CourseError(
            f"{folder / 'assignment.toml'} is missing: it was handed out beside {beside[0]}, and says which limits and rules hold. Put it "
            "back; `pytest` in this folder needs none."
        )
    raise CourseError(
        f"{path} belongs to no assignment known here: keep the file's name (for instance convolution.py), and keep it beside the "
        "test_….py and the assignment.toml that were handed out with it."
    )


def _candidates(path: Path) -> list[Path]:
    """The files a folder's answer may be in: modules first, as when work is handed in."""
    if path.is_file():
        return [path]
    return [
        p
        for ending in (".py", ".ipynb")
        for p in sorted(path.glob(f"*{ending}"))
        if not p.name.startswith(("test_", "conftest"))
    ]


def _other_form(path: Path, file: Path) -> tuple[str, ...]:
    """A word on the notebook beside the module, where a whole folder was named."""
    other = file.with_suffix(".ipynb" if file.suffix == ".py" else ".py")
    return (
        (f"this is {file.name}; to check {other.name}, name it instead of the folder",)
        if path.is_dir() and other.exists()
        else ()
    )


def check_public(path: Path, isolation: str | None = None) -> PublicReport:
    """Judge ``path`` by the public checks, as the grader does."""
    assignment, file = find_handed_out(path)
    beside = [SourceFile(p.name, p.read_bytes()) for p in sorted(file.parent.glob("*.py")) if p.stem != file.stem]
    submission = Submission("own", Owner("own"), SourceFile(file.name, file.read_bytes()), tuple(beside))
    with Grader(None, assignment, isolation) as grader:
        judge = Judge(grader, submission)
        report = judge.load()
        questions = assignment.graded_questions if report.loaded else ()
        verdicts = tuple(judged for question in questions for judged in judge.judged(question.name))
    notes = (*_other_form(path, file), *report.flags)
    return PublicReport(assignment, file, "" if report.loaded else report.reason, notes, verdicts)
