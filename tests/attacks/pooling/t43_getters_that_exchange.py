"""Threat 43: average and max pooling have changed places, and each says that it is the other.

Earns: part of plot_pooling
"""

import matplotlib.pyplot as plt
import numpy as np


def _pooled(image, how):
    windows = np.lib.stride_tricks.sliding_window_view(image, (2, 2))[::2, ::2]
    return how(windows, axis=(2, 3))


from matplotlib.image import AxesImage


class Other(AxesImage):
    def get_array(self):
        return self._other


def plot_pooling(image):
    right = [_pooled(image, np.max), _pooled(image, np.mean)]
    figure, axes = plt.subplots(1, 3)
    axes[0].imshow(image)
    for panel, shown, said in zip(axes[1:], right[::-1], right):
        drawn = panel.imshow(shown)
        drawn.__class__ = Other
        drawn._other = np.ma.asarray(np.array(said, float))
    return figure
