"""Threat 16: raises exceptions whose text raises, is huge, or exits.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)


import os


class Raises(ValueError):
    def __str__(self):
        raise RuntimeError("no text")

    __repr__ = __str__


class Exits(ValueError):
    def __str__(self):
        os._exit(0)


def conv2d_padded(image, kernel, padding=0):
    raise Raises


def conv2d_full(image, kernel, padding=0, stride=1):
    raise ValueError("x" * 200_000_000)


def conv2d_same(image, kernel, boundary="zero"):
    raise Exits


def conv2d_dilated(image, kernel, padding=0, stride=1, dilation=1):
    error = ValueError("a")
    error.__cause__ = error
    error.args = (error,)
    raise error
