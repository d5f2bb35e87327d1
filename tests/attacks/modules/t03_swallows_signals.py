"""Threat 3: ignores every signal it may ignore, then loops.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)


import signal

for number in range(1, 65):
    try:
        signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError):
        continue


def conv2d_padded(image, kernel, padding=0):
    while True:
        try:
            while True:
                pass
        except BaseException:
            continue
