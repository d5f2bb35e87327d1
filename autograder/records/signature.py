"""In which way an answer went wrong, as one text."""

from __future__ import annotations

from autograder.records.result import QuestionResult


def signature(question: QuestionResult) -> str:
    """What of a question's record is the same exactly where answers went wrong in the same way: each check's verdict, and what was
    there instead of what was expected. Places in the student's own file are left out."""
    parts = [
        f"{check.visibility} {check.name} {check.passed} {_without(check.place, check.said)}"
        for check in question.checks
    ]
    case = question.counterexample or {}
    error = _without(str(case.get("place", "")), str(case.get("error") or ""))
    return "\n".join([*question.diagnosis, *parts, repr(case.get("got")), error])


def _without(place: str, text: str) -> str:
    """The ``text`` without the ``place`` where something was raised: the same mistake stands elsewhere in every file."""
    return text.replace(f" ({place})", "") if place else text
