"""A student's own look: the public checks on a module or notebook, through the same process that grades it."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, field

from autograder.course import Assignment, Course, Question
from autograder.diagnosis import Diagnosis
from autograder.grading.collect import Check
from autograder.grading.explained import fresh, looked
from autograder.grading.grade import Grader
from autograder.grading.judge import Judge
from autograder.grading.verdict import Verdict
from autograder.records.closing import Closing
from autograder.records.errors import CourseError, StudentFailure
from autograder.records.submission import Submission


@dataclass(frozen=True)
class PublicReport:
    """What a student sees: ``problem`` when the file could not be loaded at all, else a verdict per check, what the student's code
    ``printed`` per question, and ``why`` a question's answers are wrong, where that is known."""

    problem: str
    notes: tuple[str, ...]
    verdicts: tuple[tuple[Check, Verdict], ...]
    printed: dict[str, str] = field(default_factory=dict)
    why: dict[str, Diagnosis] = field(default_factory=dict)

    @property
    def questions(self) -> list[str]:
        """The questions that were asked, in their order."""
        return list(dict.fromkeys(check.question for check, _ in self.verdicts))

    def of(self, question: str) -> list[tuple[Check, Verdict]]:
        """The verdicts of one question's checks."""
        return [(check, verdict) for check, verdict in self.verdicts if check.question == question]

    def untouched(self, question: str) -> bool:
        """Whether the question is still as it was handed out."""
        told = self.of(question)
        return bool(told) and all(verdict.kind == "unanswered" for _, verdict in told)


class PublicChecks(Closing):
    """The public checks of an assignment, for one submission after the other; use it as a context manager. Where the ``course`` is here
    too, what goes wrong gets its misconception's name."""

    def __init__(self, assignment: Assignment, course: Course | None = None) -> None:
        self.assignment, self.course = assignment, course
        task = course.assignment(assignment.name) if course else assignment
        self._grader = Grader(course, task, public_only=True)

    def close(self) -> None:
        """End the sandbox."""
        self._grader.close()

    def report(self, submission: Submission, only: str = "") -> PublicReport:
        """Judge the ``submission`` as the grader does: all questions, or ``only`` this one (its name or the beginning of it). Raises
        `CourseError` where no question is called so."""
        asked = self._asked(only)
        printed: dict[str, list[str]] = {}
        judged: list[tuple[Check, Verdict]] = []
        why: dict[str, Diagnosis] = {}
        judge = Judge(self._grader, submission)
        loaded = judge.load()
        for question in asked if loaded.loaded else ():
            told = list(judge.judged(question.name, printed.setdefault(question.name, [])))
            judged += told
            is_wrong = any(verdict.kind in _WRONG for _, verdict in told)
            if self.course and is_wrong and not _on_own_numbers(judge, question):
                with closing(fresh(judge)) as process:
                    why[question.name] = looked(judge, question, process)  # once: nothing hidden was seen
        judge.close()
        texts = {name: "".join(parts).strip("\n") for name, parts in printed.items()}
        notes = (*submission.flags, *loaded.flags)
        return PublicReport("" if loaded.loaded else loaded.reason, notes, tuple(judged), texts, why)

    def _asked(self, only: str) -> list[Question]:
        graded = self.assignment.graded_questions
        asked = [one for one in graded if one.name == only] or [one for one in graded if one.name.startswith(only)]
        if not asked or (only and len(asked) > 1):
            names = ", ".join(one.name for one in asked or graded)
            raise CourseError(f"{only} is {'more than one question' if asked else 'no question here'}: {names}.")
        return asked


_WRONG = ("failed", "error")
"""Verdicts of answers that may be some misconception's."""


def _on_own_numbers(judge: Judge, question: Question) -> bool:
    """Whether the question asks for numbers that are this student's own: the misconceptions' are those of the shared sheet."""
    if question.kind != "value":
        return False
    with judge.session(question.name) as session:
        try:
            return bool(session.process.module.STUDENT_ID)
        except (StudentFailure, AttributeError):
            return False
