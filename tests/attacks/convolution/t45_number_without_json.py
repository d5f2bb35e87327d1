"""Threat 45: a finite long double of 4,900 digits in every place, for the smallest case that goes wrong to be written down with.

At: conv2d_padded
Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)


def conv2d_padded(image, kernel, padding=0):
    size = [n + 2 * padding - k + 1 for n, k in zip(image.shape, kernel.shape)]
    return np.full(size, np.longdouble("7e4899"))
