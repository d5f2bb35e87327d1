"""Marks from verdicts that are known already: changed points, weights, titles, sentences and hints need no student code to run again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from autograder.course import Assignment, Question
from autograder.diagnosis.misconceptions import read_hints
from autograder.records.result import CheckResult, QuestionResult, Result
from autograder.records.status import Status, SubmissionStatus


@dataclass(frozen=True)
class Marking:
    """What an assignment's checks are worth and say: by question and check a weight and a sentence, by misconception a hint."""

    checks: Mapping[tuple[str, str, str], tuple[float, str]]
    hints: Mapping[str, Mapping[str, str]]

    @staticmethod
    def of(assignment: Assignment) -> Marking:
        """The assignment's marking as it is now. Collects the suite, which imports it. Raises `SuiteError`."""
        from autograder.grading.collect import collect

        return Marking(
            {(c.question, c.visibility, c.name): (c.weight, c.intent) for c in collect(assignment)},
            {
                question.name: read_hints(assignment.variants("misconceptions", question.name))
                for question in assignment.graded_questions
            },
        )


def marked(result: Result, assignment: Assignment, marking: Marking) -> Result:
    """``result`` with the points, weights, titles and texts of now. Its verdicts, messages and smallest cases stay as they are."""
    known = {question.name: question for question in result.questions}
    graded = result.status == SubmissionStatus.GRADED
    return result.with_questions(
        tuple(
            _question(known[question.name], question, marking, graded)
            for question in assignment.questions
            if question.name in known
        )
    )


def _question(was: QuestionResult, question: Question, marking: Marking, graded: bool) -> QuestionResult:
    now = replace(was, max_score=question.points, title=question.title)
    if was.score is None or not graded:
        return now
    checks = tuple(_check(was.name, check, marking) for check in was.checks)
    total = sum(check.weight for check in checks)
    share = sum(check.weight for check in checks if check.passed) / total if total else 0.0
    hints = marking.hints.get(was.name, {})
    nothing = Status.FAILED if was.status in (Status.PASSED, Status.PARTIAL) else was.status
    return replace(
        now,
        score=round(question.points * share, 4),
        status=Status.earned(share, 1, nothing),
        checks=checks,
        hints=tuple(hints.get(name, "") for name in was.diagnosis),
    )


def _check(question: str, check: CheckResult, marking: Marking) -> CheckResult:
    weight, intent = marking.checks.get((question, check.visibility, check.name), (check.weight, check.intent))
    return replace(check, weight=weight, intent=intent)
