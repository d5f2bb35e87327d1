"""Threat 12: answers the public examples from a table and nothing else.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)


_TABLE = {
    ((6, 6), (3, 3), 1, 2): [[14 / 9, 10 / 3, 14 / 3], [25 / 3, 14, 16], [49 / 3, 26, 28]],
}


def conv2d_full(image, kernel, padding=0, stride=1):
    return np.array(_TABLE.get((image.shape, kernel.shape, padding, stride), [[0.0]]))


def convolve_1d(signal, kernel):
    return np.array([3.5, 5, 6.5])
