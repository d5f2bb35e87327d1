"""Runs in the student's process: calls that need array objects, not only their values. Nothing here is secret."""

import numpy as np


def in_turn(function, first, second, options):
    """Both answers, looked at only after the second call. The second call gets the same array objects, refilled."""
    arrays = [np.array(a) for a in first]
    one = function(*arrays, **options)
    for array, other in zip(arrays, second, strict=True):
        array[...] = other
    two = function(*arrays, **options)
    return [one, two]


def then_negated(function, arrays, options):
    """The answer, that for the negatives of what the same array objects hold by then, and what they hold."""
    one = function(*arrays, **options)
    return [one, function(*(-array for array in arrays), **options), arrays]


def on_views(function, arrays, options):
    """The answers for arrays that are equal but lie differently in memory: column by column, backwards, with gaps."""
    return [function(*map(layout, arrays), **options) for layout in (_by_columns, _backwards, _with_gaps)]


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
