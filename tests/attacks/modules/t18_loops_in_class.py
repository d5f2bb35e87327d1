"""Threat 18: loops in a constructor its function calls.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)


class Convolver:
    def __init__(self):
        while True:
            pass


def conv2d_padded(image, kernel, padding=0):
    return Convolver()
