"""Threat 33: returns the inputs as its answer, as text and as a wrong shape.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)


def conv2d_padded(image, kernel, padding=0):
    return f"LEAK {image.tolist()}"


def conv2d_full(image, kernel, padding=0, stride=1):
    return {"LEAK": image.tolist()}


def conv2d_same(image, kernel, boundary="zero"):
    return image.ravel()
