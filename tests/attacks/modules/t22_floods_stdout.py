"""Threat 22: prints without end of sense: 100 MB in a call.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)


def conv2d_padded(image, kernel, padding=0):
    for _ in range(100):
        print("x" * 1_000_000)
    return None
