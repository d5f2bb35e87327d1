"""A text that is the same for answers that went wrong in the same way."""

from __future__ import annotations

from autograder.records.result import QuestionResult


def signature(question: QuestionResult) -> str:
    """The text: each check's verdict, and what came instead of what was expected. Places in the student's own file are left out."""
    parts = [
        f"{check.visibility} {check.name} {check.passed} {_without(check.place, check.said)}"
        for check in question.checks
    ]
    case = question.counterexample or {}
    error = _without(str(case.get("place", "")), str(case.get("error") or ""))
    return "\n".join([*question.diagnosis, *parts, repr(case.get("got")), error])


def _without(place: str, text: str) -> str:
    """The ``text`` without the ``place`` where something was raised: the same mistake is at another place in every file."""
    return text.replace(f" ({place})", "") if place else text
