"""Threat 42: Agg's buffer is replaced by one of noise, and Matplotlib's draw by none.

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



from matplotlib.backends.backend_agg import RendererAgg

RendererAgg.buffer_rgba = lambda self: np.random.default_rng(0).integers(0, 255, (int(self.height), int(self.width), 4), np.uint8)


def plot_stride(image, kernel, strides=(1, 2, 3)):
    return _figure(image, kernel, strides)
