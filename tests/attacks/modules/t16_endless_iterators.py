"""Threat 16: returns iterators and generators without an end.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)


import itertools


def conv2d_padded(image, kernel, padding=0):
    return itertools.count()


def conv2d_full(image, kernel, padding=0, stride=1):
    return (i for i in itertools.repeat(1.0))


class Endless(list):
    def __iter__(self):
        while True:
            yield 1.0

    def __len__(self):
        return 1 << 60


def conv2d_same(image, kernel, boundary="zero"):
    return Endless([1.0])
