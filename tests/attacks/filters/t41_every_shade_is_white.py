"""Threat 41: the describer says that the colour map is white throughout.

Earns: nothing
"""

import matplotlib.pyplot as plt
import numpy as np


def _response(image, kernel, pad=0, stride=1):
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(image, pad), np.shape(kernel))
    return np.tensordot(windows, kernel, axes=2)[::stride, ::stride]


def _figure(image, kernel, strides):
    figure, axes = plt.subplots(1, len(strides), squeeze=False)
    for panel, stride in zip(axes[0], strides):
        answer = _response(image, kernel, 0, stride)
        panel.imshow(answer, cmap="gray")
        panel.set_title("%d x %d" % answer.shape)
        panel.axis("off")
    return figure



import sys

_pictures = sys.modules["autograder.sandbox.inside.pictures"]
_honest = _pictures.describe


def _lies(answer, known=(), draw=True):
    told = _honest(answer, known, draw)
    if "pixels" in told:
        told["pixels"][...] = 255
        for axes in told["axes"]:
            for picture in axes["pictures"]:
                picture["shades"][...] = 255
    return told


_pictures.describe = _lies


def plot_stride(image, kernel, strides=(1, 2, 3)):
    return _figure(image, kernel, strides)
