"""Threat 14: answers of very many, very deep or very repeated small parts.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)



def conv2d_padded(image, kernel, padding=0):
    part = [0.0]
    for _ in range(24):
        part = [part, part]
    return part


def conv2d_same(image, kernel, boundary="zero"):
    return {number * ((1 << 61) - 1): 0 for number in range(100_000)}


def conv2d_full(image, kernel, padding=0, stride=1):
    return [np.zeros((0,) * 20) for _ in range(400_000)]


def conv2d_dilated(image, kernel, padding=0, stride=1, dilation=1):
    whole = np.zeros((1 << 22,))
    return [whole] * 40
