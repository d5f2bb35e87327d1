"""Right answers to `box_blur_value`, written in other ways."""

from decimal import Decimal
from fractions import Fraction

import numpy as np


def as_fraction():
    """A division left standing."""
    return 10 / 9


def with_seven_digits():
    """Enough digits."""
    return 1.1111111


def as_float32():
    """Single precision."""
    return np.float32(10) / np.float32(9)


def as_mean():
    """NumPy's mean of the window."""
    return np.array([[1, 2, 0], [0, 1, 3], [1, 0, 2]]).mean()


def as_sum_of_ninths():
    """Nine products with 1/9, added up one after the other."""
    return sum(value * (1 / 9) for value in (1, 2, 0, 0, 1, 3, 1, 0, 2))


def as_exact_fraction():
    """The standard library's fraction."""
    return Fraction(10, 9)


def as_decimal():
    """The standard library's decimal number."""
    return Decimal(10) / Decimal(9)
