"""Threat 20: asks NumPy for all the memory there is.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)


def conv2d_padded(image, kernel, padding=0):
    return np.ones((1 << 20, 1 << 16))


def conv2d_full(image, kernel, padding=0, stride=1):
    hoard = []
    while True:
        hoard.append(np.ones(10_000_000))
