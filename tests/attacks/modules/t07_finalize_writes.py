"""Threat 7: an ndarray subclass that rewrites itself whenever NumPy makes a view or a copy of it.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)



def size(image, kernel, padding):
    return tuple(n + 2 * padding - k + 1 for n, k in zip(image.shape, kernel.shape))


class Restless(np.ndarray):
    def __array_finalize__(self, other):
        if other is not None and other.flags.writeable:
            other[...] = np.nan

    def __array_wrap__(self, *args):
        return NotImplemented

    def __array_prepare__(self, *args):
        return NotImplemented

    def __array__(self, *args, **options):
        return np.full(3, np.inf)

    __array_priority__ = 1e9


def conv2d_padded(image, kernel, padding=0):
    return np.zeros(size(image, kernel, padding)).view(Restless)
