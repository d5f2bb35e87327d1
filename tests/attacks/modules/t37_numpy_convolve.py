"""Threat 37: uses np.convolve for the one-dimensional question.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)


def convolve_1d(signal, kernel):
    return np.convolve(signal, kernel[::-1], mode="valid")
