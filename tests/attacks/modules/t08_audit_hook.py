"""Threat 8: an audit hook, which nothing removes, that raises at whatever the process does next.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)



import sys


def no(event, arguments):
    raise SystemExit(0)


def conv2d_padded(image, kernel, padding=0):
    sys.addaudithook(no)
    return True
