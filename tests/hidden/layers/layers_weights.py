"""What stands in a layer: its weights and gradients, and what a student reads where they are missing."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder.suite import Handle, as_array, assert_shape, fail, kind_of, say


def with_weights(layer: Any, W: NDArray[Any], b: NDArray[Any]) -> Any:
    """A layer of the reference's that holds these weights."""
    layer.W, layer.b = W, b
    return layer


def stored(value: Any, call: str, name: str) -> Any:
    """What stands under ``name`` in a layer."""
    if value is None:
        fail("missing", say("{call} is missing or None; the layer keeps it as `self.{name}`.", call=call, name=name))
    return value


def made(layer: Any, call: str) -> Any:
    """A new layer, which is an object of the student's process."""
    if not isinstance(layer, Handle):
        fail("type", say("{call} gave {kind} where a layer is expected.", call=call, kind=kind_of(layer)))
    return layer


def starting(W: Any, shape: tuple[int, ...], call: str) -> NDArray[Any]:
    """The weights ``W`` that a layer starts with: numbers in this shape."""
    array = as_array(stored(W, call, "W"), call).astype(np.float64)
    assert_shape(array, shape, call)
    if not np.all(np.isfinite(array)):
        fail("finite", say("{call} starts with NaN or infinity in it.", call=call))
    return array


def flat_bias(b: Any, call: str = "b") -> NDArray[Any]:
    """A bias or its gradient as `(n,)`: a column `(n, 1)` is as good."""
    array = as_array(stored(b, call, "b"), call)
    return array[:, 0] if array.ndim == 2 and array.shape[1] == 1 else array


def bias_numbers(b: Any, call: str = "b") -> NDArray[Any]:
    """A bias or its gradient as `(n,)`, whichever axis its numbers lie along."""
    array = as_array(stored(b, call, "b"), call)
    return array.reshape(-1) if array.size == max(array.shape, default=0) else array
