"""Right figures of feature maps."""

import math

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure


def eight_in_a_row(maps):
    """Eight in a row, viridis, leftovers off."""
    rows = math.ceil(len(maps) / 8)
    fig, axes = plt.subplots(rows, 8, figsize=(16, 2 * rows))
    axes = np.array(axes).reshape(-1)
    for i, ax in enumerate(axes):
        if i < maps.shape[0]:
            ax.imshow(maps[i], cmap="viridis")
            ax.set_title(f"Map {i}", fontsize=8)
        ax.axis("off")
    plt.suptitle("Feature maps")
    plt.tight_layout()
    return fig


def one_column(maps):
    """One below the other, with `matshow` and axes."""
    fig, axes = plt.subplots(len(maps), 1, figsize=(3, 3 * len(maps)))
    for ax, feature_map in zip(np.atleast_1d(axes), maps, strict=True):
        ax.matshow(feature_map, cmap="gray")
    return fig


def mesh_with_bars(maps):
    """`pcolormesh`, each panel with its colour bar."""
    fig = plt.figure()
    side = math.ceil(math.sqrt(len(maps)))
    for i in range(len(maps)):
        ax = fig.add_subplot(side, side, i + 1)
        fig.colorbar(ax.pcolormesh(maps[i]), ax=ax)
        ax.axis("off")
    return fig


def without_pyplot(maps):
    """A Figure of matplotlib's own, on a grid specification."""
    figure = Figure(figsize=(9, 9))
    side = math.isqrt(len(maps) - 1) + 1
    grid = figure.add_gridspec(side, side)
    for i, feature_map in enumerate(maps):
        ax = figure.add_subplot(grid[i // side, i % side])
        ax.imshow(feature_map, aspect="auto")
        ax.set_xticks([])
        ax.set_yticks([])
        ax.set_axis_off()
    return figure


def shared_scale(maps):
    """One grey scale for all maps; a helper for each panel."""

    def show(ax, feature_map):
        ax.imshow(feature_map, cmap="gray", vmin=maps.min(), vmax=maps.max())
        ax.axis("off")

    fig, axes = plt.subplots(2, math.ceil(len(maps) / 2), squeeze=False)
    for ax in axes.flat:
        ax.axis("off")
    list(map(show, axes.flat, maps))
    return fig


def stretched(maps):
    """Each map stretched to 0..1, leftovers deleted."""
    columns = 3
    rows = (len(maps) + columns - 1) // columns
    fig, axes = plt.subplots(rows, columns, squeeze=False)
    for i in range(rows * columns):
        ax = axes[i // columns][i % columns]
        if i >= len(maps):
            fig.delaxes(ax)
            continue
        m = maps[i].copy()
        m -= m.min()
        m /= m.max()
        ax.imshow(m, cmap="magma")
        ax.axis("off")
    return fig


def as_bytes(maps):
    """Each map as bytes from 0 to 255, in a state machine of one column after the other."""
    rows = math.ceil(len(maps) / 2)
    plt.figure(figsize=(4, 2 * rows))
    for column in (1, 0):
        for i in range(column, len(maps), 2):
            plt.subplot(rows, 2, i + 1)
            plt.imshow(np.uint8(255 * (maps[i] - maps[i].min()) / np.ptp(maps[i])), "gray")
            plt.axis("off")
    return plt.gcf()
