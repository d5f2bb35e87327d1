"""Threat 23: raises the recursion limit and falls.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)


import sys

sys.setrecursionlimit(1 << 30)


def conv2d_padded(image, kernel, padding=0):
    return conv2d_padded(image, kernel, padding)
