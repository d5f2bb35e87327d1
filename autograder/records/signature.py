"""In which way an answer went wrong, as one text."""

from __future__ import annotations

import re

from autograder.records.result import QuestionResult

_PLACE = re.compile(r"\s*\([^()]*\bline \d+[^()]*\)")
"""Where in a student's file something was raised: the same mistake stands elsewhere in every file."""


def signature(question: QuestionResult) -> str:
    """What of a question's record is the same exactly where answers went wrong in the same way: each check's verdict, and what was
    there instead of what was expected. Places in the student's own file are left out."""
    parts = [
        f"{check.visibility} {check.name} {check.passed} {_PLACE.sub('', check.detail or check.message)}"
        for check in question.checks
    ]
    case = question.counterexample or {}
    return "\n".join([*question.diagnosis, *parts, repr(case.get("got")), _PLACE.sub("", str(case.get("error") or ""))])
