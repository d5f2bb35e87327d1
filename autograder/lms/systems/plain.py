"""Plain folders: no LMS. Out go a CSV for people, one row a submission and one column a question, and a zip of feedback pages."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

from autograder.lms import pages
from autograder.lms.marks import mark_text, marks_of
from autograder.lms.registry import Lms, Target
from autograder.lms.writing import Job, Outcome, Written
from autograder.records.decision import DecidedResult
from autograder.records.text import defuse, display


def write(job: Job) -> Written:
    """Every submission, rejected ones with their reason; the marks raw or in the scale asked for, questions always raw."""
    outcome = Outcome()
    maximum = job.maximum()
    values = {mark.result.submission: mark.value for mark in marks_of(job.results, job.scale, None, "")}
    questions = list(dict.fromkeys(question.name for result in job.results for question in result.questions))
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    names = ("student", "name", "members", "status", "score", "max_score")
    more = ("late", "attempt", "flags", "reason", "submission", "automatic", "decided")
    writer.writerow([*names, *(defuse(name) for name in questions), *more])
    for position, result in enumerate(job.results):
        value = values[result.submission]
        shown = mark_text(value) if value is not None else ""
        (outcome.blanks if value is None else outcome.zeros if value == 0 else []).append(result.called)
        if value is not None and value > maximum:
            outcome.above.append(result.called)
        outcome.matched.append(result.called)
        outcome.values[position] = shown
        scores = {question.name: question.score for question in result.questions}
        cells = [
            result.student,
            result.display_name,
            " ".join(result.members),
            result.status,
            shown,
            mark_text(maximum if job.scale is not None else Decimal(str(result.max_score))),
            *(_score(scores.get(name)) for name in questions),
            "late" if result.late else "",
            result.attempt,
            "; ".join(result.flags),
            result.reason,
            result.submission,
            _score(result.automatic),
            "; ".join(map(str, result.decisions)) if isinstance(result, DecidedResult) else "",
        ]
        writer.writerow([defuse(display(cell, 2000)) for cell in cells])
    return Written(buffer.getvalue().encode("utf-8"), outcome)


def _score(score: float | None) -> str:
    return "" if score is None else mark_text(Decimal(str(score)))


LMS = Lms(
    name="plain",
    title="Plain folders",
    page="plain.md",
    reads="folders, zips, single files",
    writes="CSV, pages by student id",
    sure="tests",
    rank=90,
    targets=(
        Target("csv", "a plain CSV", write),
        Target("feedback", "a zip of feedback pages", pages.write),
    ),
)
