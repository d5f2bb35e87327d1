"""Right answers to `valid_sizes`, written in other ways."""

import numpy as np


def as_list():
    """A list."""
    return [5, 24, 30, 94]


def as_tuple():
    """A tuple."""
    return (5, 24, 30, 94)


def as_array():
    """A NumPy array of ints."""
    return np.array([5, 24, 30, 94])


def as_numpy_ints():
    """A list of NumPy's own ints."""
    return list(np.array([5, 24, 30, 94], dtype=np.int32))


def worked_out_by_formula():
    """The formula instead of the numbers."""
    return [n - k + 1 for n, k in ((7, 3), (28, 5), (32, 3), (100, 7))]
