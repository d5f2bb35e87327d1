"""Right answers to `first_convolution_shape`, written in other ways."""

import numpy as np


def as_list():
    """A list."""
    return [2, 2]


def as_tuple():
    """A tuple."""
    return (2, 2)


def as_array():
    """A NumPy array of ints."""
    return np.array([2, 2])


def as_numpy_ints():
    """A list of NumPy's own ints."""
    return list(np.array([2, 2], dtype=np.int32))


def worked_out_by_formula():
    """The formula instead of the numbers."""
    return np.zeros((4 - 3 + 1, 4 - 3 + 1)).shape
