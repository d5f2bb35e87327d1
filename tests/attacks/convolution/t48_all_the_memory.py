"""Threat 48: every call takes all the memory it can get and more, and gives as much back as an answer may hold.

At: conv2d_same, conv2d_padded
Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)


def conv2d_same(image, kernel, boundary="zero"):
    held = []
    while True:
        held.append(np.ones(1 << 24))


def conv2d_padded(image, kernel, padding=0):
    return np.ones((1 << 11, 1 << 12))
