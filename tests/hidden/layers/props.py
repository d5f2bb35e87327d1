"""Runs in the student's process: calls that need array objects, not only their values. Nothing here is secret."""

import numpy as np


def in_turn(layer, first, second):
    """Both outputs of `forward`, looked at only after the second call: a layer that reuses its output has lost the
    first."""
    one = layer.forward(np.array(first))
    two = layer.forward(np.array(second))
    return [one, two]


def on_views(layer, X, dZ):
    """`[Z, dX]` for inputs and gradients that are equal but lie differently in memory: column by column, backwards,
    with gaps."""
    return [[layer.forward(layout(X)), layer.backward(layout(dZ))] for layout in (_by_columns, _backwards, _with_gaps)]


def weight_shapes(model):
    """The shapes of W of the layers that have one, in order: small, where the weights themselves may be millions of
    numbers."""
    weights = [getattr(layer, "W", None) for layer in model.layers]
    return [list(np.shape(W)) for W in weights if W is not None]


def _by_columns(array):
    return np.array(array, order="F")


def _backwards(array):
    turned = tuple(slice(None, None, -1) for _ in array.shape)
    return np.array(array[turned])[turned]


def _with_gaps(array):
    every_other = tuple(slice(None, None, 2) for _ in array.shape)
    wide = np.full([2 * n for n in array.shape], 77, dtype=array.dtype)
    wide[every_other] = array
    return wide[every_other]
