"""Results as plain values: the lines of ``results --json``, and rows for a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Literal

from autograder.records.decision import DecidedResult
from autograder.records.result import Result

By = Literal["submission", "question", "check"]


def as_line(result: Result) -> dict[str, Any]:
    """A result as the object others rely on (docs/results-json.md)."""
    return {
        "submission": result.submission,
        "student": result.student,
        "status": result.status,
        "reason": result.reason,
        "score": result.score,
        "max_score": result.max_score,
        "questions": [
            {
                "name": question.name,
                "score": question.score,
                "max_score": question.max_score,
                "status": question.status,
                "checks": [
                    {"name": c.name, "passed": c.passed, "visibility": c.visibility, "message": c.message}
                    for c in question.checks
                ],
                "diagnosis": list(question.diagnosis),
            }
            for question in result.questions
        ],
        "flags": list(result.flags),
        "late": result.late,
        "isolation": result.isolation,
        "duration_s": result.duration_s,
        **_decided(result),
    }


def _decided(result: Result) -> dict[str, Any]:
    """What people decided, where they did: the automatic score, each decision, and whether there is a mark at all."""
    if not isinstance(result, DecidedResult):
        return {}
    names = ("kind", "question", "value", "why", "note", "who", "when")
    return {
        "automatic": result.automatic,
        "excused": result.excused,
        "decisions": [{name: getattr(one, name) for name in names} for one in result.decisions],
    }


def rows(results: Iterable[Result], by: By = "submission") -> Iterator[dict[str, Any]]:
    """One row of plain values for each submission (with a column for each question's points), question or check."""
    if by not in ("submission", "question", "check"):
        raise ValueError(f"rows are made by submission, question or check, not by {by!r}")
    for result in results:
        who = {"student": result.student, "name": result.display_name, "submission": result.submission}
        if by == "submission":
            yield {**who, **_summary(result), **{question.name: question.score for question in result.questions}}
            continue
        for question in result.questions:
            asked = {**who, "question": question.name}
            if by == "question":
                yield {
                    **asked,
                    "status": str(question.status),
                    "score": question.score,
                    "max_score": question.max_score,
                    "passed": sum(check.passed for check in question.checks),
                    "checks": len(question.checks),
                    "diagnosis": ", ".join(question.diagnosis),
                }
                continue
            for check in question.checks:
                yield {
                    **asked,
                    "check": check.name,
                    "visibility": check.visibility,
                    "passed": check.passed,
                    "weight": check.weight,
                    "intent": check.intent,
                    "message": check.message,
                }


def _summary(result: Result) -> dict[str, Any]:
    return {
        "status": str(result.status),
        "score": result.score,
        "max_score": result.max_score,
        "late": result.late,
        "attempt": result.attempt,
        "reason": result.reason,
        "flags": len(result.flags),
        "automatic": result.automatic,
        "decided": "; ".join(map(str, result.decisions)) if isinstance(result, DecidedResult) else "",
        "excused": result.excused,
    }
