"""Threat 44: gives a row to one call and a column to the next: what compares the two before their shapes makes gigabytes.

At: conv2d_multichannel, conv2d_same
Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)


_calls = []


def _one():
    _calls.append(1)
    return np.ones((1, 8000), np.int8) if len(_calls) % 2 else np.ones((8000, 1), np.int8)


def conv2d_multichannel(image, kernels, bias=None, padding=0, stride=1):
    return _one()


def conv2d_same(image, kernel, boundary="zero"):
    return _one()
