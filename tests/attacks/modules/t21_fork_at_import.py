"""Threat 21: forks a child that lives on, while it is imported.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)


import os
import time

try:
    if os.fork() == 0:
        while True:
            time.sleep(1)
except OSError:
    pass
