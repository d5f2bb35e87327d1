"""Right answers to `sizes`, written in other ways."""

import numpy as np


def as_list():
    """A list."""
    return [26, 28, 28, 14, 14, 112]


def as_tuple():
    """A tuple."""
    return (26, 28, 28, 14, 14, 112)


def as_array():
    """A NumPy array of ints."""
    return np.array([26, 28, 28, 14, 14, 112])


def as_numpy_ints():
    """A list of NumPy's own ints."""
    return list(np.array([26, 28, 28, 14, 14, 112], dtype=np.int32))


def worked_out_by_formula():
    """The formula instead of the numbers."""
    layers = [(28, 3, 0, 1), (28, 3, 1, 1), (28, 5, 2, 1), (28, 3, 1, 2), (32, 5, 0, 2), (224, 7, 3, 2)]
    return [(n + 2 * p - k) // s + 1 for n, k, p, s in layers]
