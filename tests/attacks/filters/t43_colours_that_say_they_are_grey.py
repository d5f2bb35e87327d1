"""Threat 43: pictures in colours whose colour map says that it is grey.

Earns: part of plot_kernels
"""

import matplotlib.pyplot as plt
import numpy as np


def _response(image, kernel, pad=0, stride=1):
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(image, pad), np.shape(kernel))
    return np.tensordot(windows, kernel, axes=2)[::stride, ::stride]


from matplotlib.image import AxesImage


class Colourful(AxesImage):
    def to_rgba(self, x, *args, **options):
        answer = super().to_rgba(x, *args, **options)
        if np.ndim(answer) == 2:
            answer[:, 1] = answer[:, 2] = answer[:, 0]
        return answer

    def get_cmap(self):
        return plt.get_cmap("gray")


def plot_kernels(image, kernels):
    figure, axes = plt.subplots(3, 3)
    pictures = [("", image), *((name, _response(image, kernel, 1)) for name, kernel in kernels.items())]
    for panel, (title, picture) in zip(axes.flat, pictures):
        panel.imshow(picture).__class__ = Colourful
        panel.set_title(title)
    for panel in axes.flat:
        panel.axis("off")
    return figure
