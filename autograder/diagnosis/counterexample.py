"""The smallest case that goes wrong, as plain JSON values that a page can draw.

A counterexample is a dict::

    {"question": "conv2d", "call": "conv2d(image, kernel)",
     "inputs": [{"name": "image", "value": VALUE}, …],
     "got": VALUE | None, "want": VALUE | None,      # None: the call raised; `error` and `expected_error` say what
     "error": "IndexError: …", "expected_error": "",
     "wrong": [[0, 1], …], "where": [0, 1] | None,   # positions that differ, and the first; none when shapes differ
     "window": {"image": [[0, 1], …]}, "working": "1·2 + 3·0 = 2",
     "changed": [{"name": "image", "value": VALUE}], "note": "…",
     "elsewhere": True}                              # only where `got` is what a misconception gives on other numbers

A VALUE is ``{"shape": [2, 2], "cells": [[1, 2], [3, 4]]}`` (``shape`` [] for one number), with NaN and infinity as
words, or ``{"text": "…"}`` for what is no array of numbers or too large to draw.
"""

from __future__ import annotations

import inspect
import reprlib
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder.diagnosis.outcome import Outcome, as_numbers, differing, form, same_form, same_outcome, same_value
from autograder.sandbox.protocol.values import TensorValue
from autograder.suite.probes import Kept, Probe, Window, Working, arguments

MOST_CELLS = 256
MOST_DIMENSIONS = 4

_short = reprlib.Repr()
_short.maxstring = _short.maxother = 200
_line = reprlib.Repr()  # a list of words in one line of a page
_line.maxlist, _line.maxstring, _line.maxother = 12, 60, 60


def smallest(student: Sequence[Outcome], right: Sequence[Outcome], mind_form: bool = False) -> int | None:
    """Which probe is the first that is answered wrongly. ``mind_form``: where all values are right, by its form."""
    pairs = list(zip(student, right, strict=True))
    by_value = (i for i, (got, want) in enumerate(pairs) if not same_outcome(got, want))
    by_form = (i for i, (got, want) in enumerate(pairs) if mind_form and not same_form(got, want))
    return next(by_value, next(by_form, None))


def draw(
    question: str,
    probe: Probe,
    got: Outcome,
    want: Outcome,
    signature_of: Callable[..., Any],
    window: Window | None = None,
    working: Working | None = None,
) -> dict[str, Any] | None:
    """The counterexample for one probe (see the module's text), None where nothing of it could be seen. ``signature_of``, the reference,
    names the arguments. Of an answer of several parts the first that is wrong is drawn."""
    given = arguments(probe) if isinstance(probe, tuple) else ()
    known = _parameter_names(signature_of)
    names = [*known, *(f"argument {i + 1}" for i in range(len(known), len(given)))][: len(given)]
    raised = bool(got.error or want.error)
    part, value, right = ((), got.value, want.value) if raised else _first_difference(got.value, want.value)
    wrong = [] if raised else _wrong_positions(value, right)
    first = wrong[0] if wrong else None
    pointing = first is not None and given and not part
    cells = window(question, given, first) if window and pointing and first else None
    shown = working(question, given, first) if working and pointing and first is not None else None
    told, asked = None if got.error else describe(value), None if want.error else describe(right)
    changed = _changed(probe, names, got, want)
    if told == asked and not changed and told is not None and "text" in told:
        return None
    return {
        "question": question,
        "call": f"{_call(question, probe, names, given)}{_indexed(part) if isinstance(probe, tuple) else _spoken(part)}",
        "inputs": [{"name": name, "value": describe(value)} for name, value in zip(names, given, strict=True)],
        "got": told,
        "want": asked,
        "error": got.text[:500] if got.error else "",
        "expected_error": want.error,
        "wrong": [list(position) for position in wrong],
        "where": list(first) if first is not None else None,
        "window": {name: [list(map(int, cell)) for cell in chosen] for name, chosen in (cells or {}).items()},
        "working": shown or "",
        "changed": changed,
        "note": _note(got, want),
    }


def describe(value: Any) -> dict[str, Any]:
    """``value`` as a VALUE (see the module's text), bounded in size."""
    numbers = as_numbers(value)
    if numbers is None:
        return {"text": _words(value)}
    if not _drawable(value):
        return {"text": f"an array of shape {numbers.shape}"}
    cells = np.frompyfunc(_cell, 1, 1)(numbers)
    return {"shape": list(numbers.shape), "cells": cells.tolist() if isinstance(cells, np.ndarray) else cells}


def _cell(number: Any) -> Any:
    if isinstance(number, (bool, np.bool_)):
        return str(bool(number))
    if isinstance(number, complex):
        return str(number)
    if isinstance(number, (float, np.floating)):
        return float(number) if np.isfinite(number) else str(float(number))
    return int(number)


