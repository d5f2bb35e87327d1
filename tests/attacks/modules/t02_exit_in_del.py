"""Threat 2: leaves when an object it returned is collected.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)


import os


class Leaves:
    def __del__(self):
        os._exit(0)


def conv2d_padded(image, kernel, padding=0):
    return Leaves()
