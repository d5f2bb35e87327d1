"""Threat 35: raises texts that a spreadsheet would run.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)


def conv2d_padded(image, kernel, padding=0):
    raise ValueError('=HYPERLINK("http://127.0.0.1/","x")')


def conv2d_full(image, kernel, padding=0, stride=1):
    raise ValueError("@SUM(1+1)*cmd|' /C calc'!A0 \\")
