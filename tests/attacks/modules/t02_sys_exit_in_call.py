"""Threat 2: sys.exit(0) in one function, SystemExit in another.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)


import sys


def conv2d_padded(image, kernel, padding=0):
    sys.exit(0)


def conv2d_full(image, kernel, padding=0, stride=1):
    raise SystemExit("all tests passed")
