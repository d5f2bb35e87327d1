"""The marking sheets: one HTML page per written question, and ``marks.csv`` to fill in."""

from __future__ import annotations

import hashlib
import hmac
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from autograder.course import Assignment, Question
from autograder.records.result import QuestionResult, Result
from autograder.records.status import SubmissionStatus
from autograder.records.text import printable
from autograder.written.table import kept_rows, write_rows

LONGEST = 20_000
"""Characters of an answer that are printed on a sheet."""
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True)
class Answer:
    """One student's answer to one question, without a name."""

    id: str
    text: str


def written_questions(assignment: Assignment) -> tuple[Question, ...]:
    """The questions a person marks."""
    return tuple(question for question in assignment.questions if question.kind == "written")


def answer_id(result: Result, question: QuestionResult, secret: str = "") -> str:
    """The opaque id of an answer: another for every question, and another once the answer's text changes.

    With the course's ``secret`` nobody can work out from a student's id which answer is theirs.
    """
    parts = (result.assignment, question.name, result.submission, question.answer)
    encoded = [part.encode("utf-8", "surrogatepass") for part in parts]
    message = b"".join(len(part).to_bytes(8, "big") + part for part in encoded)
    digest = hmac.new(secret.encode(), message, hashlib.sha256).digest()
    return "a-" + "".join(_LETTERS[byte % len(_LETTERS)] for byte in digest[:12])


def export_sheets(results: Iterable[Result], assignment: Assignment, out: Path, secret: str = "") -> tuple[Path, ...]:
    """Write ``QUESTION.html`` for every written question, and ``marks.csv``; the paths written.

    Answers stand in the order of their ids: shuffled, and the same every time. Empty ones, which are 0 points, are not listed. Marks that
    ``marks.csv`` holds already are kept; those whose answer has changed since go to ``marks-outdated.csv``.
    """
    questions = written_questions(assignment)
    answers: dict[str, list[Answer]] = {question.name: [] for question in questions}
    empty = Counter[str]()
    for result in results:
        for given in result.questions if result.status == SubmissionStatus.GRADED else ():
            if given.name in answers and given.answer.strip():
                answers[given.name].append(Answer(answer_id(result, given, secret), given.answer))
            empty[given.name] += not given.answer.strip()
    out.mkdir(parents=True, exist_ok=True)
    written = [_write_marks(out, answers)]
    for question in questions:
        answers[question.name].sort(key=lambda answer: answer.id)
        page = out / f"{question.name}.html"
        sheet = _page(assignment, question, answers[question.name], empty[question.name])
        page.write_text(sheet, encoding="utf-8", errors="replace")
        written.append(page)
    return tuple(written)


def _page(assignment: Assignment, question: Question, answers: list[Answer], empty: int) -> str:
    from jinja2 import Environment, PackageLoader, StrictUndefined  # by whoever reads a decision, and draws no sheet

    environment = Environment(loader=PackageLoader("autograder.written"), autoescape=True, undefined=StrictUndefined)
    shown = [
        {
            "id": answer.id,
            "text": printable(answer.text[:LONGEST]),
            "cut": max(0, len(answer.text) - LONGEST),
        }
        for answer in answers
    ]
    facts = {"assignment": assignment, "question": question, "answers": shown, "empty": empty}
    return environment.get_template("sheet.html").render(facts)


def _write_marks(out: Path, answers: dict[str, list[Answer]]) -> Path:
    path, aside = out / "marks.csv", out / "marks-outdated.csv"
    before = kept_rows(path)
    known = {(name, answer.id) for name, found in answers.items() for answer in found}
    outdated = {key: row for key, row in before.items() if key not in known and any(row[2:])}
    if outdated:
        write_rows(aside, (kept_rows(aside) | outdated).values())
    write_rows(path, (before.get(key, [*key, "", ""]) for key in sorted(known)))
    return path
