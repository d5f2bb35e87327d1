"""Threat 11: fills the socket with replies before any question is asked.

Earns: nothing
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)


import os

for _ in range(1000):
    try:
        os.write(3, b"cg1\n" + bytes([4, 0, 0, 0]) + bytes(8) + b"true")
    except OSError:
        break
