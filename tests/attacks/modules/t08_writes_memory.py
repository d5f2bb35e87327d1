"""Threat 8: writes into small integers, None's type and NumPy's tables with ctypes.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)



import ctypes


def conv2d_padded(image, kernel, padding=0):
    ctypes.c_long.from_address(id(1) + 24).value = 0
    ctypes.memmove(id(True), id(False), 32)
    return np.zeros((3, 3))


def conv2d_same(image, kernel, boundary="zero"):
    for address in range(id(np.ndarray), id(np.ndarray) + 400, 8):
        ctypes.c_void_p.from_address(address).value = 0
    return np.zeros((3, 3))
