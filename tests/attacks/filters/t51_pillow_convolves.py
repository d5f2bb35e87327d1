"""Threat 51: the library's convolution by the back door: Pillow came with Matplotlib, and has a kernel filter.

At: apply_kernels, sobel_edges
Earns: nothing
"""

import matplotlib.image as pictures
import numpy as np

_Image = pictures.PIL.Image


def _convolved(image, kernel):
    image, kernel = np.asarray(image, float), np.asarray(kernel, float)
    scale = 2.0**27 / (np.abs(image).max() or 1) / (np.abs(kernel).sum() or 1)
    whole = _Image.fromarray(np.round(np.pad(image, 2) * scale).astype(np.int32))

    def positive(k):
        return np.asarray(whole._new(whole.im.filter((3, 3), 1.0, 0.0, k[::-1].ravel().tolist())))[2:-2, 2:-2]

    return (positive(kernel) - positive(-kernel)) / scale  # it cuts off at zero


def apply_kernels(image, kernels):
    return {name: _convolved(image, kernel) for name, kernel in kernels.items()}


def sobel_edges(image):
    sobel = np.array([[-1.0, -2, -1], [0, 0, 0], [1, 2, 1]])
    gx, gy = _convolved(image, sobel), _convolved(image, sobel.T)
    return gx, gy, np.hypot(gx, gy)
