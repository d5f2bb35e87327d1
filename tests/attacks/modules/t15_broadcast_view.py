"""Threat 15: returns a view of eight gigabytes that costs eight bytes.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)


def conv2d_padded(image, kernel, padding=0):
    return np.broadcast_to(np.float64(1), (1 << 15, 1 << 15))


def conv2d_full(image, kernel, padding=0, stride=1):
    return np.lib.stride_tricks.as_strided(np.zeros(1), (1 << 20, 1 << 20), (0, 0))
