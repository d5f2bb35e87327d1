"""What holds for the shapes of some wrong answers: transposed, longer by so much, one of the two a part of the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import product

import numpy as np

from autograder.diagnosis.cases import ENOUGH, Array, Case, same
from autograder.records.sentences import in_a_row, say, say_many


def sizes(cases: Sequence[Case]) -> str:
    """Transposed, or off by the same number of places along an axis."""
    if all(got.ndim == want.ndim >= 2 and same(np.swapaxes(got, -1, -2), want) for got, want in cases):
        return say("Your answer is transposed: its rows are the columns of the right one.")
    if any(got.ndim != want.ndim or not want.ndim for got, want in cases):
        return ""
    if all(got.ndim > 1 and got.shape[-1] == got.shape[-2] == want.shape[-2] != want.shape[-1] for got, want in cases):
        return say("Your answer has as many columns as rows, and the right one has not.")
    off = {tuple(np.subtract(got.shape, want.shape).tolist()) for got, want in cases}
    if len(off) != 1 or not any(next(iter(off))) or len({want.shape for _, want in cases}) < ENOUGH:
        return ""
    by_how_much = in_a_row(list(_axes(next(iter(off)))))
    return say("In every case your answer has {sizes} than the right one.", sizes=by_how_much)


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


_CORNERS: dict[str, Callable[[int], set[int]]] = {
    "start": lambda over: {0},
    "middle": lambda over: {over // 2, over - over // 2},
    "end": lambda over: {over},
}
"""Where the shorter of two may begin along an axis that is ``over`` places longer in the other."""
_TOO_MUCH = {
    "start": say("The right answer is how yours begins, from its top left: the rest is too much."),
    "middle": say("The right answer stands in the middle of yours: what lies around it is too much."),
    "end": say("The right answer is how yours ends, at its bottom right: what comes before is too much."),
}
_MISSING = {
    "start": say("Your answer is how the right one begins, from its top left: the rest is missing."),
    "middle": say("Your answer is the middle of the right one: what lies around it is missing."),
    "end": say("Your answer is how the right one ends, at its bottom right: what comes before is missing."),
}


def within(cases: Sequence[Case]) -> str:
    """The right answer is a part of the one that was given, or the other way round."""
    for told, pairs in (
        (_TOO_MUCH, [(got, want) for got, want in cases]),
        (_MISSING, [(want, got) for got, want in cases]),
    ):
        if sum(len(np.unique(small)) > 1 for _, small in pairs) >= ENOUGH:
            found = [where for where in _CORNERS if all(_holds(large, small, where) for large, small in pairs)]
            if len(found) == 1:
                return told[found[0]]
    return ""


def _holds(large: Array, small: Array, where: str) -> bool:
    """Whether ``small`` is a block of ``large`` that lies there, in rows and columns."""
    if large.ndim != small.ndim or large.shape[:-2] != small.shape[:-2]:
        return False
    if not small.size:
        return True
    large, small = np.atleast_2d(large), np.atleast_2d(small)
    rows, columns = small.shape[-2:]
    over = large.shape[-2] - rows, large.shape[-1] - columns
    if min(over) < 0:
        return False
    starts = product(*(_CORNERS[where](one) for one in over))
    return any(same(large[..., i : i + rows, j : j + columns], small) for i, j in starts)
