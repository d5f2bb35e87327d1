"""In what way an answer differs from the right one where no misconception fits: one sentence that holds on every probe.

A sentence is claimed only when the probes prove it: it holds for all answers that are wrong, on at least two of them with different
numbers, and what it says of the others ("right for square kernels only") divides right from wrong without a rest. Where two such
divisions are possible nothing is said: that would be a guess.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import combinations, product
from operator import eq
from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder.diagnosis.outcome import Outcome, as_numbers, differing, same_outcome, same_value
from autograder.suite.probes import Probe, arguments

_TOPIC = re.compile(r"(?:what )?([A-Za-z_]\w*)(?:\(| after\b|$)")
Array = NDArray[Any]
Case = tuple[Array, Array]
"""A wrong answer and the right one, as arrays of numbers."""

ENOUGH = 2
"""Cases that a claim has to hold on: one is a coincidence."""
MOST_NAMED = 3
"""Wrong parts of an answer that are named one by one."""


def difference(
    probes: Sequence[Probe], answers: Sequence[Outcome], right: Sequence[Outcome], reference: Callable[..., Any]
) -> str:
    """One sentence on how ``answers`` differ from ``right`` (an outcome for each of ``probes``), or "". ``reference`` names the arguments
    and says what they are when they are left out. What a call gives that is to be refused is told only where nothing else is wrong."""
    triples = list(zip(probes, answers, right, strict=True))
    wrong = [(probe, got, want) for probe, got, want in triples if not same_outcome(got, want) and not want.error]
    good = [(probe, got, want) for probe, got, want in triples if same_outcome(got, want) and not want.error]
    if not wrong:
        return _refusals(triples) if good else ""
    answered = not any(got.error or not same_value(got.after, want.after) for _, got, want in wrong)
    values = [(got.value, want.value) for _, got, want in wrong]
    if answered and (told := _by_topic(wrong, good) or _told(values, alone=len(triples) == 1)):
        return told
    return _divided([probe for probe, _, _ in wrong], [probe for probe, _, _ in good], reference)


def _told(values: Sequence[tuple[Any, Any]], *, alone: bool = False) -> str:
    """What holds for all these wrong answers, each with the right one. ``alone``: there is no other call."""
    cases = [case for got, want in values if (case := _case(got, want)) is not None]
    pictures = any(
        isinstance(part, np.ndarray) for _, want in values if isinstance(want, (list, tuple)) for part in want
    )
    told = _in_parts(values, alone=alone) if pictures or len(cases) < len(values) else ""
    return told or (_claim(cases) if len(cases) == len(values) else "")


def _claim(cases: Sequence[Case]) -> str:
    if len({case[1].tobytes() for case in cases}) >= ENOUGH:
        for claim in (_sizes, _mapped, _scaled, _rescaled, _shifted, _border, _ends):
            if told := claim(cases):
                return told
    return ""


def _case(got: Any, want: Any) -> Case | None:
    left, true = as_numbers(got), as_numbers(want)
    if left is None or true is None or set("bc") & {left.dtype.kind, true.dtype.kind}:
        return None
    return left, true


def _refusals(triples: Sequence[tuple[Probe, Outcome, Outcome]]) -> str:
    """Nothing is wrong but calls that are to be refused."""
    refused = [same_outcome(got, want) for _, got, want in triples if want.error]
    if not refused or all(refused):
        return ""
    count = f"{refused.count(False)} of the {len(refused)}" if any(refused) else "none"
    tried = "that were tried are not" if any(refused) else "of those that were tried is"
    kind = next(want.error for _, _, want in triples if want.error)
    return f"Your answers are right. What is missing is the {kind} for calls that make no sense: {count} {tried} refused with it."


# Answers of several parts, and what a probe asks for.


def _in_parts(values: Sequence[tuple[Any, Any]], *, alone: bool) -> str:
    """Which parts of a dict or tuple are wrong, where others never are, and how; or how all of them are."""
    keys = _keys(values[0][1])
    if not keys or any(_keys(part) != keys for pair in values for part in pair):
        return ""
    parts = {key: [(got[key], want[key]) for got, want in values] for key in keys}
    wrong = {key: [(got, want) for got, want in of if not same_value(got, want)] for key, of in parts.items()}
    wrong = {key: of for key, of in wrong.items() if of}
    cases = [_case(*pair) for of in wrong.values() for pair in of]
    told = _claim([case for case in cases if case is not None]) if None not in cases else ""
    if len(wrong) == len(keys) or not (alone or min(map(len, wrong.values())) >= ENOUGH):
        return told if len(wrong) == len(keys) else ""
    if len(wrong) > MOST_NAMED:
        return ""
    names = [repr(key) if isinstance(key, str) else f"part {key + 1}" for key in wrong]
    return f"Of your answer only {_and(names)} {'is' if len(names) == 1 else 'are'} wrong. {told}".strip()


def _keys(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return sorted(value, key=repr)
    return list(range(len(value))) if isinstance(value, (list, tuple)) and len(value) > 1 else []


def _by_topic(wrong: Sequence[tuple[Probe, Outcome, Outcome]], good: Sequence[tuple[Probe, Outcome, Outcome]]) -> str:
    """Of what a class's probes look at (the end of their text, behind a colon): what is always right, and what never is."""
    asked, fine = ({topic(probe) for probe, _, _ in side} - {""} for side in (wrong, good))
    if len(asked) != 1 or asked & fine or not fine or len(wrong) < ENOUGH:
        return ""
    (looked_at,) = asked
    told = _told([(got.value, want.value) for _, got, want in wrong])
    right = _and([f"`{each}`" for each in sorted(fine)])
    return f"{right} came out right, `{looked_at}` did not. {told}".strip()


def topic(probe: Probe) -> str:
    """What a class's probe looks at: ``"dW"`` of "Linear(3, 2): dW after forward(X) …", ``"backward"`` of "…: what backward(dZ) returns";
    "" where its text does not begin like that behind the colon."""
    text = "" if isinstance(probe, tuple) else (inspect.getdoc(probe) or "")
    found = _TOPIC.match(text.partition(": ")[2])
    return found[1] if found else ""


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
    return f"Your answer is scaled so that its largest number is always {_number(tops[0])}."


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


def _ends(cases: Sequence[Case]) -> str:
    """A row of numbers that is right but for its first, or its last."""
    if any(got.shape != want.shape or want.ndim != 1 or len(want) < 3 for got, want in cases):
        return ""
    places = {
        int(place) % len(want) - len(want) * (int(place) > 0)
        for got, want in cases
        for place in np.flatnonzero(differing(got, want))
    }
    where = {frozenset({0}): "first", frozenset({-1}): "last", frozenset({0, -1}): "first and last"}.get(
        frozenset(places)
    )
    return f"Your answer is right but for its {where} number{'s' if where and ' ' in where else ''}." if where else ""


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
