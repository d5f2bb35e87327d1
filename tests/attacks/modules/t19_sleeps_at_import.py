"""Threat 19: sleeps while it is imported.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)


import time

time.sleep(3600)
