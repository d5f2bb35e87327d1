"""Threat 8: watches and rewrites every frame of the process by trace and profile functions.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)



def size(image, kernel, padding):
    return tuple(n + 2 * padding - k + 1 for n, k in zip(image.shape, kernel.shape))


import sys
import threading


def watch(frame, event, value):
    if event == "return" and isinstance(value, np.ndarray):
        value[...] = 0
    frame.f_trace_opcodes = True
    return watch


def conv2d_padded(image, kernel, padding=0):
    sys.settrace(watch)
    sys.setprofile(watch)
    threading.settrace(watch)
    threading.setprofile(watch)
    sys.setswitchinterval(1e-9)
    frame = sys._getframe().f_back
    while frame is not None:
        frame.f_trace = watch
        frame = frame.f_back
    return np.zeros(size(image, kernel, padding))
