"""Threat 17: returns complex numbers with nothing imaginary about them.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)


def conv2d_padded(image, kernel, padding=0):
    return conv2d(np.pad(image, padding), kernel) + 0j
