"""Right answers to `identity_value`, written in other ways."""

import numpy as np


def as_float():
    """The number with a decimal point."""
    return 1.0


def as_numpy_number():
    """An entry taken out of an array."""
    return np.array([[1, 2], [0, 1]])[1, 1]


def as_zero_dimensional_array():
    """An array without dimensions."""
    return np.array(1)


def as_sum_of_products():
    """All nine products, added up."""
    return float(np.sum(np.array([[1, 2, 0], [0, 1, 3], [1, 0, 2]]) * np.array([[0, 0, 0], [0, 1, 0], [0, 0, 0]])))
