"""What holds for all of some wrong answers beside the right ones: one sentence, or none.

A sentence is claimed only where it holds for every case, with different numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import product

import numpy as np
from numpy.typing import NDArray

from autograder.diagnosis.cases import ENOUGH, Array, Case, same
from autograder.diagnosis.outcome import differing
from autograder.diagnosis.placing import sizes, within
from autograder.records.sentences import Sentence, in_a_row, say, say_many


def claim(cases: Sequence[Case]) -> str:
    """The one sentence that holds for all ``cases``, or ""."""
    if len({case[1].tobytes() for case in cases}) >= ENOUGH:
        for holds in (sizes, within, _mapped, _scaled, _stretched, _shifted, _border, _ends):
            if told := holds(cases):
                return told
    return ""


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
    if all(same(np.maximum(got, 0), want) for got, want in cases):
        return say("Your answer goes below zero where the right one stays at zero.")
    alike = [told for told, of in _MAPS.items() if all(same(got, of(want)) for got, want in cases)]
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
    if factor and same(got, factor * want):
        return say("Every number is {factor} times the right one.", factor=_number(factor))
    if added and same(got, want + added):
        amount = _number(abs(added))
        return (
            say("Every number is {amount} too large.", amount=amount)
            if added > 0
            else say("Every number is {amount} too small.", amount=amount)
        )
    return ""


def _stretched(cases: Sequence[Case]) -> str:
    """A factor of its own for each, such that the largest number is always the same; or also a number that is added, such that the
    smallest is always the same, too."""
    cases = [case for case in cases if len(np.unique(case[1])) > 1]  # what is the same everywhere cannot be stretched
    if sum(len(np.unique(want)) > 2 for _, want in cases) < ENOUGH or any(
        got.shape != want.shape for got, want in cases
    ):
        return ""
    if not all(np.isfinite(got).all() and np.isfinite(want).all() for got, want in cases):
        return ""
    tops = [float(np.abs(got).max()) for got, _ in cases]
    if (
        min(tops) > 0
        and _constant(tops)
        and all(same(got, want * (top / np.abs(want).max())) for (got, want), top in zip(cases, tops, strict=True))
    ):
        number = _number(tops[0])
        if all(np.isclose(got.max(), top) for (got, _), top in zip(cases, tops, strict=True)):
            return say("Your answer is scaled so that its largest number is always {number}.", number=number)
        return say("Your answer is scaled so that its largest number, signs aside, is always {number}.", number=number)
    lows, highs = ([float(of(got)) for got, _ in cases] for of in (np.min, np.max))
    if _constant(lows) and _constant(highs) and lows[0] < highs[0]:
        spread = highs[0] - lows[0]
        if all(same(got, lows[0] + spread * (want - want.min()) / np.ptp(want)) for got, want in cases):
            return say(
                "Your answer is stretched so that it always goes from {low} to {high}.",
                low=_number(lows[0]),
                high=_number(highs[0]),
            )
    return ""


def _constant(numbers: Sequence[float]) -> bool:
    return max(numbers) - min(numbers) <= 1e-6 * max(map(abs, numbers))


def factors_of_their_own(cases: Sequence[Case]) -> str:
    """A factor of its own for each case, which is that of all its numbers: true of every single number, so this is told where nothing else
    is."""
    if any(got.shape != want.shape or not want.any() for got, want in cases):
        return ""
    if sum(len(np.unique(want)) > 1 for _, want in cases) < ENOUGH:
        return ""
    places = [np.unravel_index(np.argmax(np.abs(want)), want.shape) for _, want in cases]
    factors = [float(got[at] / want[at]) for (got, want), at in zip(cases, places, strict=True)]
    if not all(map(np.isfinite, factors)) or not all(factors):
        return ""
    if not all(same(got, factor * want) for (got, want), factor in zip(cases, factors, strict=True)):
        return ""
    different = list(dict.fromkeys(map(_number, factors)))
    if len(different) < ENOUGH:
        return ""  # one factor alone, of too few numbers for `_scaled`
    return say(
        "In each case all numbers are the right ones times the same factor, which is another from case to case ({one}, {two} …): look at "
        "what you multiply with or divide by.",
        one=different[0],
        two=different[1],
    )


def _shifted(cases: Sequence[Case]) -> str:
    """The right values, one or two places away. Small answers must agree, and prove nothing."""
    if any(got.shape != want.shape or not want.ndim or not want.size for got, want in cases):
        return ""
    large = [case for case in cases if min(case[1].shape[-2:]) >= 3]
    if len(large) < ENOUGH:
        return ""
    steps = (range(-2, 3), range(-2, 3)) if cases[0][1].ndim > 1 else (range(1), range(-2, 3))
    found = [
        step
        for step in product(*steps)
        if any(step) and all(_moved(*one, step) for one in cases) and all(_telling(one[1], step) for one in large)
    ]
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
    """Whether what is left of ``want`` after the ``step`` stands there in ``got``."""
    there, here = (_left(answer, way) for answer, way in ((got, step), (want, (-step[0], -step[1]))))
    return same(there, here)


def _telling(want: Array, step: tuple[int, ...]) -> bool:
    return len(np.unique(_left(want, (-step[0], -step[1])))) > 1


def _left(answer: Array, step: tuple[int, ...]) -> Array:
    """``answer`` without the rows and columns that something new moves into."""
    rows, columns = (slice(max(n, 0), min(n, 0) or None) for n in step)
    return np.atleast_2d(answer)[..., rows, columns]


_SIDES = {
    say("first row"): (-2, 0),
    say("last row"): (-2, -1),
    say("first column"): (-1, 0),
    say("last column"): (-1, -1),
}


def _border(cases: Sequence[Case]) -> str:
    """Right inside, wrong along the border: on which sides. Answers that are all border must agree, and prove nothing."""
    if any(got.shape != want.shape or want.ndim < 2 or not want.size for got, want in cases):
        return ""
    at_fault: set[str] = set()
    wrong = [differing(got, want) for got, want in cases]
    large = [off for off in wrong if min(off.shape[-2:]) >= 3]
    if len(large) < ENOUGH or any(off[..., 1:-1, 1:-1].any() for off in large):
        return ""
    for off in large:
        at_fault |= set(_covering(off))
    sides = [side for side in _SIDES if side in at_fault]
    if not sides or any(_beside(off, sides).any() for off in wrong):
        return ""
    if (
        min(
            np.mean([np.moveaxis(off, axis, 0)[at].mean() for off in large])
            for axis, at in (_SIDES[side] for side in sides)
        )
        < 0.5
    ):
        return ""  # a few wrong numbers that happen to lie there
    return say("Your answer is right inside and wrong along its {sides}.", sides=in_a_row(sides))


def _beside(off: NDArray[np.bool_], sides: Sequence[Sentence]) -> NDArray[np.bool_]:
    """The wrong places that lie on none of the ``sides``."""
    left = off.copy()
    for side in sides:
        axis, index = _SIDES[side]
        np.moveaxis(left, axis, 0)[index] = False
    return left


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
                chosen = [side for side, bit in zip(_SIDES, bits, strict=True) if bit]
                if not _beside(off, chosen).any():
                    return chosen
    return []


def _number(value: float) -> str:
    for whole in range(2, 33):
        if np.isclose(value * whole, 1, rtol=1e-6):
            return f"1/{whole}"
    return f"{value:.6g}"
