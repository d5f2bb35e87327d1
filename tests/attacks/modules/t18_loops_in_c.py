"""Threat 18: loops inside C code, where no Python signal handler runs.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)


import re


def conv2d_padded(image, kernel, padding=0):
    return re.match("(a+)+$", "a" * 64 + "b")


def conv2d_full(image, kernel, padding=0, stride=1):
    return pow(3, 10**10)
