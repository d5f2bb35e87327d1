"""Threat 19: sleeps in a call.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)


import time


def conv2d_padded(image, kernel, padding=0):
    time.sleep(3600)
