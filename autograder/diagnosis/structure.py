"""In what way an answer differs from the right one where no misconception fits: one sentence that holds on every probe.

A sentence is claimed only when the probes prove it: it holds for all answers that are wrong, on at least two of them with different
numbers, and what it says of the others ("right for square kernels only") divides right from wrong without a rest. Where two such
divisions are possible nothing is said: that would be a guess.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import product
from operator import eq
from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder.diagnosis.outcome import Outcome, as_numbers, differing, same_outcome
from autograder.suite.probes import Probe, arguments

Array = NDArray[Any]
Case = tuple[Array, Array]
"""A wrong answer and the right one, as arrays of numbers."""

ENOUGH = 2
"""Cases that a claim has to hold on: one is a coincidence."""


def difference(
    probes: Sequence[Probe], answers: Sequence[Outcome], right: Sequence[Outcome], reference: Callable[..., Any]
) -> str:
    """One sentence on how ``answers`` differ from ``right`` (an outcome for each of ``probes``), or "". ``reference`` names the arguments
    and says what they are when they are left out."""
    triples = list(zip(probes, answers, right, strict=True))
    wrong = [(probe, got, want) for probe, got, want in triples if not same_outcome(got, want)]
    good = [probe for probe, got, want in triples if same_outcome(got, want) and not want.error]
    cases = [
        (left, true)
        for _, got, want in wrong
        if not got.error and not want.error
        for left, true in [(as_numbers(got.value), as_numbers(want.value))]
        if left is not None and true is not None and not set("bc") & {left.dtype.kind, true.dtype.kind}
    ]
    whole = len(cases) == len(wrong)
    if whole and len({case[1].tobytes() for case in cases}) >= ENOUGH:
        for claim in (_sizes, _mapped, _scaled, _shifted, _border):
            if told := claim(cases):
                return told
    return _divided([probe for probe, _, _ in wrong], good, reference)


def _same(left: Array, right: Array) -> bool:
    return left.shape == right.shape and not differing(left, right).any()


# Shapes.


def _sizes(cases: Sequence[Case]) -> str:
    """Transposed, or off by the same number of places along an axis."""
    if all(got.ndim == want.ndim >= 2 and _same(np.swapaxes(got, -1, -2), want) for got, want in cases):
        return "Your answer is transposed: its rows are the columns of the right one."
    if any(got.ndim != want.ndim or not want.ndim for got, want in cases):
        return ""
    off = {tuple(np.subtract(got.shape, want.shape).tolist()) for got, want in cases}
    if len(off) != 1 or not any(next(iter(off))) or len({want.shape for _, want in cases}) < ENOUGH:
        return ""
    return f"In every case your answer has {_and(list(_axes(next(iter(off)))))} the right one."


def _axes(off: tuple[int, ...]) -> Iterator[str]:
    words = {1: ["value"], 2: ["row", "column"]}.get(len(off)) or [*[""] * (len(off) - 2), "row", "column"]
    for axis, (count, word) in enumerate(zip(off, words, strict=True)):
        if count:
            what = word if word and abs(count) == 1 else f"{word}s" if word else f"along axis {axis}"
            yield f"{abs(count)} {what} {'more' if count > 0 else 'fewer'} than"


# Values.

_MAPS: dict[str, Callable[[Array], Array]] = {
    "Every number has the wrong sign.": lambda a: -a,
    "Negative numbers have lost their sign: your answer holds absolute values.": np.abs,
    "Negative numbers have become zero; the others are right.": lambda a: np.maximum(a, 0),
    "Fractions are cut off: your answer holds whole numbers only.": np.trunc,
    "Your answer is rounded to whole numbers.": np.round,
    "Your answer holds the squares of the right numbers.": np.square,
    "Your answer is upside down: its last row is the first of the right one.": lambda a: (
        a[..., ::-1, :] if a.ndim > 1 else a
    ),
    "Your answer is mirrored: its last column is the first of the right one.": lambda a: a[..., ::-1] if a.ndim else a,
    "Your answer is turned by 180 degrees.": lambda a: a[..., ::-1, ::-1] if a.ndim > 1 else a,
}


def _mapped(cases: Sequence[Case]) -> str:
    alike = [told for told, of in _MAPS.items() if all(_same(got, of(want)) for got, want in cases)]
    return alike[0] if len(alike) == 1 else ""


def _scaled(cases: Sequence[Case]) -> str:
    """One factor, or one number added, for all."""
    if any(got.shape != want.shape or not want.size for got, want in cases):
        return ""
    got, want = (
        np.concatenate([np.asarray(side, float).ravel() for side in sides]) for sides in zip(*cases, strict=True)
    )
    if not (np.isfinite(got).all() and np.isfinite(want).all()) or len(set(want.tolist())) < 3:
        return ""
    at = int(np.argmax(np.abs(want)))
    factor, added = float(got[at] / want[at]), float(got[at] - want[at])
    if factor and _same(got, factor * want):
        return f"Every number is {_number(factor)} times the right one."
    if added and _same(got, want + added):
        return f"Every number is {_number(abs(added))} too {'large' if added > 0 else 'small'}."
    return ""


def _shifted(cases: Sequence[Case]) -> str:
    """The right values, one or two places away."""
    if any(got.shape != want.shape or want.ndim < 1 or min(want.shape[-2:]) < 3 for got, want in cases):
        return ""
    steps = (range(-2, 3), range(-2, 3)) if cases[0][1].ndim > 1 else (range(1), range(-2, 3))
    found = [step for step in product(*steps) if any(step) and all(_moved(got, want, step) for got, want in cases)]
    if len(found) != 1:
        return ""
    down, across = found[0]
    ways = [
        f"{abs(n)} {what}{'s' if abs(n) > 1 else ''} too far {where[n < 0]}"
        for n, what, where in ((down, "row", ("down", "up")), (across, "column", ("to the right", "to the left")))
        if n
    ]
    return f"Your values are right, but stand {' and '.join(ways)}."


def _moved(got: Array, want: Array, step: tuple[int, ...]) -> bool:
    down, across = step
    if want.ndim == 1:
        got, want = got[None], want[None]
    rows, columns = want.shape[-2:]
    there = got[..., max(down, 0) : rows + min(down, 0), max(across, 0) : columns + min(across, 0)]
    here = want[..., max(-down, 0) : rows + min(-down, 0), max(-across, 0) : columns + min(-across, 0)]
    return there.size > 1 and len(np.unique(here)) > 1 and _same(there, here)


_SIDES = {"first row": (-2, 0), "last row": (-2, -1), "first column": (-1, 0), "last column": (-1, -1)}


def _border(cases: Sequence[Case]) -> str:
    """Right inside, wrong along the border: on which sides."""
    if any(got.shape != want.shape or want.ndim < 2 or min(want.shape[-2:]) < 3 for got, want in cases):
        return ""
    at_fault: set[str] = set()
    for got, want in cases:
        off = differing(got, want)
        inside = off[..., 1:-1, 1:-1]
        if inside.any() or not inside.size:
            return ""
        at_fault |= set(_covering(off))
    sides = [side for side in _SIDES if side in at_fault]
    return f"Your answer is right inside and wrong along its {_and(sides)}." if sides else ""


def _covering(off: NDArray[np.bool_]) -> list[str]:
    """The fewest sides that all wrong positions lie on."""
    for count in range(1, 5):
        for bits in product((True, False), repeat=4):
            if sum(bits) == count:
                left = off.copy()
                chosen = [side for side, bit in zip(_SIDES, bits, strict=True) if bit]
                for axis, index in (_SIDES[side] for side in chosen):
                    np.moveaxis(left, axis, 0)[index] = False
                if not left.any():
                    return chosen
    return []


# What divides the calls that are answered rightly from the others.


def _divided(wrong: Sequence[Probe], good: Sequence[Probe], reference: Callable[..., Any]) -> str:
    if min(len(wrong), len(good)) < ENOUGH or not all(isinstance(probe, tuple) for probe in (*wrong, *good)):
        return ""
    try:
        first, rest = ([_bound(reference, probe) for probe in probes] for probes in (wrong, good))
    except (TypeError, ValueError):
        return ""
    found = [
        told
        for told, holds in _properties(first[0])
        if all(holds(call) is True for call in rest) and all(holds(call) is False for call in first)
    ]
    return f"Your answer is right where {found[0]}, and wrong elsewhere." if len(found) == 1 else ""


def _bound(reference: Callable[..., Any], probe: Probe) -> dict[str, Any]:
    """The arguments of a call by name, with what is left out. Raises `TypeError` or `ValueError` where they do not fit."""
    assert isinstance(probe, tuple)
    bound = inspect.signature(reference).bind(*arguments(probe))
    bound.apply_defaults()
    return dict(bound.arguments)


def _properties(names: Iterable[str]) -> Iterator[tuple[str, Callable[[dict[str, Any]], bool | None]]]:
    for name in names:
        for told, holds in _OF_ARRAYS.items():
            yield f"`{name}` {told}", _asked(name, np.ndarray, holds)
        for number in (0, 1, 2):
            yield f"`{name}` is {number}", _asked(name, int, partial(eq, number))


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


def _number(value: float) -> str:
    for whole in range(2, 33):
        if np.isclose(value * whole, 1, rtol=1e-6):
            return f"1/{whole}"
    return f"{value:.6g}"


def _and(parts: Sequence[str]) -> str:
    """Words in a row; of "1 row fewer than" and "1 column fewer than" the shared end is said once."""
    if len(parts) > 1 and all(part.endswith(" than") for part in parts):
        return f"{' and '.join(part.removesuffix(' than') for part in parts)} than"
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
