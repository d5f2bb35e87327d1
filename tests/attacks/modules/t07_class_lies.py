"""Threat 7: claims to be an ndarray through __class__.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)


class Liar:
    __class__ = np.ndarray
    shape = (4, 4)
    ndim = 2
    dtype = np.dtype(float)
    __array_interface__ = {"shape": (1 << 40,), "typestr": "<f8", "data": (0, False), "version": 3}


def conv2d_padded(image, kernel, padding=0):
    return Liar()
