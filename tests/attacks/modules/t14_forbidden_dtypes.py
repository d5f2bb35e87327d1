"""Threat 14: returns arrays of objects, texts, dates and voids.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)


def conv2d_padded(image, kernel, padding=0):
    return np.array([[object()]])


def conv2d_full(image, kernel, padding=0, stride=1):
    return np.array([["1.0"]])


def conv2d_same(image, kernel, boundary="zero"):
    return np.array([["2026-01-01"]], dtype="datetime64[D]")


def conv2d_dilated(image, kernel, padding=0, stride=1, dilation=1):
    return np.zeros((2, 2), dtype="V8")
