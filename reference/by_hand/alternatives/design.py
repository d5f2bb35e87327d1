"""Right answers to `design`, written in other ways."""

import numpy as np


def without_padding():
    """The smallest kernel: two by two, side by side."""
    return (2, 0, 2)


def with_a_larger_kernel():
    """A kernel of four and padding on both sides."""
    return [4, 1, 2]


def with_an_even_larger_one():
    """A kernel of five; the stride leaves a row over."""
    return np.array([5, 2, 2])


def without_a_stride():
    """A kernel so large that it fits in sixteen places only."""
    return (17, 0, 1)


def with_a_stride_of_three():
    """Stride 3 and a broad border."""
    return (4, 9, 3)


def as_a_single_weight():
    """A kernel of one: every second pixel."""
    return np.array([1, 0, 2], dtype=np.int16)


def with_a_vast_border():
    """More padding than anybody needs, and the kernel that then fits."""
    return (17 + 2 * 10**9, 10**9, 1)
