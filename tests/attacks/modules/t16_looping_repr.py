"""Threat 16: returns objects whose texts never end.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)


class Talks:
    def __repr__(self):
        while True:
            pass

    __str__ = __format__ = __hash__ = __bool__ = __repr__


def conv2d_padded(image, kernel, padding=0):
    return Talks()


def conv2d_full(image, kernel, padding=0, stride=1):
    raise ValueError(Talks())
