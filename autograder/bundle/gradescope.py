"""A result as Gradescope's ``results.json``: one entry per check, feedback for the student, and what only staff may see."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from autograder.bundle.settings import Settings
from autograder.course import Assignment
from autograder.feedback import clean, render_html_fragment
from autograder.records.result import CheckResult, QuestionResult, Result
from autograder.records.status import Status, SubmissionStatus

LONGEST_TEXT = 20_000
"""Characters of the instructor's entry, which lists every failing check."""


def results_json(result: Result, settings: Settings) -> dict[str, Any]:
    """The file's content. The scores per check add up to each question's score, the maxima to its points."""
    tests = [entry for question in result.questions for entry in _entries(question, settings)]
    tests.append(_feedback(result, settings))
    tests.append(_for_staff(result))
    rejected = result.status == SubmissionStatus.REJECTED
    told = f"This could not be graded: {result.reason}" if rejected else "\n".join(result.remarks)
    content: dict[str, Any] = {
        "score": result.score,
        "execution_time": round(result.duration_s),
        "output": clean(told),
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "tests": tests,
        "extra_data": {"status": result.status, "isolation": result.isolation, "assignment": result.assignment},
    }
    if settings.leaderboard:
        content["leaderboard"] = _leaderboard(result, settings.leaderboard, settings.measure)
    return content


def ungraded_json(assignment: Assignment) -> dict[str, Any]:
    """What stands in ``results.json`` until there are results: every question at 0, and whom to tell."""
    told = "This was not graded: the grader itself did not finish. Please tell your instructor; nothing is wrong with your work."
    nothing = {"score": 0.0, "status": "failed", "output": "not graded", "visibility": "visible"}
    tests = [{"name": q.name, "max_score": q.points, **nothing} for q in assignment.graded_questions]
    return {"score": 0.0, "output": told, "output_format": "text", "visibility": "visible", "tests": tests}


def shares(points: float, weights: Sequence[float]) -> list[float]:
    """``points`` split by ``weights`` to four decimals, so that the parts add up exactly."""
    total, run, given, parts = sum(weights), 0.0, 0.0, []
    for weight in weights:
        run += weight
        upto = round(points * run / total, 4) if total else 0.0
        parts.append(round(upto - given, 4))
        given = upto
    return parts


def _entries(question: QuestionResult, settings: Settings) -> list[dict[str, Any]]:
    """The question's checks; one entry for the question where no check could be run, or where a person marks it."""
    if question.status == Status.MANUAL:
        told = f"A person marks this question ({question.max_score:g} points)."
        return [{"name": _name(question, "written answer"), "output": clean(told), "visibility": "visible"}]
    if not question.checks:
        told = " ".join(question.hints) or "Nothing of this question could be graded."
        entry = {"score": question.score, "max_score": question.max_score, "status": "failed", "visibility": "visible"}
        return [{"name": _name(question, question.title or "not graded"), "output": clean(told), **entry}]
    maxima = shares(question.max_score, [check.weight for check in question.checks])
    scores = [most if check.passed else 0.0 for most, check in zip(maxima, question.checks, strict=True)]
    last = max((i for i, check in enumerate(question.checks) if check.passed and check.weight), default=None)
    if last is not None:
        # The engine rounds once a question, these are rounded once a check: the last digit goes where points were earned.
        scores[last] = round(scores[last] + (question.score or 0.0) - sum(scores), 4)
    return [
        {
            "name": _name(question, check.intent or check.name),
            "score": score,
            "max_score": most,
            "status": "passed" if check.passed else "failed",
            "output": clean(_told(check)),
            "visibility": "visible" if check.visibility == "public" else settings.hidden,
        }
        for check, most, score in zip(question.checks, maxima, scores, strict=True)
    ]


def _told(check: CheckResult) -> str:
    return check.message or ("" if check.passed else "This check does not pass.")


def _name(question: QuestionResult, text: str) -> str:
    return clean(f"{question.name}: {text}")


def _feedback(result: Result, settings: Settings) -> dict[str, Any]:
    """The page of explanations, shown when the hidden checks are: it speaks of them."""
    fragment = render_html_fragment(result)
    return {"name": "Feedback", "output": fragment, "output_format": "html", "visibility": settings.hidden}


def _for_staff(result: Result) -> dict[str, Any]:
    lines = [f"Status: {result.status} {result.reason}".strip(), f"Isolation: {result.isolation or 'nothing was run'}"]
    lines += [f"Flag: {flag}" for flag in result.flags]
    for question in result.questions:
        lines += [f"Diagnosis of {question.name}: {', '.join(question.diagnosis)}"] if question.diagnosis else []
        lines += [f"{question.name}::{c.name}: {c.detail or c.message}" for c in question.checks if not c.passed]
    return {"name": "For the instructor", "output": clean("\n".join(lines), LONGEST_TEXT), "visibility": "hidden"}


def _leaderboard(result: Result, question: str, measure: str) -> list[dict[str, Any]]:
    """What the question's checks measured, or the share of its points in percent: no number that student code reports is ever ranked."""
    found = next((q for q in result.questions if q.name == question), None)
    if measure:
        return [{"name": measure, "value": round((found and found.measured) or 0.0, 4)}]
    share = 100 * (found.score or 0.0) / found.max_score if found and found.max_score else 0.0
    return [{"name": question, "value": round(share, 2), "suffix": "%"}]
