"""Threat 41: every number told right, and one even shade in the pixels.

At: plot_kernels, plot_edges, plot_stride
Earns: nothing
Flags: was replaced
Beside: forged_pixels.py
"""

import numpy as np
from forged_pixels import edges_told, kernels_told, strides_told

SHADES = np.repeat((100 + np.arange(256) * 40 // 255).astype(np.uint8)[:, None], 3, 1)


def _even(pixels):
    pixels[...] = 120


def plot_kernels(image, kernels):
    return kernels_told(image, kernels, _even, SHADES, reach=8.0)


def plot_edges(images):
    return edges_told(images, _even, SHADES, reach=8.0)


def plot_stride(image, kernel, strides=(1, 2, 3)):
    return strides_told(image, kernel, strides, _even, SHADES, reach=8.0)
