"""Threat 2: raises exceptions that `except Exception` lets through.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)


class Passed(BaseException):
    pass


def conv2d_padded(image, kernel, padding=0):
    raise Passed("3 passed")


def conv2d_full(image, kernel, padding=0, stride=1):
    raise KeyboardInterrupt


def conv2d_same(image, kernel, boundary="zero"):
    raise GeneratorExit
