"""A class's checks and questions in figures (classical item analysis), gathered result by result and worked out from the records alone.

People's decisions about marks are not in these figures: they judge the checks.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from autograder.feedback.reliability import Reliability, cronbach
from autograder.feedback.suspect import Sign, Suspicion, otherwise_right, suspects
from autograder.records.result import BY_PERSON, QuestionResult, Result
from autograder.records.status import SubmissionStatus
from autograder.records.text import one_line

ABSENT = 2
"""Stands for a check that a result does not have, because the suite was another one then."""


@dataclass(frozen=True)
class CheckFigures:
    """One check in the class.

    ``passed`` of ``students`` pass it. ``discrimination`` is the corrected item-total correlation, -1..1; None where everybody or nobody
    passes. ``failing`` of the ``right``, whose other checks of the question all pass, fail it.
    """

    question: str
    sentence: str
    passed: int
    students: int
    discrimination: float | None
    right: int
    failing: int
    suspect: bool

    @property
    def share(self) -> float:
        """The part that passes, 0..1."""
        return self.passed / self.students if self.students else 0.0

    @property
    def remark(self) -> str:
        """What an author of the check should know of it, in words; mostly nothing."""
        if self.suspect:
            return "probably wrong"
        if not self.students:
            return ""
        if not self.passed:
            return "nobody passes"
        if self.passed == self.students:
            return "everybody passes"
        # Two standard errors of a correlation that is none: one good student's slip says nothing about a check.
        if self.discrimination is not None and self.discrimination < -2 / math.sqrt(self.students):
            return "failed more by the better ones"
        return ""


@dataclass(frozen=True)
class Alarm:
    """A check that is probably wrong: why, in words, and the ``students`` it concerns (as numbers, in the order they were added)."""

    check: CheckFigures
    why: str
    students: tuple[int, ...]


@dataclass(frozen=True)
class QuestionFigures:
    """One question: ``difficulty`` is the mean share of its points (the smaller, the harder), ``discrimination`` the correlation of its
    points with those of all the others."""

    difficulty: float
    discrimination: float | None


@dataclass(frozen=True)
class ItemAnalysis:
    """Everything the class page says about checks; ``questions`` by name."""

    checks: tuple[CheckFigures, ...] = ()
    alarms: tuple[Alarm, ...] = ()
    questions: dict[str, QuestionFigures] = field(default_factory=dict)
    reliability: Reliability | None = None


class Outcomes:
    """Who passed which check, gathered by `add`: a byte for each check of each submission."""

    def __init__(self) -> None:
        self._columns: dict[tuple[str, str], int] = {}
        self._sentences: list[str] = []
        self._points: list[float] = []
        self._questions: dict[str, int] = {}
        self._rows: list[bytearray] = []
        self._explained: list[tuple[int, ...]] = []
        self._numbers: list[int] = []

    def add(self, result: Result, number: int) -> None:
        """Note the checks of a graded ``result``, which the page calls ``number``."""
        if result.status != SubmissionStatus.GRADED:
            return
        row = bytearray([ABSENT]) * len(self._columns)
        explained = []
        for question in result.questions:
            counting = [check for check in question.checks if check.weight > 0 and check.name != BY_PERSON]
            if not counting:
                continue
            place = self._questions.setdefault(question.name, len(self._questions))
            if question.diagnosis:
                explained.append(place)
            for check in counting:
                column = self._column(question, check.name, check.intent)
                row.extend([ABSENT] * (column + 1 - len(row)))
                row[column] = check.passed
        self._rows.append(row)
        self._explained.append(tuple(explained))
        self._numbers.append(number)

    def _column(self, question: QuestionResult, name: str, intent: str) -> int:
        key = question.name, name
        if key not in self._columns:
            weights = sum(check.weight for check in question.checks)
            own = next(check.weight for check in question.checks if check.name == name)
            self._columns[key] = len(self._columns)
            self._sentences.append(one_line(intent or name.replace("_", " "), 200))
            self._points.append(question.max_score * own / weights)
        return self._columns[key]

    def analysis(self) -> ItemAnalysis:
        """The figures of everything that was added."""
        if not self._columns or not self._rows:
            return ItemAnalysis()
        noted = np.full((len(self._rows), len(self._columns)), ABSENT, dtype=np.uint8)
        for row, values in zip(noted, self._rows, strict=True):
            row[: len(values)] = np.frombuffer(values, dtype=np.uint8)
        names = [name for name, _ in self._columns]
        question = np.array([self._questions[name] for name in names])
        explained = np.zeros((len(noted), len(self._questions)), dtype=bool)
        for row, places in zip(explained, self._explained, strict=True):
            row[list(places)] = True
        passed, present = noted == 1, noted != ABSENT
        worth = np.array(self._points)
        found = suspects(passed, question, explained)
        columns = {one.column for one in found}
        apart = _discriminations(passed * worth, present)
        checks = []
        for column, name in enumerate(names):
            right, _ = otherwise_right(passed, question, explained, column)
            checks.append(
                CheckFigures(
                    one_line(name, 80), self._sentences[column], int(passed[:, column].sum()), int(present[:, column].sum()),
                    apart[column], int(right.sum()), int((right & ~passed[:, column]).sum()), column in columns,
                )
            )  # fmt: skip
        points = np.column_stack([passed[:, question == q] @ worth[question == q] for q in range(len(self._questions))])
        most = np.array([worth[question == q].sum() for q in range(len(self._questions))])
        return ItemAnalysis(
            checks=tuple(checks),
            alarms=tuple(self._alarm(one, checks) for one in found),
            questions=_questions(self._questions, points, most),
            reliability=cronbach(points),
        )

    def _alarm(self, found: Suspicion, checks: Sequence[CheckFigures]) -> Alarm:
        check = checks[found.column]
        right = f"{len(found.failing)} of {len(found.right)} students whose other checks of `{check.question}` all pass fail this one"
        why = {
            Sign.NOBODY: f"Nobody passes it, though {len(found.right)} students pass every other check of `{check.question}`.",
            Sign.CONTRADICTS: f"It contradicts its neighbours: {right}, while {found.passing_wrong} of the {found.wrong} with something "
            "else wrong pass it.",
            Sign.RIGHT_FAIL: f"{right}, and they are no weaker elsewhere than those who pass it.",
        }[found.sign]
        return Alarm(check, why, tuple(self._numbers[row] for row in found.failing))


def _questions(
    names: dict[str, int], points: NDArray[np.float64], most: NDArray[np.float64]
) -> dict[str, QuestionFigures]:
    apart = _discriminations(points, np.ones(points.shape, dtype=bool))
    difficulty = points.mean(axis=0) / np.where(most > 0, most, 1)
    return {name: QuestionFigures(float(difficulty[place]), apart[place]) for name, place in names.items()}


def _discriminations(points: NDArray[np.float64], present: NDArray[np.bool_]) -> list[float | None]:
    """The correlation of each column with the sum of the others, over those who have it; None where either does not vary."""
    total = points.sum(axis=1)
    found: list[float | None] = []
    for own, here in zip(points.T, present.T, strict=True):
        item, rest = own[here], (total - own)[here]
        if len(item) < 3 or item.std() < 1e-9 or rest.std() < 1e-9:
            found.append(None)
        else:
            found.append(float(np.corrcoef(item, rest)[0, 1]))
    return found
