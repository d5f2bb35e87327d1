"""Threat 43: further pictures on the figure itself, which no panel tells of.

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



def plot_stride(image, kernel, strides=(1, 2, 3)):
    figure = _figure(image, kernel, strides)
    figure.figimage(np.random.default_rng(0).random((100, 400, 3)), 0, 0, zorder=50)
    return figure
