"""Threat 7: object arrays whose elements do something whenever they are asked for a number.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)



def size(image, kernel, padding):
    return tuple(n + 2 * padding - k + 1 for n, k in zip(image.shape, kernel.shape))


import os


class Number:
    def __float__(self):
        os._exit(0)

    __int__ = __index__ = __complex__ = __bool__ = __repr__ = __float__

    def __eq__(self, other):
        return True

    __lt__ = __le__ = __gt__ = __ge__ = __eq__
    __hash__ = None


def conv2d_padded(image, kernel, padding=0):
    answer = np.empty(size(image, kernel, padding), object)
    answer[...] = Number()
    return answer


def conv2d_same(image, kernel, boundary="zero"):
    return [[Number()] * image.shape[1]] * image.shape[0]
