"""Threat 17: returns NaN and infinity where numbers belong.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)


def _size(image, kernel, padding=0):
    return tuple(n + 2 * padding - k + 1 for n, k in zip(image.shape, kernel.shape))


def conv2d_padded(image, kernel, padding=0):
    return np.full(_size(image, kernel, padding), np.nan)


def convolve_2d(image, kernel):
    return np.full(_size(image, kernel), np.inf)


def convolve_1d(signal, kernel):
    return np.full(len(signal) - len(kernel) + 1, -np.inf)
