"""Threat 43: an artist whose getters tell of the map, and whose drawing does nothing.

Earns: nothing
"""

import matplotlib.pyplot as plt
import numpy as np
import torch


from matplotlib.image import AxesImage


class Told(AxesImage):
    def draw(self, renderer):
        pass


def plot_feature_maps(maps):
    figure = plt.figure()
    side = int(np.ceil(np.sqrt(len(maps))))
    for number, one in enumerate(maps, 1):
        figure.add_subplot(side, side, number).imshow(one).__class__ = Told
    return figure
