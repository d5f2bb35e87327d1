"""Threat 7: returns an ndarray subclass whose comparisons and arithmetic say yes.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)


class Yes(np.ndarray):
    def __eq__(self, other):
        return np.ones(self.shape, bool)

    def __sub__(self, other):
        return np.zeros(self.shape)

    __rsub__ = __sub__

    def __array_ufunc__(self, ufunc, method, *inputs, **options):
        return np.zeros(self.shape, bool)

    def __array_function__(self, *a, **k):
        return True

    def __array_finalize__(self, other):
        return None


def conv2d_padded(image, kernel, padding=0):
    h, w = image.shape[0] + 2 * padding - kernel.shape[0] + 1, image.shape[1] + 2 * padding - kernel.shape[1] + 1
    return np.zeros((h, w)).view(Yes)
