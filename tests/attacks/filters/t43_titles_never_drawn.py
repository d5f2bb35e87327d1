"""Threat 43: titles that tell the recorder where they stand, and draw nothing.

Earns: part of plot_stride
"""

import matplotlib.pyplot as plt
import numpy as np


def _response(image, kernel, pad=0, stride=1):
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(image, pad), np.shape(kernel))
    return np.tensordot(windows, kernel, axes=2)[::stride, ::stride]


from matplotlib.text import Text


class Silent(Text):
    def draw(self, renderer):
        if hasattr(renderer, "lines"):
            renderer.lines.append((self._fontproperties, self.get_text(), 100.0, 30.0, 0.0, False, "DejaVuSans.ttf", 12.0))


def plot_stride(image, kernel, strides=(1, 2, 3)):
    figure, axes = plt.subplots(1, len(strides), squeeze=False)
    for panel, stride in zip(axes[0], strides):
        answer = _response(image, kernel, 0, stride)
        panel.imshow(answer, cmap="gray")
        panel.set_title("%d x %d" % answer.shape)
        panel.title.__class__ = Silent
        panel.axis("off")
    return figure
