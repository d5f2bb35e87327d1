"""Records for tests, from facts in any order: those of the owner are put where they belong."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from autograder.records.owner import Owner
from autograder.records.result import QuestionResult, Result
from autograder.records.status import Status, SubmissionStatus
from autograder.records.submission import SourceFile, Submission

_OF_THE_OWNER = {field.name for field in fields(Owner)}


def submission(student: str, main: SourceFile, *others: SourceFile, **facts: Any) -> Submission:
    """What ``student`` handed in, under their own name as its id."""
    return Submission(student, Owner(student, **facts), main, others)


def question(name: str, score: float | None, max_score: float, status: str, *more: Any, **facts: Any) -> QuestionResult:
    """A question's result, its status given as a word."""
    return QuestionResult(name, score, max_score, Status.named(status), *more, **facts)


def result(
    submission: str,
    student: str,
    assignment: str,
    status: str,
    score: float,
    max_score: float,
    *more: Any,
    **facts: Any,
) -> Result:
    """A result with a score of the test's own, whatever its questions add up to."""
    owner = Owner(student, **{name: facts.pop(name) for name in _OF_THE_OWNER & facts.keys()})
    return Result(submission, owner, assignment, SubmissionStatus(status), score, max_score, *more, **facts)


def changed(record: Any, **facts: Any) -> Any:
    """`dataclasses.replace` for any record: the owner's fields go where they belong, a status may be given as a word."""
    own = {name: facts.pop(name) for name in _OF_THE_OWNER & facts.keys()}
    if own:
        facts["owner"] = replace(record.owner, **own)
    if "status" in facts:
        facts["status"] = (
            SubmissionStatus(facts["status"]) if isinstance(record, Result) else Status.named(facts["status"])
        )
    return replace(record, **facts)
