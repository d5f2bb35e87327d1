"""Threat 7: masked arrays that hide every wrong value and fill with right-looking ones.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)



def size(image, kernel, padding):
    return tuple(n + 2 * padding - k + 1 for n, k in zip(image.shape, kernel.shape))


def conv2d_padded(image, kernel, padding=0):
    answer = np.ma.masked_all(size(image, kernel, padding))
    answer.fill_value = float(image.flat[0])
    return answer


def conv2d_same(image, kernel, boundary="zero"):
    return np.ma.masked


def conv2d_full(image, kernel, padding=0, stride=1):
    return np.ma.array(np.full((3, 3), np.nan), mask=True, hard_mask=True)
