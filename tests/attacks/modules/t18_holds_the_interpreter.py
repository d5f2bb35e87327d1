"""Threat 18: sleeps in C while it holds the interpreter's lock, and waits for a lock that it holds.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)



import ctypes
import threading


def conv2d_padded(image, kernel, padding=0):
    ctypes.PyDLL(None).sleep(600)


def conv2d_same(image, kernel, boundary="zero"):
    lock = threading.Lock()
    with lock, lock:
        return image
