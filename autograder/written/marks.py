"""The filled-in ``marks.csv``, read with clear errors, and its marks put into results."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from autograder.course import Assignment
from autograder.records.errors import MarksError
from autograder.records.result import BY_PERSON, CheckResult, QuestionResult, Result
from autograder.records.sentences import say
from autograder.records.status import Status
from autograder.written.sheets import answer_id, written_questions
from autograder.written.table import read_rows

MOST_ERRORS = 20
NUMBER = re.compile(r"[+-]?(\d{1,9}([.,]\d*)?|[.,]\d+)([eE][+-]?\d{1,2})?")


@dataclass(frozen=True)
class Mark:
    """A person's mark for one answer to a ``question``: points, and what they say to the student; ``who`` gave it ``when`` (ISO 8601)."""

    points: float
    comment: str = ""
    who: str = ""
    when: str = ""
    question: str = ""

    @property
    def signed(self) -> str:
        """Who gave the mark, and on which day; for the staff."""
        return f"by {self.who}, {self.when[:10]}" if self.who else ""


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
    """The number, with a decimal point or comma; NaN for other text (`float` would take ``0_4`` too)."""
    return float(text.replace(",", ".")) if NUMBER.fullmatch(text) else math.nan


def marked_questions(marks: Mapping[str, Mark]) -> frozenset[str]:
    """The questions of which somebody's answer has a mark: there, an empty one is 0 points of what the question counts."""
    return frozenset(mark.question for mark in marks.values() if mark.question)


def apply_marks(
    result: Result, marks: Mapping[str, Mark], secret: str = "", asked: Collection[str] | None = None
) -> Result:
    """The result with the marks of its written answers counted; answers without a mark stay as they are, but for empty ones of the
    questions ``asked`` (default: `marked_questions`), which count as 0.

    A question marked before is marked anew.
    """
    asked = marked_questions(marks) if asked is None else asked

    def seen(question: QuestionResult) -> QuestionResult:
        mark = marks.get(answer_id(result, question, secret))
        if mark is None and question.left_empty and question.name in asked:
            return _marked(question, Mark(0.0, EMPTY))
        return question if mark is None else _marked(question, mark)

    return result.with_questions(tuple(map(seen, result.questions)))


EMPTY = say("No answer was found.")
"""What stands beside the 0 of an empty answer."""


def _marked(question: QuestionResult, mark: Mark) -> QuestionResult:
    full = mark.points >= question.max_score
    words = say("Marked by a person, with the rubric.")
    check = CheckResult(BY_PERSON, full, "public", mark.comment, words, weight=0.0, detail=mark.signed)
    nothing = Status.UNANSWERED if question.left_empty else None
    return replace(
        question, score=mark.points, status=Status.earned(mark.points, question.max_score, nothing), checks=(check,)
    )
