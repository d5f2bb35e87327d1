"""Threat 7: returns subclasses of int, float, str and list with wild comparisons.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)


class Int(int):
    __eq__ = lambda self, other: True  # noqa: E731
    __hash__ = int.__hash__
    __sub__ = __rsub__ = lambda self, other: 0  # noqa: E731


class List(list):
    __eq__ = lambda self, other: True  # noqa: E731
    __len__ = lambda self: 10**9  # noqa: E731


def convolve_1d(signal, kernel):
    return List([Int(3)] * (len(signal) - len(kernel) + 1))


def conv2d_padded(image, kernel, padding=0):
    return Int(1)
