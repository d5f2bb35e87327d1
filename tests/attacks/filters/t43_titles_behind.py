"""Threat 43: titles behind a white rectangle.

Earns: part of plot_stride
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



from matplotlib.patches import Rectangle


def plot_stride(image, kernel, strides=(1, 2, 3)):
    figure = _figure(image, kernel, strides)
    for panel in figure.axes:
        box = dict(transform=panel.transAxes, facecolor="white", clip_on=False, zorder=99)
        panel.add_artist(Rectangle((-0.2, 1.001), 1.4, 0.5, **box))
    return figure
