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

A VALUE is what `autograder.diagnosis.describe` makes of any value.
"""

from __future__ import annotations

import inspect
import reprlib
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder.diagnosis.describe import MOST_CELLS, Nothing, describe, drawable, texts
from autograder.diagnosis.outcome import Outcome, as_numbers, differing, form, same_form, same_outcome, same_value
from autograder.records.sentences import as_it_stands, joined, say
from autograder.suite.probes import Kept, Probe, Window, Working, arguments, shown_inputs

_short = reprlib.Repr()
_short.maxstring = _short.maxother = 200


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
    shown_as = named_arguments(probe, signature_of)
    names, given = list(shown_as), tuple(shown_as.values())
    raised = bool(got.error or want.error)
    part, value, right = ((), got.value, want.value) if raised else _first_difference(got.value, want.value)
    wrong = [] if raised else _wrong_positions(value, right)
    first = wrong[0] if wrong else None
    pointing = first is not None and given and not part and isinstance(probe, tuple)
    cells = window(question, given, first) if window and pointing and first else None
    shown = working(question, given, first) if working and pointing and first is not None else None
    spoken = not isinstance(probe, tuple)
    told, asked = None if got.error else describe(value, spoken), None if want.error else describe(right, spoken)
    changed = _changed(probe, names, got, want)
    if told == asked and not changed and told is not None and "text" in told:
        return None
    return {
        "question": question,
        "call": joined(
            [_call(question, probe, names, given), _indexed(part) if isinstance(probe, tuple) else _spoken(part)], ""
        ),
        "inputs": [{"name": name, "value": describe(value)} for name, value in zip(names, given, strict=True)],
        "got": told,
        "want": asked,
        "error": got.text[:500] if got.error else "",
        "place": str(got.place or ""),
        "expected_error": want.error,
        "wrong": [list(position) for position in wrong],
        "where": list(first) if first is not None else None,
        "window": {name: [list(map(int, cell)) for cell in chosen] for name, chosen in (cells or {}).items()},
        "working": shown or "",
        "changed": changed,
        "note": got.why or _note(got, want),
    }


def named_arguments(probe: Probe, signature_of: Callable[..., Any]) -> dict[str, Any]:
    """What a probe gives, by the parameters' names of ``signature_of``; of a callable one what is drawn beside it."""
    if not isinstance(probe, tuple):
        return dict(shown_inputs(probe))
    given, known = arguments(probe), _parameter_names(signature_of)
    names = [*known, *(say("argument {number}", number=i + 1) for i in range(len(known), len(given)))]
    return dict(zip(names, given, strict=False))


def call_of(question: str, probe: Probe, signature_of: Callable[..., Any]) -> str:
    """The call that a probe makes, in words or as Python writes it."""
    named = named_arguments(probe, signature_of)
    return _call(question, probe, list(named), tuple(named.values()))


Place = tuple[Any, ...]
"""The keys and positions that lead to a part of an answer."""
_KEYS = "its keys"


def _first_difference(got: Any, want: Any) -> tuple[Place, Any, Any]:
    """``(place, part of got, part of want)``: the first wrong part of a dict or of a list that cannot be drawn as it is. Of dicts with
    other keys these are told; where a list ends too soon `Nothing` is the part."""
    if isinstance(got, dict) and isinstance(want, dict):
        if got.keys() != want.keys():
            return (_KEYS,), list(got), list(want)
        places: Iterable[Any] = want
    elif (
        isinstance(got, list | tuple)
        and isinstance(want, list | tuple)
        and (as_numbers(want) is None or not drawable(want))
        and (texts(got) is None or texts(want) is None)
    ):
        places = range(max(len(got), len(want)))
    else:
        return _slice(got, want)
    for place in places:
        left, right = (_at(one, place) for one in (got, want))
        if left is Nothing or right is Nothing:
            return (place,), left, right
        if not same_value(left, right):
            inner, part, other = _first_difference(left, right)
            return (place, *inner), part, other
    return (), got, want


class _Index(tuple[int, ...]):
    """Positions along the first axes of an array."""

    __slots__ = ()


def _slice(got: Any, want: Any) -> tuple[Place, Any, Any]:
    """Of two arrays that are too large to draw the part of their last axes, as far as it can be drawn, in which they differ first."""
    right = as_numbers(want)
    if right is None or drawable(right) or not right.size:
        return (), got, want
    left = as_numbers(got)  # of a student's list that may take its time
    if left is None or left.shape != right.shape:
        return (), got, want
    wrong = np.argwhere(differing(left, right))
    if not len(wrong):
        return (), got, want
    index: tuple[int, ...] = ()
    while not drawable(right[index]):
        index = tuple(int(i) for i in wrong[0][: len(index) + 1])
    return (_Index(index),), left[index], right[index]


def _at(parts: Any, place: Any) -> Any:
    return Nothing if isinstance(place, int) and not isinstance(parts, dict) and place >= len(parts) else parts[place]


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
        return as_it_stands((inspect.getdoc(probe) or question).split("\n\n")[0].replace("\n", " "))
    parts = [
        name if _needs_picture(value) else f"{name}={_short.repr(value)}"
        for name, value in zip(names, given, strict=True)
    ]
    return f"{question}({', '.join(parts)})"


def _needs_picture(value: Any) -> bool:
    """Whether ``value`` says little where it is written out in a line: an array, or a nest that holds one."""
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ()
    return isinstance(value, np.ndarray) or any(map(_needs_picture, parts))


def _spoken(place: Place) -> str:
    """A place in what a probe told, in words: ``("panel", 0)`` as ", panel 1"."""
    place = ("part", *place) if place and isinstance(place[0], int) else place
    words = (
        f" {part + 1}" if isinstance(part, int) else f" at {list(part)}" if isinstance(part, _Index) else f", {part}"
        for part in place
    )
    return "".join(words)


def _indexed(place: Place) -> str:
    """A place in an answer, as Python indexes it."""
    words = (
        f"[{', '.join(map(str, part))}]" if isinstance(part, _Index) else f"[{_short.repr(part)}]" for part in place
    )
    return "".join(".keys()" if part is _KEYS else text for part, text in zip(place, words, strict=True))


def _note(got: Outcome, want: Outcome) -> str:
    if not same_outcome(got, want) or same_form(got, want):
        return ""
    forms = {"right": form(want.value), "form": form(got.value)}
    if forms["right"][0] in "aeiou":
        return say("The values are right, but an {right} is expected, and this is {form}.", **forms)
    return say("The values are right, but a {right} is expected, and this is {form}.", **forms)
