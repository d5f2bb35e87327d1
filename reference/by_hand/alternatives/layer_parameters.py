"""Right answers to `layer_parameters`, written in other ways."""

import numpy as np


def as_numpy_int():
    """One of NumPy's own ints."""
    return np.int64(416)


def weights_and_biases():
    """Counted apart, then added."""
    return 16 * 5 * 5 + 16


def from_arrays():
    """The layer's arrays, and how many numbers they hold."""
    return np.empty((16, 1, 5, 5)).size + np.empty(16).size
