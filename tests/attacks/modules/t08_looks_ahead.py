"""Threat 8: finds the arguments of calls still to come, and makes them easy.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)



def size(image, kernel, padding):
    return tuple(n + 2 * padding - k + 1 for n, k in zip(image.shape, kernel.shape))


import gc
import sys


def conv2d_padded(image, kernel, padding=0):
    for thing in gc.get_objects():
        for value in thing if type(thing) in (tuple, list) else ():
            if type(value) is np.ndarray and value.dtype == float and value.flags.writeable:
                value[...] = 0
    frame = sys._getframe()
    while frame is not None:
        for value in list(frame.f_locals.values()):
            if isinstance(value, np.ndarray) and value.flags.writeable:
                value[...] = 0
        frame = frame.f_back
    return np.zeros(size(image, kernel, padding))
