"""What divides the calls that are answered rightly from the others: "right where `kernel` is square"."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import combinations
from operator import eq
from typing import Any

import numpy as np

from autograder.diagnosis.cases import ENOUGH, Array
from autograder.records.sentences import Sentence, put, say
from autograder.suite.probes import Probe, arguments, shown_inputs


def divided(wrong: Sequence[Probe], good: Sequence[Probe], reference: Callable[..., Any]) -> str:
    """The one property that all calls answered rightly have and none of the others, in a sentence; "" where there are none or several.
    ``reference`` names the arguments."""
    try:
        first, rest = ([bound for probe in probes if (bound := _bound(reference, probe))] for probes in (wrong, good))
    except (TypeError, ValueError):
        return ""
    if min(len(first), len(rest)) < ENOUGH:
        return ""
    found = [
        told
        for told, holds in _properties(list(first[0]))
        if all(holds(call) is True for call in rest) and all(holds(call) is False for call in first)
    ]
    return say("Your answer is right where {holds}, and wrong elsewhere.", holds=found[0]) if len(found) == 1 else ""


def _bound(reference: Callable[..., Any], probe: Probe) -> dict[str, Any]:
    """The arguments of a call by name, with what is left out; of a callable probe what is drawn beside it. Raises `TypeError` or
    `ValueError` where they do not fit."""
    if not isinstance(probe, tuple):
        return dict(shown_inputs(probe))
    bound = inspect.signature(reference).bind(*arguments(probe))
    bound.apply_defaults()
    return dict(bound.arguments)


def _properties(names: Sequence[str]) -> Iterator[tuple[str, Callable[[dict[str, Any]], bool | None]]]:
    for name in names:
        for told, holds in {**_OF_ARRAYS, **(_OF_THE_FIRST if name == names[0] else {})}.items():
            yield put(told, name=name), _asked(name, np.ndarray, holds)
        for number in (0, 1, 2):
            yield say("`{name}` is {number}", name=name, number=number), _asked(name, int, partial(eq, number))
    for one, two in combinations(names, 2):
        yield say("`{one}` and `{two}` are equal", one=one, two=two), partial(_equal, one, two)


_OF_ARRAYS: dict[Sentence, Callable[[Array], bool]] = {
    say("`{name}` is square"): lambda a: a.ndim > 1 and a.shape[-1] == a.shape[-2],
    say("`{name}` holds whole numbers"): lambda a: a.dtype.kind in "iu",
    say("`{name}` holds fractions"): lambda a: a.dtype.kind == "f",
    say("`{name}` has an odd height and width"): lambda a: a.ndim > 1 and a.shape[-1] % 2 == a.shape[-2] % 2 == 1,
    say("`{name}` has an even height and width"): lambda a: a.ndim > 1 and a.shape[-1] % 2 == a.shape[-2] % 2 == 0,
    say("`{name}` holds no negative number"): lambda a: a.dtype.kind in "biuf" and not (a < 0).any(),
}


_OF_THE_FIRST: dict[Sentence, Callable[[Array], bool]] = {
    say("`{name}` has one channel"): lambda a: a.ndim > 2 and a.shape[-3] == 1,
    say("`{name}` holds one image"): lambda a: a.ndim > 3 and a.shape[-4] == 1,
}
"""What the other arrays of a call share with the first: its kernels have as many channels as the image."""


def _asked(name: str, kind: type, holds: Callable[[Any], bool]) -> Callable[[dict[str, Any]], bool | None]:
    """``holds`` of the argument ``name``; None where it is of another kind."""

    def asked(call: dict[str, Any]) -> bool | None:
        return bool(holds(call[name])) if isinstance(call.get(name), kind) else None

    return asked


def _equal(one: str, two: str, call: dict[str, Any]) -> bool | None:
    numbers = [call.get(name) for name in (one, two)]
    return numbers[0] == numbers[1] if all(type(number) is int for number in numbers) else None
