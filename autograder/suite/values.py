"""What came back from a student's process, made into arrays within bounds: nothing of it is larger than what the wire lets through."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder.sandbox.protocol.wire import MAX_BODY

TOO_MANY = "far too many numbers"
"""The text of the error where a list would make too large an array."""
_PLAIN = frozenset((bool, int, float))
_NUMBERS = (bool, int, float, complex, np.generic, np.ndarray)


def holds_numbers(value: Any) -> bool:
    """Whether a nested list holds nothing but numbers and arrays. An object of the student's process must not reach NumPy, which would
    ask it for its length and its items, and theirs, for as long as it answers."""
    if isinstance(value, (list, tuple)):
        return _PLAIN.issuperset(map(type, value)) or all(map(holds_numbers, value))
    return isinstance(value, _NUMBERS)


def stacked(value: Any) -> NDArray[Any]:
    """A nested list of numbers and arrays, or one of either, as one array; long double as float64.

    Raises `ValueError` where rows differ in shape, where something else than numbers is in it, and where the whole would be larger than
    an array may be that crosses the wire: a small array of another type can make every number of a large one sixteen times as long.
    """
    if isinstance(value, (list, tuple)):
        if not holds_numbers(value):
            raise ValueError("something other than numbers")
        kinds: set[np.dtype[Any]] = set()
        shape = _shape(value, kinds)
        if math.prod(shape) * np.result_type(*kinds or {np.dtype(float)}).itemsize > MAX_BODY:
            raise ValueError(TOO_MANY)
    try:
        array = np.asarray(value)
    except (TypeError, OverflowError) as error:
        raise ValueError(str(error)) from None
    return plain(array)


def plain(array: NDArray[Any]) -> NDArray[Any]:
    """``array`` without numbers longer than a float64: bits of theirs that no arithmetic makes are neither equal nor finite for certain,
    and some have thousands of digits."""
    longer = {"f": np.float64, "c": np.complex128}.get(array.dtype.kind)
    if longer is None or array.dtype.itemsize <= np.dtype(longer).itemsize:
        return array
    with np.errstate(all="ignore"):
        return array.astype(longer)


def _shape(value: Any, kinds: set[np.dtype[Any]]) -> tuple[int, ...]:
    """The shape of a nested list that `holds_numbers`; adds the types of what is in it to ``kinds``."""
    if isinstance(value, (np.ndarray, np.generic)):
        kinds.add(value.dtype)
        return value.shape
    if not isinstance(value, (list, tuple)):
        kinds.add(np.dtype(complex if isinstance(value, complex) else float))
        return ()
    if value and _PLAIN.issuperset(map(type, value)):  # long lists of plain numbers take no time
        kinds.add(np.dtype(float))
        return (len(value),)
    shapes = {_shape(part, kinds) for part in value}
    if len(shapes) > 1:
        raise ValueError("rows of different lengths")
    return (len(value), *(shapes.pop() if shapes else ()))
