"""The filled-in ``marks.csv``, read with clear errors, and its marks put into results."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from autograder.course import Assignment
from autograder.records.errors import MarksError
from autograder.records.result import BY_PERSON, CheckResult, QuestionResult, Result
from autograder.records.status import Status
from autograder.written.sheets import answer_id, written_questions
from autograder.written.table import read_rows

MOST_ERRORS = 20
NUMBER = re.compile(r"[+-]?(\d{1,9}([.,]\d*)?|[.,]\d+)([eE][+-]?\d{1,2})?")


@dataclass(frozen=True)
class Mark:
    """A person's mark for one answer, in points, and what they say to the student."""

    points: float
    comment: str = ""


def read_marks(path: Path, assignment: Assignment, results: Iterable[Result], secret: str = "") -> dict[str, Mark]:
    """The marks by answer id. Rows without a mark are answers not marked yet.

    ``results`` and ``secret`` are those the sheets were made from: they tell which ids there are. Raises `MarksError`.
    """
    most = {question.name: question.points for question in written_questions(assignment)}
    known = {
        answer_id(result, question, secret): question.name
        for result in results
        for question in result.questions
        if question.name in most
    }
    marks: dict[str, Mark] = {}
    problems: list[str] = []
    for line, row in read_rows(path):
        if not row["mark"]:
            continue
        problem = _problem(row, most, known)
        if row["answer"] in marks:
            problem = f"the answer {row['answer']} is marked twice"
        if problem:
            problems.append(f"line {line}: {problem}.")
        else:
            marks[row["answer"]] = Mark(_number(row["mark"]), row["comment"])
    if problems:
        more = [f"… and {len(problems) - MOST_ERRORS} more."] if len(problems) > MOST_ERRORS else []
        raise MarksError("\n".join([f"{path} was not used:", *problems[:MOST_ERRORS], *more]))
    return marks


def comments_without_a_mark(path: Path) -> list[int]:
    """The lines of the table that hold a comment but no mark: forgotten, perhaps."""
    return [line for line, row in read_rows(path) if row["comment"] and not row["mark"]]


def _problem(row: Mapping[str, str], most: Mapping[str, float], known: Mapping[str, str]) -> str:
    question, answer, mark = row["question"], row["answer"], row["mark"]
    if question not in most:
        return f"there is no written question {question!r}; there is {', '.join(most) or 'none'}"
    if answer not in known:
        return f"no answer has the id {answer!r}: it was changed here, or handed in anew since the sheets were written"
    if known[answer] != question:
        return f"the answer {answer} belongs to {known[answer]}, not to {question}"
    points = _number(mark)
    if math.isnan(points):
        return f"the mark {mark!r} is not a number"
    if not 0 <= points <= most[question]:
        return f"the mark {mark} is not between 0 and {most[question]:g}, the points of {question}"
    return ""


def _number(text: str) -> float:
    """The number, with a decimal point or comma; NaN when it is none (`float` would take ``0_4`` too)."""
    return float(text.replace(",", ".")) if NUMBER.fullmatch(text) else math.nan


def apply_marks(result: Result, marks: Mapping[str, Mark], secret: str = "") -> Result:
    """The result with the marks of its written answers counted; answers without a mark stay as they are.

    A question marked before is marked anew.
    """
    return result.with_questions(
        tuple(_marked(question, marks.get(answer_id(result, question, secret))) for question in result.questions)
    )


def _marked(question: QuestionResult, mark: Mark | None) -> QuestionResult:
    if mark is None:
        return question
    full = mark.points >= question.max_score
    check = CheckResult(BY_PERSON, full, "public", mark.comment, "Marked by a person, with the rubric.", weight=0.0)
    return replace(question, score=mark.points, status=Status.earned(mark.points, question.max_score), checks=(check,))
