"""Runs in the student's process: calls that need array objects, and figures. Nothing here is secret.

A line ``# for: QUESTION, …`` begins a part that these questions' processes alone get.
"""

# for: plot_pooling

from autograder.sandbox.inside.pictures import show, sketch

__all__ = ["show", "sketch"]

# for: max_pool_2d, avg_pool_2d, global_avg_pool

import numpy as np


def then_negated(function, array, options):
    """The answer, that for the negative of what the same array object holds by then, and what it holds."""
    one = function(array, **options)
    return [one, function(-array, **options), array]


def in_turn(function, first, second, options):
    """Both answers, looked at only after the second call. The second call gets the same array object, refilled."""
    array = np.array(first)
    one = function(array, **options)
    array[...] = second
    two = function(array, **options)
    return [one, two]


def on_views(function, array, options):
    """The answers for arrays that are equal but lie differently in memory: column by column, backwards, with gaps."""
    turned = tuple(slice(None, None, -1) for _ in array.shape)
    every_other = tuple(slice(None, None, 2) for _ in array.shape)
    wide = np.full([2 * n for n in array.shape], 77, dtype=array.dtype)
    wide[every_other] = array
    views = np.array(array, order="F"), np.array(array[turned])[turned], wide[every_other]
    return [function(view, **options) for view in views]
