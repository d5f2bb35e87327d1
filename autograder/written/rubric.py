"""A rubric's lines with the points they give, so that a person can mark by ticking them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from autograder.course import Question

_BEFORE = re.compile(r"(\d{1,4}(?:[.,]\d{1,3})?) points?\s*[:.,]")
_BEHIND = re.compile(r"\((\d{1,4}(?:[.,]\d{1,3})?)(?: points?)?\)\s*$")


@dataclass(frozen=True)
class Criterion:
    """One line of a rubric and its ``points``; None where the line names none."""

    text: str
    points: float | None


def criteria(question: Question) -> tuple[Criterion, ...]:
    """The rubric of a written question, line by line. Points are at a line's beginning (``2 points: …``) or at its end (``… (2)``)."""
    return tuple(Criterion(line, _points(line)) for line in question.rubric)


def _points(line: str) -> float | None:
    found = _BEFORE.match(line.strip()) or _BEHIND.search(line)
    return float(found[1].replace(",", ".")) if found else None
