"""Right answers to `network_sizes`, in other styles."""

import numpy as np


def as_tuple():
    """A tuple."""
    return (26, 13, 6, 3)


def as_array():
    """A NumPy array of ints."""
    return np.array([26, 13, 6, 3])


def worked_out():
    """The formulas instead of the numbers."""
    first = 30 - 5 + 1
    second = (first // 2 + 2 - 4) // 2 + 1
    return [first, first // 2, second, second // 2]


def as_numpy_ints():
    """A list of NumPy's own ints."""
    return list(np.array([26, 13, 6, 3], dtype=np.int32))
