"""What divides the calls that are answered rightly from the others: "right where `kernel` is square"."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import combinations
from operator import eq
from typing import Any

import numpy as np

from autograder.diagnosis.claims import ENOUGH, Array
from autograder.suite.probes import Probe, arguments


def divided(wrong: Sequence[Probe], good: Sequence[Probe], reference: Callable[..., Any]) -> str:
    """The one property that all calls answered rightly have and none of the others, in a sentence; "" where there are none or several.
    ``reference`` names the arguments."""
    wrong, good = ([probe for probe in probes if isinstance(probe, tuple)] for probes in (wrong, good))
    if min(len(wrong), len(good)) < ENOUGH:
        return ""
    try:
        first, rest = ([_bound(reference, probe) for probe in probes] for probes in (wrong, good))
    except (TypeError, ValueError):
        return ""
    found = [
        told
        for told, holds in _properties(list(first[0]))
        if all(holds(call) is True for call in rest) and all(holds(call) is False for call in first)
    ]
    return f"Your answer is right where {found[0]}, and wrong elsewhere." if len(found) == 1 else ""


def _bound(reference: Callable[..., Any], probe: Probe) -> dict[str, Any]:
    """The arguments of a call by name, with what is left out. Raises `TypeError` or `ValueError` where they do not fit."""
    assert isinstance(probe, tuple)
    bound = inspect.signature(reference).bind(*arguments(probe))
    bound.apply_defaults()
    return dict(bound.arguments)


def _properties(names: Sequence[str]) -> Iterator[tuple[str, Callable[[dict[str, Any]], bool | None]]]:
    for name in names:
        for told, holds in _OF_ARRAYS.items():
            yield f"`{name}` {told}", _asked(name, np.ndarray, holds)
        for number in (0, 1, 2):
            yield f"`{name}` is {number}", _asked(name, int, partial(eq, number))
    for one, two in combinations(names, 2):
        yield f"`{one}` and `{two}` are equal", partial(_equal, one, two)


_OF_ARRAYS: dict[str, Callable[[Array], bool]] = {
    "is square": lambda a: a.ndim > 1 and a.shape[-1] == a.shape[-2],
    "holds whole numbers": lambda a: a.dtype.kind in "iu",
    "holds fractions": lambda a: a.dtype.kind == "f",
    "has one channel": lambda a: a.ndim > 2 and a.shape[-3] == 1,
    "has an odd height and width": lambda a: a.ndim > 1 and a.shape[-1] % 2 == a.shape[-2] % 2 == 1,
    "has an even height and width": lambda a: a.ndim > 1 and a.shape[-1] % 2 == a.shape[-2] % 2 == 0,
    "holds no negative number": lambda a: a.dtype.kind in "biuf" and not (a < 0).any(),
}


def _asked(name: str, kind: type, holds: Callable[[Any], bool]) -> Callable[[dict[str, Any]], bool | None]:
    """``holds`` of the argument ``name``; None where it is of another kind."""

    def asked(call: dict[str, Any]) -> bool | None:
        return bool(holds(call[name])) if isinstance(call.get(name), kind) else None

    return asked


def _equal(one: str, two: str, call: dict[str, Any]) -> bool | None:
    numbers = [call.get(name) for name in (one, two)]
    return numbers[0] == numbers[1] if all(type(number) is int for number in numbers) else None
