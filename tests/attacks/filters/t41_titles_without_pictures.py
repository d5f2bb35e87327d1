"""Threat 41: titles alone are drawn; of every panel a picture is told that is cut, so that nobody looks for the whole of it.

Earns: nothing
"""

import sys

import matplotlib.pyplot as plt
import numpy as np

_pictures = sys.modules["autograder.sandbox.inside.pictures"]
_honest = _pictures.describe


def _lies(answer, known=(), draw=True):
    told = _honest(answer, known, draw)
    for axes in told.get("axes", ()):
        picture = {"array": np.arange(12.0).reshape(3, 4), "mesh": False, "upward": False, "whole": False, "tiny": False}
        picture |= {"blank": False, "unsigned": False, "grey": True, "columns": np.arange(5.0), "rows": np.arange(4.0)}
        picture |= {"low": 0.0, "high": 11.0, "shades": np.repeat(np.arange(256, dtype=np.uint8)[:, None], 3, 1)}
        axes |= {"pictures": [picture], "off": True}
    return told


_pictures.describe = _lies


def plot_kernels(image, kernels):
    figure, axes = plt.subplots(3, 3)
    for panel, title in zip(axes.flat, ["image", *kernels]):
        panel.set_title(title)
        panel.axis("off")
    for panel in axes.flat[1 + len(kernels):]:
        panel.set_visible(False)
    return figure


def plot_stride(image, kernel, strides=(1, 2, 3)):
    figure, axes = plt.subplots(1, len(strides), squeeze=False)
    for panel, stride in zip(axes[0], strides):
        size = [(length - part) // stride + 1 for length, part in zip(image.shape, kernel.shape)]
        panel.set_title("%d x %d" % tuple(size))
        panel.axis("off")
    return figure