def _words(value: Any) -> str:
    if value is None:
        return "None"
    if value is Ellipsis:
        return "..."
    if value is _Nothing:
        return "nothing more"
    if isinstance(value, str | bytes):
        return _short.repr(value)
    if isinstance(value, dict):
        return f"a dict of {len(value)} entries" if len(value) != 1 else "a dict of one entry"
    if isinstance(value, list | tuple):
        texts = _texts(value)
        if texts is not None:
            return _line.repr(texts) if _quoted(texts) else ", ".join(texts)
        return f"a {type(value).__name__} that holds something other than numbers, or rows of unequal length"
    if isinstance(value, np.ndarray | TensorValue):
        return "an array of something other than numbers"
    return "an object that is neither a number nor an array"


def _texts(value: list[Any] | tuple[Any, ...]) -> list[Any] | None:
    """``value`` as a list, when it holds nothing but words and single numbers."""
    return list(value) if all(isinstance(part, str | int | float | None) for part in value) else None


def _quoted(texts: list[Any]) -> bool:
    """Whether these need Python's marks to be told apart: not a few short words, as probes say them."""
    return not texts or len(texts) > 12 or any(not isinstance(t, str) or len(t) > 60 or not t.strip() for t in texts)


class _Nothing:
    """What stands where the shorter of two lists has ended."""


Place = tuple[Any, ...]
"""The keys and positions that lead to a part of an answer."""
_KEYS = "its keys"


def _first_difference(got: Any, want: Any) -> tuple[Place, Any, Any]:
    """``(place, part of got, part of want)``: the first wrong part of a dict or of a list that cannot be drawn as it is. Of dicts with
    other keys these are told; where a list ends too soon `_Nothing` is the part."""
    if isinstance(got, dict) and isinstance(want, dict):
        if got.keys() != want.keys():
            return (_KEYS,), list(got), list(want)
        places: Iterable[Any] = want
    elif (
        isinstance(got, list | tuple)
        and isinstance(want, list | tuple)
        and (as_numbers(want) is None or not _drawable(want))
        and (_texts(got) is None or _texts(want) is None)
    ):
        places = range(max(len(got), len(want)))
    else:
        return (), got, want
    for place in places:
        left, right = (_at(one, place) for one in (got, want))
        if left is _Nothing or right is _Nothing:
            return (place,), left, right
        if not same_value(left, right):
            inner, part, other = _first_difference(left, right)
            return (place, *inner), part, other
    return (), got, want


def _at(parts: Any, place: Any) -> Any:
    return _Nothing if isinstance(place, int) and not isinstance(parts, dict) and place >= len(parts) else parts[place]


def _drawable(value: Any) -> bool:
    numbers = as_numbers(value)
    return numbers is not None and 0 < numbers.size <= MOST_CELLS and numbers.ndim <= MOST_DIMENSIONS


def _wrong_positions(got: Any, want: Any) -> list[tuple[int, ...]]:
    left, right = as_numbers(got), as_numbers(want)
    if left is None or right is None or left.shape != right.shape or left.size > MOST_CELLS:
        return []
    wrong: NDArray[np.bool_] = differing(left, right)
    return [tuple(int(i) for i in position) for position in np.argwhere(wrong)]


def _changed(probe: Probe, names: Sequence[str], got: Outcome, want: Outcome) -> list[dict[str, Any]]:
    if not isinstance(probe, tuple):
        return []
    watched = [name for name, part in zip(names, probe, strict=True) if isinstance(part, Kept)]
    pairs = zip(watched, got.after, want.after, strict=False)  # none where the call raised
    return [{"name": name, "value": describe(now)} for name, now, before in pairs if not same_value(now, before)]


def _parameter_names(function: Callable[..., Any]) -> list[str]:
    """The names of the function's parameters; none where it has no signature."""
    try:
        return list(inspect.signature(function).parameters)
    except (TypeError, ValueError):
        return []


def _call(question: str, probe: Probe, names: Sequence[str], given: Sequence[Any]) -> str:
    if not isinstance(probe, tuple):
        return (inspect.getdoc(probe) or question).split("\n\n")[0].replace("\n", " ")
    parts = [
        name if isinstance(value, np.ndarray) else f"{name}={_short.repr(value)}"
        for name, value in zip(names, given, strict=True)
    ]
    return f"{question}({', '.join(parts)})"


def _spoken(place: Place) -> str:
    """A place in what a probe told, in words: ``("panel", 0)`` as ", panel 1"."""
    place = ("part", *place) if place and isinstance(place[0], int) else place
    return "".join(f" {part + 1}" if isinstance(part, int) else f", {part}" for part in place)


def _indexed(place: Place) -> str:
    """A place in an answer, as Python indexes it."""
    return "".join(".keys()" if part is _KEYS else f"[{_short.repr(part)}]" for part in place)


def _note(got: Outcome, want: Outcome) -> str:
    if not same_outcome(got, want) or same_form(got, want):
        return ""
    article = "an" if form(want.value)[0] in "aeiou" else "a"
    return f"The values are right, but {article} {form(want.value)} is expected, and this is {form(got.value)}."
