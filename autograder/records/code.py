"""Lines of student code as records: those of one question, and which of them matter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from autograder.records.form import of_form

MOST_LINES = 120
"""Lines of code that are kept of one question. The longest honest answer of this course has 90."""
LONGEST_LINE = 200
"""Characters of a line that are kept: nobody reads a line further than that."""


class Place(NamedTuple):
    """A line of student code: of a ``file`` (of a notebook: of the cell it names), in a ``function`` or at the top, ``""``. ``line`` is 0
    where it is not known."""

    file: str
    line: int
    function: str = ""

    def __str__(self) -> str:
        line = f", line {self.line}" if self.line else ""
        return f"{self.file}{line}{f', in {self.function}' if self.function else ''}"


@dataclass(frozen=True)
class FlaggedLine:
    """A line of student code that a flag is about, and ``why``, in a sentence for staff."""

    file: str
    line: int
    why: str

    @staticmethod
    def from_json(data: Any) -> FlaggedLine:
        """The record back from plain values. Raises `ValueError` for what is no such record."""
        return FlaggedLine(**of_form(FlaggedLine, data))


@dataclass(frozen=True)
class Mark:
    """A line that matters, by its number, and ``why``, in a sentence that the student may read."""

    line: int
    why: str


@dataclass(frozen=True)
class Excerpt:
    """The lines of ``file`` (of a notebook: of the cell it names) from number ``first`` on. ``more`` lines of the answer were left out."""

    file: str
    first: int
    text: str
    marks: tuple[Mark, ...] = ()
    more: int = 0

    @staticmethod
    def of(file: str, first: int, text: str, marks: tuple[Mark, ...] = ()) -> Excerpt:
        """The lines that are kept: from the beginning, or around the marks if one is further down."""
        lines = text.split("\n")
        start = 0
        if marks and len(lines) > MOST_LINES:
            last = max(mark.line for mark in marks) - first
            start = max(0, min(last - MOST_LINES // 2, len(lines) - MOST_LINES)) if last >= MOST_LINES else 0
        kept = lines[start : start + MOST_LINES]
        cut = [line if len(line) <= LONGEST_LINE else f"{line[:LONGEST_LINE]} …" for line in kept]
        shown = tuple(mark for mark in marks if first + start <= mark.line < first + start + len(kept))
        return Excerpt(file, first + start, "\n".join(cut), shown, len(lines) - len(kept))

    @staticmethod
    def from_json(data: Any) -> Excerpt:
        """The record back from plain values. Raises `ValueError` or `TypeError` for what is no such record."""
        values = of_form(Excerpt, data)
        marks = values.get("marks", ())
        if not isinstance(marks, list | tuple):
            raise ValueError("the field 'marks' is no list")
        return Excerpt(**{**values, "marks": tuple(Mark(**of_form(Mark, mark)) for mark in marks)})
