"""Any value as plain JSON that a page can draw, bounded in size.

A VALUE is one of these::

    {"shape": [2, 2], "cells": [[1, 2], [3, 4]]}      numbers (``shape`` [] for one); NaN and infinity as words
    {"parts": [{"name": "Blur", "value": VALUE}, …], "more": 2, "kind": "a dict of 6 entries"}
    {"shape": [4, 5], "shades": [[0, 9, …], …], "words": ["the image", …]}      a picture of a figure, from 0 (black) to 15
    {"text": "…"}                                     what is none of these, or too large to draw
"""

from __future__ import annotations

import reprlib
from typing import Any

import numpy as np

from autograder.diagnosis.outcome import as_numbers
from autograder.records.sentences import say, say_many
from autograder.sandbox.protocol.values import TensorValue
from autograder.suite.probes import Pictured

MOST_CELLS = 256
MOST_DIMENSIONS = 4
MOST_PARTS = 6
"""Parts of a dict or a list that are drawn, and half as many of what is in them."""
_DEPTH = 3

_short = reprlib.Repr()
_short.maxstring = _short.maxother = 200
_line = reprlib.Repr()  # a list of words in one line of a page
_line.maxlist, _line.maxstring, _line.maxother = 12, 60, 60


class Nothing:
    """What stands where the shorter of two lists has ended."""


def describe(value: Any, spoken: bool = False, depth: int = 0) -> dict[str, Any]:
    """``value`` as a VALUE (see the module's text). ``spoken``: its texts are words of a probe, not strings of a student's."""
    if isinstance(value, Pictured):
        height, width = len(value.shades), len(value.shades[0]) if value.shades else 0
        return {"shape": [height, width], "shades": [list(row) for row in value.shades], "words": list(value.words)}
    numbers = as_numbers(value)
    if numbers is not None and drawable(numbers):
        cells = np.frompyfunc(_cell, 1, 1)(numbers)
        return {"shape": list(numbers.shape), "cells": cells.tolist() if isinstance(cells, np.ndarray) else cells}
    parts = _parts(value) if depth < _DEPTH else []
    if parts:
        most = max(2, MOST_PARTS // 2**depth)
        drawn = [{"name": name, "value": describe(part, spoken, depth + 1)} for name, part in parts[:most]]
        return {"parts": drawn, "more": len(parts) - len(drawn), "kind": "" if spoken else _kind(value, len(parts))}
    if numbers is not None and not (isinstance(value, list | tuple) and not numbers.size):
        return {"text": say("an array of shape {shape}", shape=numbers.shape)}
    return {"text": value[:200] if spoken and isinstance(value, str) else words(value)}


def drawable(value: Any) -> bool:
    """Whether ``value`` is numbers, and few enough to draw."""
    numbers = as_numbers(value)
    return numbers is not None and 0 < numbers.size <= MOST_CELLS and numbers.ndim <= MOST_DIMENSIONS


def texts(value: list[Any] | tuple[Any, ...]) -> list[Any] | None:
    """``value`` as a list, when it holds nothing but words and single numbers."""
    return list(value) if all(isinstance(part, str | int | float | None) for part in value) else None


def words(value: Any) -> str:
    """What is no array of numbers, in a line."""
    if value is None:
        return "None"
    if value is Ellipsis:
        return "..."
    if value is Nothing:
        return say("nothing more")
    if isinstance(value, str | bytes):
        return _short.repr(value)
    if isinstance(value, list | tuple) and value:
        plain = texts(value)
        if plain is not None:
            return _line.repr(plain) if _quoted(plain) else ", ".join(plain)
    if isinstance(value, dict | list | tuple):
        return _kind(value, len(value))
    if isinstance(value, np.ndarray | TensorValue):
        return say("an array of something other than numbers")
    return say("an object that is neither a number nor an array")


def _kind(value: Any, count: int) -> str:
    if isinstance(value, dict):
        return say_many("a dict of one entry", "a dict of {number} entries", count) if count else say("an empty dict")
    if isinstance(value, list):
        return say_many("a list of one part", "a list of {number} parts", count) if count else say("an empty list")
    return say_many("a tuple of one part", "a tuple of {number} parts", count) if count else say("an empty tuple")


def _parts(value: Any) -> list[tuple[str, Any]]:
    """The parts of a dict or a list that are worth a picture each, by name."""
    if isinstance(value, dict):
        return [(_name(key), part) for key, part in value.items()]
    if isinstance(value, list | tuple) and texts(value) is None:
        return [(f"[{place}]", part) for place, part in enumerate(value)]
    return []


def _name(key: Any) -> str:
    return key[:60] if isinstance(key, str) else _short.repr(key)[:60]


def _quoted(texts: list[Any]) -> bool:
    """Whether these need Python's marks to be told apart: not a few short words, as probes say them."""
    return not texts or len(texts) > 12 or any(not isinstance(t, str) or len(t) > 60 or not t.strip() for t in texts)


def _cell(number: Any) -> Any:
    if isinstance(number, (bool, np.bool_)):
        return str(bool(number))
    if isinstance(number, complex):
        return str(number)
    if isinstance(number, (float, np.floating)):
        return float(number) + 0.0 if np.isfinite(number) else str(float(number))  # no -0
    return int(number)
