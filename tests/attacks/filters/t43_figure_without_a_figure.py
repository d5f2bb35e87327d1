"""Threat 43: a Figure of a class of its own that tells of panels and draws nothing.

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



from matplotlib.figure import Figure


class Nothing(Figure):
    def draw(self, renderer):
        for panel in self.axes:
            panel.images[0]._imcache = None


def plot_stride(image, kernel, strides=(1, 2, 3)):
    figure = _figure(image, kernel, strides)
    figure.__class__ = Nothing
    return figure
