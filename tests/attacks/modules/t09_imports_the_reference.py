"""Threat 9: imports the reference under every name it may have.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)


import importlib
import sys

sys.path[:0] = ["/work/main", "/work/main/reference/convolution", ".", "..", "/autograder/source/files"]


def conv2d_padded(image, kernel, padding=0):
    for name in ("reference.convolution.solution", "solution", "reference", "_convgrade_convolution_solution"):
        try:
            return importlib.import_module(name).conv2d_padded(image, kernel, padding)
        except BaseException:
            continue
    return np.zeros((1, 1))
