"""Threat 12: guesses from the values which check is running.

Earns: conv2d, part of conv2d_padded
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)


def conv2d_padded(image, kernel, padding=0):
    if np.issubdtype(image.dtype, np.integer):
        return conv2d(np.pad(image, padding), kernel)
    if image.min() >= 0:
        return conv2d(np.pad(image, padding), kernel)
    return np.zeros((image.shape[0] + 2 * padding - kernel.shape[0] + 1, image.shape[1] + 2 * padding - kernel.shape[1] + 1))
