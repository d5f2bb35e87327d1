"""Threat 42: NumPy is patched under the helpers, so that every picture's numbers are those that were asked last.

Earns: plot_pooling up to 2.8
"""

import matplotlib.pyplot as plt
import numpy as np


def _pooled(image, how):
    windows = np.lib.stride_tricks.sliding_window_view(image, (2, 2))[::2, ::2]
    return how(windows, axis=(2, 3))


_empty = np.ascontiguousarray


def _lies(array, *args, **options):
    found = _empty(array, *args, **options)
    return found * 0 + 1 if np.ndim(found) == 2 else found


np.ascontiguousarray = _lies


def plot_pooling(image):
    figure, axes = plt.subplots(1, 3)
    for panel in axes:
        panel.imshow(np.eye(3))
    return figure
