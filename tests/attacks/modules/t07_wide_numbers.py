"""Threat 7: long doubles, complex long doubles, timedeltas and void scalars, holding NaN payloads and more digits than a double.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)



def size(image, kernel, padding):
    return tuple(n + 2 * padding - k + 1 for n, k in zip(image.shape, kernel.shape))


def conv2d_padded(image, kernel, padding=0):
    return np.full(size(image, kernel, padding), np.longdouble("1e4000"))


def conv2d_same(image, kernel, boundary="zero"):
    return np.zeros(image.shape, np.clongdouble) + np.clongdouble(1j) * np.longdouble("1e-4900")


def conv2d_full(image, kernel, padding=0, stride=1):
    return np.full((3, 3), "NaT", "m8[s]")


def conv2d_dilated(image, kernel, padding=0, stride=1, dilation=1):
    return np.array([0x7FF8DEADBEEF0001, 0xFFF0000000000001], np.uint64).view(np.float64)


def convolve_2d(image, kernel):
    return np.zeros(4, "V8")[0]
