"""Threat 22: prints 100 MB while it is imported.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)


for _ in range(100):
    print("x" * 1_000_000)
