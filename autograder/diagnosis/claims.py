"""What holds for all of some wrong answers beside the right ones: one sentence, or none.

A sentence is claimed only where it holds for every case, with different numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder.diagnosis.outcome import as_numbers, differing
from autograder.records.sentences import Sentence, in_a_row, say, say_many

Array = NDArray[Any]
Case = tuple[Array, Array]
"""A wrong answer and the right one, as arrays of numbers."""

ENOUGH = 2
"""Cases that a claim has to hold on: one is a coincidence."""


def claim(cases: Sequence[Case]) -> str:
    """The one sentence that holds for all ``cases``, or ""."""
    if len({case[1].tobytes() for case in cases}) >= ENOUGH:
        for holds in (_sizes, _mapped, _scaled, _rescaled, _shifted, _border, _ends):
            if told := holds(cases):
                return told
    return ""


def case_of(got: Any, want: Any) -> Case | None:
    """The two answers as numbers; None where one is no array of them."""
    left, true = as_numbers(got), as_numbers(want)
    if left is None or true is None or set("bc") & {left.dtype.kind, true.dtype.kind}:
        return None
    return left, true


def _same(left: Array, right: Array) -> bool:
    return left.shape == right.shape and not differing(left, right).any()


# Shapes.


def _sizes(cases: Sequence[Case]) -> str:
    """Transposed, or off by the same number of places along an axis."""
    if all(got.ndim == want.ndim >= 2 and _same(np.swapaxes(got, -1, -2), want) for got, want in cases):
        return say("Your answer is transposed: its rows are the columns of the right one.")
    if any(got.ndim != want.ndim or not want.ndim for got, want in cases):
        return ""
    off = {tuple(np.subtract(got.shape, want.shape).tolist()) for got, want in cases}
    if len(off) != 1 or not any(next(iter(off))) or len({want.shape for _, want in cases}) < ENOUGH:
        return ""
    sizes = in_a_row(list(_axes(next(iter(off)))))
    return say("In every case your answer has {sizes} than the right one.", sizes=sizes)


def _axes(off: tuple[int, ...]) -> Iterator[str]:
    words = {1: ["value"], 2: ["row", "column"]}.get(len(off)) or [*[""] * (len(off) - 2), "row", "column"]
    for axis, (count, word) in enumerate(zip(off, words, strict=True)):
        if count:
            yield _more(count, word, axis)


def _more(count: int, word: str, axis: int) -> str:
    """By how much an axis is longer."""
    match word, count > 0:
        case "value", True:
            return say_many("1 value more", "{number} values more", count)
        case "value", False:
            return say_many("1 value fewer", "{number} values fewer", -count)
        case "row", True:
            return say_many("1 row more", "{number} rows more", count)
        case "row", False:
            return say_many("1 row fewer", "{number} rows fewer", -count)
        case "column", True:
            return say_many("1 column more", "{number} columns more", count)
        case "column", False:
            return say_many("1 column fewer", "{number} columns fewer", -count)
        case _, True:
            return say("{number} along axis {axis} more", number=count, axis=axis)
        case _:
            return say("{number} along axis {axis} fewer", number=-count, axis=axis)


# Values.

_MAPS: dict[str, Callable[[Array], Array]] = {
    say("Every number has the wrong sign."): lambda a: -a,
    say("Negative numbers have lost their sign: your answer holds absolute values."): np.abs,
    say("Negative numbers have become zero; the others are right."): lambda a: np.maximum(a, 0),
    say("Fractions are cut off: your answer holds whole numbers only."): np.trunc,
    say("Your answer is rounded to whole numbers."): np.round,
    say("Your answer holds the squares of the right numbers."): np.square,
    say("Your answer is upside down: its last row is the first of the right one."): lambda a: (
        a[..., ::-1, :] if a.ndim > 1 else a
    ),
    say("Your answer is mirrored: its last column is the first of the right one."): lambda a: (
        a[..., ::-1] if a.ndim else a
    ),
    say("Your answer is turned by 180 degrees."): lambda a: a[..., ::-1, ::-1] if a.ndim > 1 else a,
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
        return say("Every number is {factor} times the right one.", factor=_number(factor))
    if added and _same(got, want + added):
        amount = _number(abs(added))
        return (
            say("Every number is {amount} too large.", amount=amount)
            if added > 0
            else say("Every number is {amount} too small.", amount=amount)
        )
    return ""


def _rescaled(cases: Sequence[Case]) -> str:
    """A factor of its own for each, such that the largest number is always the same."""
    if any(got.shape != want.shape or want.size < 3 for got, want in cases):
        return ""
    tops = [float(np.abs(got).max()) for got, _ in cases]
    if not np.isfinite(tops).all() or min(tops) <= 0 or max(tops) - min(tops) > 1e-6 * max(tops):
        return ""
    if not all(
        np.abs(want).max() > 0 and _same(got, want * (top / np.abs(want).max()))
        for (got, want), top in zip(cases, tops, strict=True)
    ):
        return ""
    return say("Your answer is scaled so that its largest number is always {number}.", number=_number(tops[0]))


def _shifted(cases: Sequence[Case]) -> str:
    """The right values, one or two places away."""
    if any(got.shape != want.shape or want.ndim < 1 or min(want.shape[-2:]) < 3 for got, want in cases):
        return ""
    steps = (range(-2, 3), range(-2, 3)) if cases[0][1].ndim > 1 else (range(1), range(-2, 3))
    found = [step for step in product(*steps) if any(step) and all(_moved(got, want, step) for got, want in cases)]
    if len(found) != 1:
        return ""
    down, across = found[0]
    ways: list[str] = []
    if down > 0:
        ways.append(say_many("1 row too far down", "{number} rows too far down", down))
    if down < 0:
        ways.append(say_many("1 row too far up", "{number} rows too far up", -down))
    if across > 0:
        ways.append(say_many("1 column too far to the right", "{number} columns too far to the right", across))
    if across < 0:
        ways.append(say_many("1 column too far to the left", "{number} columns too far to the left", -across))
    return say("Your values are right, but stand {ways}.", ways=in_a_row(ways))


def _moved(got: Array, want: Array, step: tuple[int, ...]) -> bool:
    down, across = step
    if want.ndim == 1:
        got, want = got[None], want[None]
    rows, columns = want.shape[-2:]
    there = got[..., max(down, 0) : rows + min(down, 0), max(across, 0) : columns + min(across, 0)]
    here = want[..., max(-down, 0) : rows + min(-down, 0), max(-across, 0) : columns + min(-across, 0)]
    return there.size > 1 and len(np.unique(here)) > 1 and _same(there, here)


_SIDES = {
    say("first row"): (-2, 0),
    say("last row"): (-2, -1),
    say("first column"): (-1, 0),
    say("last column"): (-1, -1),
}


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
    return say("Your answer is right inside and wrong along its {sides}.", sides=in_a_row(sides)) if sides else ""


def _ends(cases: Sequence[Case]) -> str:
    """A row of numbers that is right but for its first, or its last."""
    if any(got.shape != want.shape or want.ndim != 1 or len(want) < 3 for got, want in cases):
        return ""
    places = {
        int(place) % len(want) - len(want) * (int(place) > 0)
        for got, want in cases
        for place in np.flatnonzero(differing(got, want))
    }
    return _ENDS.get(frozenset(places), "")


_ENDS = {
    frozenset({0}): say("Your answer is right but for its first number."),
    frozenset({-1}): say("Your answer is right but for its last number."),
    frozenset({0, -1}): say("Your answer is right but for its first and last numbers."),
}


def _covering(off: NDArray[np.bool_]) -> list[Sentence]:
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


def _number(value: float) -> str:
    for whole in range(2, 33):
        if np.isclose(value * whole, 1, rtol=1e-6):
            return f"1/{whole}"
    return f"{value:.6g}"
