"""Threat 23: reads address 0.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)


import ctypes


def conv2d_padded(image, kernel, padding=0):
    return ctypes.string_at(0)
