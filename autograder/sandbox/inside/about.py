"""Sentences about a line of what was handed in, which know the line. Beside student code."""

from __future__ import annotations

from typing import NamedTuple


class Place(NamedTuple):
    """A line of student code: of a ``file``, or of the cell it names, in a ``function`` or at the top. ``line`` is 0 where it is not
    known."""

    file: str
    line: int
    function: str = ""

    def __str__(self) -> str:
        line = f", line {self.line}" if self.line else ""
        return f"{self.file}{line}{f', in {self.function}' if self.function else ''}"


class About(str):
    """A sentence about the line at ``place``, and ``why`` that line matters."""

    __slots__ = ("place", "why")
    place: Place
    why: str

    def __new__(cls, sentence: str, place: Place, why: str) -> About:
        made = super().__new__(cls, sentence)
        made.place, made.why = place, why
        return made


def about(place: Place, why: str, before: str = "", names: str = "") -> About:
    """``file, line 3: why``, with words ``before`` it and the ``names`` that the line defines."""
    return About(f"{before}{place}{names}: {why}", place, why)
