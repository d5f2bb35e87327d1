"""A student's own look: the public checks on a module or notebook, through the same process that grades it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field

from autograder.course import Assignment, Course, Question
from autograder.diagnosis.locked import Mistake, mistakes_in
from autograder.grading.collect import Check
from autograder.grading.explained import fresh, looked
from autograder.grading.grade import Grader
from autograder.grading.judge import Judge
from autograder.grading.verdict import Verdict
from autograder.records.closing import Closing
from autograder.records.errors import CourseError, StudentFailure
from autograder.records.misconception import shown
from autograder.records.sentences import spoken
from autograder.records.submission import Submission
from autograder.sandbox import Budget


@dataclass(frozen=True)
class PublicReport:
    """What a student sees: ``problem`` when the file could not be loaded at all, else a verdict per check, what the student's code
    ``printed`` per question, and the known mistakes that are ``why`` a question's answers are wrong, in the language spoken here."""

    problem: str
    notes: tuple[str, ...]
    verdicts: tuple[tuple[Check, Verdict], ...]
    printed: dict[str, str] = field(default_factory=dict)
    why: dict[str, tuple[Mistake, ...]] = field(default_factory=dict)

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
    """The public checks of an assignment, for one submission after the other; use it as a context manager. What goes wrong gets its
    misconception's name: by the probes of the ``course`` where that is here too, else by what was handed out (`mistakes_in`)."""

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
        why: dict[str, tuple[Mistake, ...]] = {}
        judge = Judge(self._grader, submission)
        loaded = judge.load()
        settled = []
        for question in asked if loaded.loaded else ():
            settled += [note] if (note := judge.settle_settings(question.name)) else []
            told = list(judge.judged(question.name, printed.setdefault(question.name, [])))
            judged += told
            if any(verdict.kind in _WRONG for _, verdict in told):
                why[question.name] = self._mistakes(judge, question, told)
        judge.close()
        texts = {name: "".join(parts).strip("\n") for name, parts in printed.items()}
        notes = (*submission.flags, *loaded.flags, *settled)
        return PublicReport("" if loaded.loaded else loaded.reason, notes, tuple(judged), texts, why)

    def _mistakes(self, judge: Judge, question: Question, told: Sequence[tuple[Check, Verdict]]) -> tuple[Mistake, ...]:
        """The known ones: nothing hidden was seen, so it is asked once."""
        if self.course is not None and _on_own_numbers(judge, question):
            return ()
        with closing(fresh(judge)) as process:
            if self.course is not None:
                found = looked(judge, question, process)
                return tuple(Mistake(*shown(name, hint)) for name, hint in zip(found.names, found.hints, strict=True))
            if not {verdict.kind for _, verdict in told} <= {"", *_WRONG}:
                return ()  # it would end, or take its time, once more
            seconds = self.assignment.limits.question_seconds
            process.turn_to(question.name, Budget(seconds, "the diagnosis", judge.diagnosing))
            asked = {check.name: check.on for check, _ in told}
            try:
                return mistakes_in(self.assignment.handout, question.name, process.module, asked).mistakes
            except StudentFailure:
                return ()

    def _asked(self, only: str) -> list[Question]:
        graded = self.assignment.graded_questions
        asked = [one for one in graded if one.name == only] or [one for one in graded if one.name.startswith(only)]
        if not asked or (only and len(asked) > 1):
            names = ", ".join(one.name for one in asked or graded)
            raise CourseError(
                spoken("{name} is more than one question: {names}.", name=only, names=names)
                if asked
                else spoken("{name} is no question here: {names}.", name=only, names=names)
            )
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
