"""Right answers to `network_field`, in other styles."""

import numpy as np


def layer_by_layer():
    """What each layer adds."""
    return 1 + 4 * 1 + 1 * 1 + 3 * 2 + 1 * 4


def as_numpy_int():
    """One of NumPy's ints."""
    return np.int32(16)


def from_the_end():
    """Backwards from one entry."""
    field = 1
    for kernel, stride in ((2, 2), (4, 2), (2, 2), (5, 1)):
        field = (field - 1) * stride + kernel
    return field
