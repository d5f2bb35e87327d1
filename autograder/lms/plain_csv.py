"""A plain CSV for people: one row a submission, one column a question. Opens safely in any spreadsheet; needs no template."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

from autograder.lms.matching import marks_of
from autograder.lms.text import defuse, display
from autograder.lms.text import mark as as_mark
from autograder.lms.writing import Job, Outcome, Written


def write(job: Job) -> Written:
    """Every submission, rejected ones with their reason; the marks raw or in the scale asked for, questions always raw."""
    outcome = Outcome()
    maximum = job.maximum()
    values = {mark.result.submission: mark.value for mark in marks_of(job.results, job.scale, None, "")}
    questions = list(dict.fromkeys(question.name for result in job.results for question in result.questions))
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    names = ("student", "name", "members", "status", "score", "max_score")
    more = ("late", "attempt", "flags", "reason", "submission")
    writer.writerow([*names, *(defuse(name) for name in questions), *more])
    for position, result in enumerate(job.results):
        value = values[result.submission]
        shown = as_mark(value) if value is not None else ""
        (outcome.blanks if value is None else outcome.zeros if value == 0 else []).append(result.student)
        if value is not None and value > maximum:
            outcome.above.append(result.student)
        outcome.matched.append(result.student)
        outcome.values[position] = shown
        scores = {question.name: question.score for question in result.questions}
        cells = [
            result.student,
            result.display_name,
            " ".join(result.members),
            result.status,
            shown,
            as_mark(maximum if job.scale is not None else Decimal(str(result.max_score))),
            *(_score(scores.get(name)) for name in questions),
            "late" if result.late else "",
            result.attempt,
            "; ".join(result.flags),
            result.reason,
            result.submission,
        ]
        writer.writerow([defuse(display(cell, 2000)) for cell in cells])
    return Written(buffer.getvalue().encode("utf-8"), outcome)


def _score(score: float | None) -> str:
    return "" if score is None else as_mark(Decimal(str(score)))
