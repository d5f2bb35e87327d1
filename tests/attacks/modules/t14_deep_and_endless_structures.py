"""Threat 14: returns deep, self-containing and very large structures.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)


def conv2d_padded(image, kernel, padding=0):
    nest = []
    for _ in range(100_000):
        nest = [nest]
    return nest


def conv2d_full(image, kernel, padding=0, stride=1):
    loop = []
    loop.append(loop)
    return loop


def conv2d_same(image, kernel, boundary="zero"):
    return 10**5_000_000


def conv2d_dilated(image, kernel, padding=0, stride=1, dilation=1):
    return "\ud800" * 10


def convolve_2d(image, kernel):
    return {i: {i: [i] * 10} for i in range(200_000)}


def convolve_1d(signal, kernel):
    return [0.0] * 20_000_000
