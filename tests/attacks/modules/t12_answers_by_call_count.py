"""Threat 12: is right for the first call of each shape and repeats itself afterwards.

Earns: conv2d, part of conv2d_padded
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)


_seen = {}


def conv2d_padded(image, kernel, padding=0):
    key = image.shape, kernel.shape, padding
    if key not in _seen:
        _seen[key] = conv2d(np.pad(image, padding), kernel)
    return _seen[key]
