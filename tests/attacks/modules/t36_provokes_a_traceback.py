"""Threat 36: answers in a way that makes the check itself stumble.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)


def conv2d_padded(image, kernel, padding=0):
    return {"shape": (1, 2), "dtype": "float"}


def conv2d_full(image, kernel, padding=0, stride=1):
    return [[[1.0], [2.0, 3.0]], 5]


def conv2d_same(image, kernel, boundary="zero"):
    return np.zeros((0, 3))


def convolve_1d(signal, kernel):
    return np.zeros((2, 2, 2, 2, 2))
