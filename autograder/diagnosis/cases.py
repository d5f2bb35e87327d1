"""Wrong answers beside the right ones, as arrays of numbers: what sentences about a difference are proven on."""

from __future__ import annotations

from typing import Any

from numpy.typing import NDArray

from autograder.diagnosis.outcome import as_numbers, differing

Array = NDArray[Any]
Case = tuple[Array, Array]
"""A wrong answer and the right one, as arrays of numbers."""

ENOUGH = 2
"""Cases that a claim has to hold on: one is a coincidence."""


def case_of(got: Any, want: Any) -> Case | None:
    """The two answers as numbers; None where one is no array of them."""
    left, true = as_numbers(got), as_numbers(want)
    if left is None or true is None or set("bc") & {left.dtype.kind, true.dtype.kind}:
        return None
    return left, true


def same(left: Array, right: Array) -> bool:
    """The same numbers in the same shape, within the tolerance of the right ones."""
    return left.shape == right.shape and not differing(left, right).any()
