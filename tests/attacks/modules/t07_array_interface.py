"""Threat 7: returns objects whose `__array_interface__` points at any address and claims any shape.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)



def size(image, kernel, padding):
    return tuple(n + 2 * padding - k + 1 for n, k in zip(image.shape, kernel.shape))


class Elsewhere:
    def __init__(self, shape, address):
        self.__array_interface__ = {"shape": shape, "typestr": "<f8", "data": (address, False), "version": 3}


def conv2d_padded(image, kernel, padding=0):
    return Elsewhere(size(image, kernel, padding), id(image))


def conv2d_full(image, kernel, padding=0, stride=1):
    return Elsewhere((1 << 40, 1 << 20), 8)


def conv2d_same(image, kernel, boundary="zero"):
    return [Elsewhere(image.shape[1:], id(image)) for _ in image]
