"""Threat 45: kernels and responses as long doubles, masks, records, NaN and numbers smaller than any.

At: kernels, apply_kernels, sobel_edges, diagonal_kernel
Earns: nothing
"""

import numpy as np

_NAMES = (
    "Identity/Box Blur/Gaussian Blur/Sharpen/Laplacian/Edge Detection/Sobel Horizontal/Sobel Vertical/Emboss"
).split("/")
_LONG = np.longdouble("1e4900")


def kernels():
    return {name: np.full((3, 3), _LONG) for name in _NAMES}


def apply_kernels(image, kernels):
    answers = [np.full(image.shape, np.nan), np.ma.masked_all(image.shape), np.zeros(image.shape, [("a", float)])]
    return {name: answers[i % 3] for i, name in enumerate(kernels)}


def sobel_edges(image):
    return np.full(image.shape, _LONG), np.full(image.shape, 5e-324), np.full(image.shape, np.float16("inf"))


def diagonal_kernel():
    return np.array([[_LONG, 0, 0], [0, 0, 0], [0, 0, -_LONG]])
