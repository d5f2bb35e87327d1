"""Threat 43: a right picture that says it lies on top, under a wrong one.

Earns: nothing
"""

import matplotlib.pyplot as plt
import numpy as np


def _response(image, kernel, pad=0, stride=1):
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(image, pad), np.shape(kernel))
    return np.tensordot(windows, kernel, axes=2)[::stride, ::stride]


from matplotlib.image import AxesImage


class Under(AxesImage):
    asked = False

    def get_zorder(self):
        return 99


def plot_stride(image, kernel, strides=(1, 2, 3)):
    figure, axes = plt.subplots(1, len(strides), squeeze=False)
    for panel, stride in zip(axes[0], strides):
        answer = _response(image, kernel, 0, stride)
        panel.imshow(answer, cmap="gray").__class__ = Under
        panel.imshow(answer[::-1], cmap="gray", zorder=5)
        panel.set_title("%d x %d" % answer.shape)
        panel.axis("off")
    return figure
