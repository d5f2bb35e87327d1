"""Right answers to `same_paddings`, written in other ways."""

import numpy as np


def as_list():
    """A list."""
    return [1, 4, 2]


def as_tuple():
    """A tuple."""
    return (1, 4, 2)


def as_array():
    """A NumPy array of ints."""
    return np.array([1, 4, 2])


def as_numpy_ints():
    """A list of NumPy's own ints."""
    return list(np.array([1, 4, 2], dtype=np.int32))


def worked_out_by_formula():
    """The formula instead of the numbers."""
    return [(s * (n - 1) - n + k) // 2 for n, k, s in ((7, 3, 1), (7, 3, 2), (5, 5, 1))]
