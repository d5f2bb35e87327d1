"""Threat 32: takes other arguments than asked.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)


def conv2d_padded():
    return None


def conv2d_full(image):
    return image


def conv2d_same(*, image, kernel, boundary):
    return image


conv2d_dilated = 5
convolve_2d = "convolve"
convolve_1d = None
