"""Threat 2: registers an exit function that reports success.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)


import atexit
import os

atexit.register(os._exit, 0)


def conv2d_padded(image, kernel, padding=0):
    raise SystemExit(0)
