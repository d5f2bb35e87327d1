"""The one writer of Gradescope's ``results.json``: an entry a check, the feedback, and what only staff may see.

A bundle writes one where Gradescope runs it (`autograder.bundle.gradescope`), `export` one for each submission of a run.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Literal

from autograder.lms.marks import mark_text, marks_of
from autograder.lms.pages import file_name
from autograder.lms.writing import Job, Outcome, Written
from autograder.records.result import CheckResult, QuestionResult, Result
from autograder.records.sentences import spoken
from autograder.records.status import SubmissionStatus
from autograder.records.text import clean
from autograder.records.translated import translated
from autograder.records.zips import zipped

When = Literal["hidden", "after_due_date", "after_published", "visible"]
"""When Gradescope shows something to students."""
LONGEST_TEXT = 20_000
"""Characters of the instructor's entry, which lists every failing check."""


def write(job: Job) -> Written:
    """A zip with ``SUBMISSION/results.json`` for each, named by Gradescope's submission where it is known, else by student."""
    outcome = Outcome()
    maximum = job.maximum()
    pages: dict[str, bytes] = {}
    values = {mark.result.submission: mark.value for mark in marks_of(job.results, job.scale, None, "")}
    names: set[str] = set()
    for position, result in enumerate(job.results):
        value = values[result.submission]
        if value is None:
            outcome.blanks.append(result.called)
            continue
        if value == 0:
            outcome.zeros.append(result.called)
        if value > maximum:
            outcome.above.append(result.called)
        name = file_name(result.source.get("gradescope") or result.student)
        if name.casefold() in names:
            name = f"{name}-{result.submission}"
        names.add(name.casefold())
        outcome.matched.append(result.called)
        outcome.values[position] = name
        data = json.dumps(results_json(result, score=value), ensure_ascii=True).encode() + b"\n"
        pages[f"{name}/results.json"] = data
    return Written(zipped(pages), outcome)


def results_json(
    result: Result,
    *,
    score: Decimal | None = None,
    hidden: When = "visible",
    feedback: str = "",
    staff: bool = False,
    leaderboard: Sequence[dict[str, Any]] = (),
) -> dict[str, Any]:
    """The file's content. The scores per check add up to each question's score, the maxima to its points.

    ``score`` overrides the sum of the entries in Gradescope (a scaled mark). ``hidden`` says when students see hidden checks and the
    ``feedback`` (a piece of HTML), which speaks of them; ``staff``: whether there is an entry for the instructor, with details that no
    student may see.
    """
    english, result = result, translated(result)
    tests = [entry for question in result.questions for entry in _entries(question, hidden)]
    if feedback:
        tests.append({"name": spoken("Feedback"), "output": feedback, "output_format": "html", "visibility": hidden})
    if staff:
        tests.append(_for_staff(english))
    rejected = result.status == SubmissionStatus.REJECTED
    told = "\n".join(result.remarks)
    if rejected:
        told = spoken("This could not be graded: {reason}", reason=result.reason)
    content: dict[str, Any] = {
        "score": float(mark_text(score)) if score is not None else result.score,
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
    if leaderboard:
        content["leaderboard"] = list(leaderboard)
    return content


def shares(points: float, weights: Sequence[float]) -> list[float]:
    """``points`` split by ``weights`` to four decimals, so that the parts add up exactly."""
    total, run, given, parts = sum(weights), 0.0, 0.0, []
    for weight in weights:
        run += weight
        upto = round(points * run / total, 4) if total else 0.0
        parts.append(round(upto - given, 4))
        given = upto
    return parts


def _entries(question: QuestionResult, hidden: When) -> list[dict[str, Any]]:
    """The question's checks; one entry for the question where no check could be run, or where a person marks it."""
    if not question.counts:
        told = spoken("A person marks this question ({points} points on top).", points=f"{question.max_score:g}")
        told = spoken("No answer was found.") if question.left_empty else told
        return [{"name": _name(question, spoken("written answer")), "output": clean(told), "visibility": "visible"}]
    if not question.checks:
        told = " ".join(question.hints) or spoken("Nothing of this question could be graded.")
        entry = {"score": question.score, "max_score": question.max_score, "status": "failed", "visibility": "visible"}
        return [{"name": _name(question, question.title or spoken("not graded")), "output": clean(told), **entry}]
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
            "visibility": "visible" if check.visibility == "public" else hidden,
        }
        for check, most, score in zip(question.checks, maxima, scores, strict=True)
    ]


def _told(check: CheckResult) -> str:
    return check.message or ("" if check.passed else spoken("This check does not pass."))


def _name(question: QuestionResult, text: str) -> str:
    return clean(f"{question.name}: {text}")


def _for_staff(result: Result) -> dict[str, Any]:
    lines = [f"Status: {result.status} {result.reason}".strip(), f"Isolation: {result.isolation or 'nothing was run'}"]
    lines += [f"Flag: {flag}" for flag in result.flags]
    for question in result.questions:
        lines += [f"Diagnosis of {question.name}: {', '.join(question.diagnosis)}"] if question.diagnosis else []
        lines += [f"{question.name}::{c.name}: {c.said}" for c in question.checks if not c.passed]
    return {"name": "For the instructor", "output": clean("\n".join(lines), LONGEST_TEXT), "visibility": "hidden"}
