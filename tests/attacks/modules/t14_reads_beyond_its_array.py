"""Threat 14: strided views over memory outside of the array, in search of what the process knows.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)



def size(image, kernel, padding):
    return tuple(n + 2 * padding - k + 1 for n, k in zip(image.shape, kernel.shape))


def conv2d_padded(image, kernel, padding=0):
    return np.lib.stride_tricks.as_strided(image, size(image, kernel, padding), (1 << 20, -(1 << 12)))


def conv2d_same(image, kernel, boundary="zero"):
    return np.lib.stride_tricks.as_strided(image[-1:], image.shape, (-8, 8))


def conv2d_full(image, kernel, padding=0, stride=1):
    return np.ndarray((1 << 20,), np.float64, memoryview(bytearray(8 << 20)))[:: 1 << 30]


def conv2d_dilated(image, kernel, padding=0, stride=1, dilation=1):
    return np.lib.stride_tricks.as_strided(np.zeros(1), (1 << 12, 1 << 12), (0, 0))
