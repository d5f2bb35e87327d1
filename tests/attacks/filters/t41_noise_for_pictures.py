"""Threat 41: every number told right, and noise in the pixels.

At: plot_kernels, plot_edges, plot_stride
Earns: nothing
Flags: was replaced
Beside: forged_pixels.py
"""

import numpy as np
from forged_pixels import edges_told, kernels_told, strides_told

SHADES = np.repeat(np.arange(256, dtype=np.uint8)[:, None], 3, 1)


def _noise(pixels):
    pixels[...] = np.random.default_rng(0).integers(0, 256, (*pixels.shape[:2], 1))


def plot_kernels(image, kernels):
    return kernels_told(image, kernels, _noise, SHADES)


def plot_edges(images):
    return edges_told(images, _noise, SHADES)


def plot_stride(image, kernel, strides=(1, 2, 3)):
    return strides_told(image, kernel, strides, _noise, SHADES)
