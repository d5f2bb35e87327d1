"""Right answers to `network_parameters`, in other styles."""

import numpy as np
from solution import cnn_parameters


def layer_by_layer():
    """Three sums."""
    return 6 * (25 + 1) + 12 * (6 * 16 + 1) + 10 * (12 * 9 + 1)


def as_numpy_int():
    """One of NumPy's ints."""
    return np.int64(2410)


def with_the_functions():
    """The list of layers, counted."""
    return cnn_parameters([("conv", 1, 6, 5), ("conv", 6, 12, 4), ("linear", 12 * 3 * 3, 10)])
