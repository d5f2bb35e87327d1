"""Threat 43: pictures that tell the right numbers, and draw the first column of them all over.

Earns: nothing
At: plot_pooling
Flags: not seen as the student's process says
"""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.image import AxesImage


class Striped(AxesImage):
    def draw(self, renderer):
        kept = self._A
        self._A = np.ma.asarray(np.repeat(kept[:, :1], kept.shape[1], 1))
        super().draw(renderer)
        self._A = kept


def _pooled(image, how):
    height, width = (length // 2 for length in image.shape)
    return how(image[: 2 * height, : 2 * width].reshape(height, 2, width, 2), axis=(1, 3))


def plot_pooling(image):
    figure, axes = plt.subplots(1, 3)
    for panel, picture in zip(axes, (image, _pooled(image, np.max), _pooled(image, np.mean))):
        panel.imshow(picture).__class__ = Striped
    return figure
