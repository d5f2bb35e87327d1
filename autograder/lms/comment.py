"""A student's result in few words: for a comment field of an LMS, as HTML or as plain text."""

from __future__ import annotations

import html
from collections.abc import Iterator
from decimal import Decimal

from autograder.lms.marks import mark_text
from autograder.records.result import QuestionResult, Result
from autograder.records.sentences import spoken, tell
from autograder.records.status import SubmissionStatus
from autograder.records.text import display, without_controls
from autograder.records.translated import translated

LONGEST = 200_000
LONGEST_LINE = 4_000


def as_html(result: Result) -> str:
    """The comment as HTML on one line. Everything a student could have written is escaped; no backslash is left."""
    result = translated(result)
    parts = [f"<p><strong>{paragraph(_total(result))}</strong></p>"]
    if result.status == SubmissionStatus.REJECTED:
        parts.append(f"<p>{paragraph(_cut(result.reason))}</p>")
    parts += [f"<p>{paragraph(_cut(remark))}</p>" for remark in result.remarks]
    items: list[str] = []
    length = sum(map(len, parts))
    for question in result.questions if result.status != SubmissionStatus.REJECTED else ():
        lines = [paragraph(_cut(line)) for line in _question(question)]
        item = f"<li>{lines[0]}" + "".join(f"<br>{line}" for line in lines[1:]) + "</li>"
        length += len(item)
        if length > LONGEST:
            rest = spoken("The rest is on your feedback page.")
            items.append(f"<li>{paragraph(rest)}</li>")
            break
        items.append(item)
    return "".join(parts) + (f"<ul>{''.join(items)}</ul>" if items else "")


def as_text(result: Result) -> str:
    """The comment as plain text, one line a finding."""
    result = translated(result)
    lines = [_total(result), *([result.reason] if result.status == SubmissionStatus.REJECTED else []), *result.remarks]
    for question in result.questions if result.status != SubmissionStatus.REJECTED else ():
        first, *more = _question(question)
        lines += [f"- {first}", *(f"  {line}" for line in more)]
    text = "\n".join(display(line, 2000) if not line.startswith("  ") else "  " + display(line, 2000) for line in lines)
    rest = spoken("(The rest is on your feedback page.)")
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}\n{rest}"


def paragraph(text: str) -> str:
    """Text for HTML: escaped, without control characters, line ends as ``<br>``, backslashes as ``&#92;``.

    Moodle reads its worksheet with PHP's ``fgetcsv``, to which a backslash escapes the quote that ends the cell: the
    next student's row would become part of this one's.
    """
    lines = [without_controls(line)[0] for line in text.replace("\r\n", "\n").split("\n")]
    return "<br>".join(html.escape(line, quote=True) for line in lines).replace("\\", "&#92;")


def _total(result: Result) -> str:
    return spoken("{score} of {points} points", score=_number(result.score), points=_number(result.max_score))


def _question(question: QuestionResult) -> Iterator[str]:
    """What to say about one question: its score, what failed (never a hidden value), and the hints."""
    title = f"{question.name} ({question.title})" if question.title else question.name
    if question.score is None or not question.counts:  # a written answer: its points are not in the total
        yield f"{title}: {tell(question.status.words)}"
        return
    score = spoken("{score} of {points}", score=_number(question.score), points=_number(question.max_score))
    yield f"{title}: {score}, {tell(question.status.words)}"
    for check in question.checks:
        if not check.passed and (check.intent or check.message):
            yield ": ".join(part for part in (check.intent, check.message) if part)
    yield from question.hints


def _cut(line: str) -> str:
    return line if len(line) <= LONGEST_LINE else line[: LONGEST_LINE - 1] + "…"


def _number(value: float) -> str:
    return mark_text(Decimal(str(value)))
