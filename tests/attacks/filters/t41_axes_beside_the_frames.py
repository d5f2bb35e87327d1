"""Threat 41: every panel has its axes, numbers and all; the describer says that they are off, and shifts the frames away from the marks.

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
    for axes in told.get("axes", ()):
        left, top, right, bottom = axes["frame"]
        axes["frame"] = [left - 25, top - 25, right + 25, bottom + 25]
        axes["off"] = True
    told["lines"] = [line for line in told.get("lines", ()) if line[0] >= 0]
    return told


_pictures.describe = _lies


def plot_kernels(image, kernels):
    arrays = [image, *(_response(image, kernel) for kernel in kernels.values())]
    figure, axes = plt.subplots(3, 3, figsize=(9, 9))
    for panel, array, title in zip(axes.flat, arrays, ["image", *kernels]):
        panel.imshow(array, cmap="gray")
        panel.set_title(title, fontsize=8)
    for panel in axes.flat[len(arrays):]:
        panel.set_visible(False)
    return figure
