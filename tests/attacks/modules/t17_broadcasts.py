"""Threat 17: returns scalars and shapes that broadcast against any answer.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)


def conv2d_padded(image, kernel, padding=0):
    return np.zeros(())


def conv2d_full(image, kernel, padding=0, stride=1):
    return np.zeros((1,))


def conv2d_same(image, kernel, boundary="zero"):
    return np.zeros((1, 1))


def convolve_1d(signal, kernel):
    return 0.0


def convolve_2d(image, kernel):
    return np.zeros((0, 0))
