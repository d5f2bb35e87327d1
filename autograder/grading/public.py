"""A student's own look: the public checks on a module or notebook, through the same process that grades it."""

from __future__ import annotations

from dataclasses import dataclass, field
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
    """What a student sees: ``problem`` when the file could not be loaded at all, else a verdict per check, and what the student's code
    ``printed`` per question."""

    problem: str
    notes: tuple[str, ...]
    verdicts: tuple[tuple[Check, Verdict], ...]
    printed: dict[str, str] = field(default_factory=dict)

    def of(self, question: str) -> list[tuple[Check, Verdict]]:
        """The verdicts of one question's checks."""
        return [(check, verdict) for check, verdict in self.verdicts if check.question == question]

    def untouched(self, question: str) -> bool:
        """Whether the question is still as it was handed out."""
        told = self.of(question)
        return bool(told) and all(verdict.kind == "unanswered" for _, verdict in told)


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


def check_public(assignment: Assignment, submission: Submission, only: str = "") -> PublicReport:
    """Judge the ``submission`` by the public checks, as the grader does: of all questions, or of ``only`` this one (its name or the
    beginning of it). Raises `CourseError` where no question is called so."""
    asked = [one for one in assignment.graded_questions if one.name.startswith(only)]
    asked = [one for one in asked if one.name == only] or asked
    if not asked or (only and len(asked) > 1):
        names = ", ".join(one.name for one in asked or assignment.graded_questions)
        raise CourseError(f"{only} is {'more than one question' if asked else 'no question here'}: {names}.")
    printed: dict[str, list[str]] = {}
    with Grader(None, assignment) as grader:
        judge = Judge(grader, submission)
        report = judge.load()
        verdicts = tuple(
            judged
            for question in (asked if report.loaded else ())
            for judged in judge.judged(question.name, printed.setdefault(question.name, []))
        )
    told = {name: "".join(texts).strip("\n") for name, texts in printed.items()}
    return PublicReport("" if report.loaded else report.reason, (*submission.flags, *report.flags), verdicts, told)
