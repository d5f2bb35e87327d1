"""Threat 7: returns masked and structured arrays.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)


def conv2d_padded(image, kernel, padding=0):
    shape = image.shape[0] + 2 * padding - kernel.shape[0] + 1, image.shape[1] + 2 * padding - kernel.shape[1] + 1
    return np.ma.masked_all(shape)


def conv2d_full(image, kernel, padding=0, stride=1):
    return np.zeros((3, 3), dtype=[("x", float)])
