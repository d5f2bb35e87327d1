"""A rejection as a result, without a judge and what judging needs."""

from __future__ import annotations

from autograder.course import Assignment
from autograder.records.result import QuestionResult, Result
from autograder.records.status import Status
from autograder.records.submission import Rejection


def rejected(rejection: Rejection, assignment: Assignment, isolation: str = "", duration_s: float = 0.0) -> Result:
    """A rejection as a result: every question listed at 0, so that no column is ever missing."""
    questions = tuple(
        QuestionResult(q.name, 0.0, q.points, Status.UNANSWERED if q.kind == "written" else Status.MISSING, q.title)
        for q in assignment.questions
    )
    return Result.of(rejection, assignment.name, questions, isolation=isolation, duration_s=duration_s)
