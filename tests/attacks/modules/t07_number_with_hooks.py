"""Threat 7: NumPy scalars and Python numbers of the student's own classes, equal to everything.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)



class Float(np.float64):
    def __eq__(self, other):
        return True

    def tobytes(self, *args):
        return b"\0" * 8

    dtype = property(lambda self: np.dtype("O"))
    __hash__ = None


class Whole(int):
    def bit_length(self):
        return 1

    def __index__(self):
        return 0


class Text(str):
    def __len__(self):
        return 1

    def __str__(self):
        return "right"


def conv2d_padded(image, kernel, padding=0):
    return Float(0)


def conv2d_same(image, kernel, boundary="zero"):
    return [[Whole(1 << 2000)] * image.shape[1]] * image.shape[0]


def conv2d_full(image, kernel, padding=0, stride=1):
    return Text("x" * (1 << 21))
