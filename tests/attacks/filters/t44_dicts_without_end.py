"""Threat 44: dicts of thousands of arrays, keys that collide, rows that broadcast against columns.

At: kernels, apply_kernels, sobel_edges, diagonal_kernel
Earns: nothing
"""

import numpy as np

_NAMES = (
    "Identity/Box Blur/Gaussian Blur/Sharpen/Laplacian/Edge Detection/Sobel Horizontal/Sobel Vertical/Emboss"
).split("/")


def kernels():
    return {name: np.ones((1, 9000), np.int8) for name in _NAMES} | {str(i): i for i in range(50_000)}


def apply_kernels(image, kernels):
    return {name: np.ones((9000, 1), np.int8) for name in kernels} | {(1 << 61) * i: 0 for i in range(2_000)}


def sobel_edges(image):
    return np.ones((1, 9000)), np.ones((9000, 1)), np.ones((1, 1, 9000))


def diagonal_kernel():
    return np.ones((3, 3, 1000, 100), np.int8)
