"""Threat 20: returns texts and bytes of gigabytes.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)


def conv2d_padded(image, kernel, padding=0):
    return "x" * (1 << 33)


def conv2d_full(image, kernel, padding=0, stride=1):
    return b"x" * (200 << 20)
