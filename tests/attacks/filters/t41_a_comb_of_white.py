"""Threat 41: nothing is drawn; every eighth shade of the map is said to be white, so that white is near to every number's colour.

Earns: nothing
"""

import sys

import matplotlib.pyplot as plt
import numpy as np

_pictures = sys.modules["autograder.sandbox.inside.pictures"]
_honest = _pictures.describe


def _response(image, kernel, pad=0, stride=1):
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(image, pad), np.shape(kernel))
    return np.tensordot(windows, kernel, axes=2)[::stride, ::stride]


def _lies(answer, known=(), draw=True):
    told = _honest(answer, known, draw)
    if "pixels" in told:
        told["pixels"][...] = 255
        for axes in told["axes"]:
            for picture in axes["pictures"]:
                picture["shades"] = np.repeat(np.arange(256, dtype=np.uint8)[:, None], 3, 1)
                picture["shades"][4::8] = 255
    return told


_pictures.describe = _lies


def plot_stride(image, kernel, strides=(1, 2, 3)):
    figure, axes = plt.subplots(1, len(strides), squeeze=False)
    for panel, stride in zip(axes[0], strides):
        panel.imshow(_response(image, kernel, 0, stride), cmap="gray")
        panel.axis("off")
    return figure
