"""Threat 7: returns an object that equals whatever it is compared with.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)


class Right:
    def __eq__(self, other):
        return True

    def __ne__(self, other):
        return False

    def __array__(self, *a, **k):
        return np.zeros((5, 5))

    def __array_ufunc__(self, *a, **k):
        return True

    def __array_function__(self, *a, **k):
        return True

    def __getattr__(self, name):
        return self

    def __call__(self, *a, **k):
        return self

    def __float__(self):
        return 0.0

    def __len__(self):
        return 5

    def __iter__(self):
        return iter([self] * 5)

    __lt__ = __le__ = __gt__ = __ge__ = __eq__
    __hash__ = None
    shape = (5, 5)
    dtype = float


def conv2d_padded(image, kernel, padding=0):
    return Right()


def conv2d_full(image, kernel, padding=0, stride=1):
    return [[Right()]]


def convolve_1d(signal, kernel):
    return Right()
