"""Threat 39: answers at random and hopes.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)


def conv2d_padded(image, kernel, padding=0):
    shape = [n + 2 * padding - k + 1 for n, k in zip(image.shape, kernel.shape)]
    return np.random.default_rng().normal(size=shape)
