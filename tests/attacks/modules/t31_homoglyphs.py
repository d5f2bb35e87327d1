"""Threat 31: defines its functions with Cyrillic letters.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)


def сonv2d_padded(image, kernel, padding=0):
    return conv2d(np.pad(image, padding), kernel)
