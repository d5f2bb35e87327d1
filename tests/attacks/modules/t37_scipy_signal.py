"""Threat 37: uses SciPy, imported in every way.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)


def _signal():
    try:
        import scipy.signal as found

        return found
    except BaseException:
        return __import__("importlib").import_module("scipy.signal")


def conv2d_padded(image, kernel, padding=0):
    return _signal().correlate2d(np.pad(image, padding), kernel, mode="valid")


def convolve_2d(image, kernel):
    scope = {}
    exec("from scipy.ndimage import convolve", scope)
    return scope["convolve"](image, kernel)


def conv2d_full(image, kernel, padding=0, stride=1):
    import cv2

    return cv2.filter2D(image, -1, kernel)
