"""Threat 5: replaces the NumPy functions that hand its answers over.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)



def conv2d_padded(image, kernel, padding=0):
    def equal(*args, **options):
        return True

    for name in ("array", "asarray", "ascontiguousarray", "allclose", "isfinite", "max", "abs", "array_equal", "prod"):
        setattr(np, name, equal)
    np.ndarray = np.generic = object
    np.dtype = np.uint8 = equal
    return np.zeros((3, 3))
