"""Right figures of filters."""

import math

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure


def grid_of_four(conv):
    """Four in a row, colour bar for all, axes off also where nothing is drawn."""
    weights = conv.weight.data.cpu()
    fig, axes = plt.subplots(math.ceil(len(weights) / 4), 4, figsize=(10, 10), squeeze=False)
    axes = axes.flatten()
    for ax in axes:
        ax.axis("off")
    for idx in range(len(weights)):
        image = axes[idx].imshow(weights[idx, 0, :, :], cmap="gray")
        axes[idx].set_title(f"Filter {idx}", fontsize=9)
    fig.colorbar(image, ax=list(axes))
    fig.suptitle("Learned filters", fontsize=14, fontweight="bold")
    return fig


def one_row(conv):
    """One row, another colour map, `matshow`."""
    filters = conv.weight.detach().numpy().squeeze(1)
    figure, axes = plt.subplots(1, len(filters), figsize=(2 * len(filters), 2))
    for filt, ax in zip(filters, np.atleast_1d(axes), strict=True):
        ax.matshow(filt, cmap="RdBu")
        ax.set_axis_off()
    return figure


def mesh(conv):
    """`pcolormesh`, turned so that row 0 is on top."""
    figure = plt.figure(figsize=(6, 6))
    count = conv.out_channels
    side = math.ceil(math.sqrt(count))
    for i in range(count):
        axes = figure.add_subplot(side, side, i + 1)
        axes.pcolormesh(conv.weight[i, 0].tolist(), cmap="viridis")
        axes.invert_yaxis()
        axes.set_title(str(i))
        axes.axis("off")
    return figure


def without_pyplot(conv):
    """A Figure of matplotlib's own, one column, empty panels removed."""
    figure = Figure(layout="constrained")
    weights = conv.weight.detach().numpy()
    rows = -(-len(weights) // 3)
    axes = figure.subplots(rows, 3, squeeze=False)
    for i, ax in enumerate(axes.flat):
        if i < len(weights):
            ax.imshow(weights[i].reshape(weights.shape[2:]), cmap="gray", interpolation="nearest")
            ax.axis("off")
        else:
            ax.remove()
    return figure


def contrast_stretched(conv):
    """Each filter stretched to 0..1 for display."""
    figure = plt.figure()
    for i, filt in enumerate(conv.weight.detach()[:, 0]):
        ax = plt.subplot(-(-len(conv.weight) // 4), 4, i + 1)
        ax.imshow((filt - filt.min()) / (filt.max() - filt.min()), cmap="gray", vmin=0, vmax=1)
        plt.axis("off")
    plt.tight_layout()
    return figure


def upwards(conv):
    """`origin="lower"`, invisible leftovers."""
    weights = conv.weight.data.numpy()[:, 0]
    fig, axes = plt.subplots(math.ceil(len(weights) / 5), 5)
    for ax in axes.ravel():
        ax.set_visible(False)
    for i, ax in zip(range(len(weights)), axes.ravel(), strict=False):
        ax.set_visible(True)
        ax.set_axis_off()
        ax.imshow(weights[i], cmap=plt.cm.gray, origin="lower")
    return fig
