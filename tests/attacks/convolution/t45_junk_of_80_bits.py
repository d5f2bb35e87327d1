"""Threat 45: long doubles whose bits are no number that arithmetic makes: pseudo-NaN, pseudo-infinity, unnormal.

At: conv2d_padded, convolve_1d
Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)


def _junk(shape, exponent):
    raw = np.zeros(shape, np.longdouble)
    parts = raw.view(np.uint8).reshape(-1, 16)
    parts[:, 8:10] = exponent
    parts[:, 3] = 0x55
    return raw


def conv2d_padded(image, kernel, padding=0):
    size = [n + 2 * padding - k + 1 for n, k in zip(image.shape, kernel.shape)]
    return _junk(size, (0xFE, 0x3F))


def convolve_1d(signal, kernel):
    return _junk((len(signal) - len(kernel) + 1,), (0xFF, 0x7F))
