"""Threat 44: a figure that tells of a million panels, and one larger than any machine's memory.

Earns: nothing
"""

import matplotlib.pyplot as plt
import numpy as np


def _response(image, kernel, pad=0, stride=1):
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(image, pad), np.shape(kernel))
    return np.tensordot(windows, kernel, axes=2)[::stride, ::stride]


from matplotlib.figure import Figure


class Endless(Figure):
    @property
    def axes(self):
        return [None] * 1_000_000


def plot_edges(images):
    return Endless()


def plot_stride(image, kernel, strides=(1, 2, 3)):
    figure, axes = plt.subplots(1, len(strides), squeeze=False, figsize=(1000, 1000))
    for panel, stride in zip(axes[0], strides):
        panel.imshow(_response(image, kernel, 0, stride), cmap="gray")
    return figure
