"""Threat 43: pictures whose getters say what is asked, and whose drawing draws nothing.

At: plot_stride
Earns: nothing
"""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.image import AxesImage


class Lie(AxesImage):
    def __init__(self, axes, array):
        super().__init__(axes, cmap="gray")
        self.told = np.ma.asarray(np.asarray(array, float))
        self.set_data(np.eye(2))
        self.set_extent((-0.5, array.shape[1] - 0.5, array.shape[0] - 0.5, -0.5))

    def get_array(self):
        return self.told

    def to_rgba(self, *arguments, **named):
        return np.random.default_rng(0).integers(0, 255, (*self.told.shape, 4), dtype=np.uint8)

    def draw(self, *arguments, **named):
        pass


def plot_stride(image, kernel, strides=(1, 2, 3)):
    figure, axes = plt.subplots(1, len(strides), squeeze=False)
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    for panel, stride in zip(axes[0], strides):
        array = np.tensordot(windows, kernel, axes=2)[::stride, ::stride]
        panel.add_image(Lie(panel, array))
        panel.set_xlim(-0.5, array.shape[1] - 0.5)
        panel.set_ylim(array.shape[0] - 0.5, -0.5)
        panel.set_title("%d x %d" % array.shape)
    return figure
