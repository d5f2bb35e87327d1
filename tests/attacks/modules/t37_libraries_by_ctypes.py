"""Threat 37: loads compiled libraries by hand.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)


import ctypes


def conv2d_padded(image, kernel, padding=0):
    for name in ("libtorch.so", "libtorch_cpu.so", "libopencv_imgproc.so", "libc.so.6"):
        try:
            return ctypes.CDLL(name).system(b"touch /tmp/pwned-by-ctypes")
        except BaseException:
            continue
    return None
