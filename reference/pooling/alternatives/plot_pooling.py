"""Right answers to `plot_pooling`: many ways to make the same picture."""

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure
from matplotlib.gridspec import GridSpec
from mpl_toolkits.axes_grid1 import ImageGrid, make_axes_locatable
from solution import avg_pool_2d as _avg_pool_2d
from solution import max_pool_2d as _max_pool_2d


def subplots(image):
    """`plt.subplots`, `imshow`, titles, a heading, a tight layout."""
    fig, axes = plt.subplots(1, 3, figsize=(15, 5))
    axes[0].imshow(image, cmap="viridis")
    axes[0].set_title("Original")
    axes[0].axis("off")
    axes[1].imshow(_max_pool_2d(image), cmap="viridis")
    axes[1].set_title("Max Pool 2×2")
    axes[1].axis("off")
    axes[2].imshow(_avg_pool_2d(image), cmap="viridis")
    axes[2].set_title("Avg Pool 2×2")
    axes[2].axis("off")
    plt.suptitle("Pooling Operations", fontsize=14, fontweight="bold")
    plt.tight_layout()
    plt.show()
    return fig


def colour_bars(image):
    """A colour bar beside every panel, and the numbers written into it."""
    fig, axes = plt.subplots(ncols=3, nrows=1)
    for ax, array in zip(axes, (image, _max_pool_2d(image), _avg_pool_2d(image)), strict=True):
        drawn = ax.imshow(array, cmap="gray", vmin=np.min(image), vmax=np.max(image))
        fig.colorbar(drawn, ax=ax)
        for (i, j), value in np.ndenumerate(array):
            ax.text(j, i, f"{value:.1f}", ha="center", va="center", color="red")
    axes[0].add_patch(plt.Rectangle((-0.5, -0.5), 2, 2, fill=False, edgecolor="red"))
    return fig


def matshow(image):
    """`matshow` in a constrained layout."""
    figure, (left, middle, right) = plt.subplots(1, 3, layout="constrained", sharey=False)
    left.matshow(image)
    middle.matshow(_max_pool_2d(image), cmap="magma")
    right.matshow(_avg_pool_2d(image), interpolation="nearest")
    return figure


def pcolormesh(image):
    """`pcolormesh`, with the vertical axis turned so that the first row is on top."""
    fig = plt.figure(figsize=(12, 3))
    for position, array in enumerate((image, _max_pool_2d(image), _avg_pool_2d(image)), start=1):
        ax = fig.add_subplot(1, 3, position)
        ax.pcolormesh(array, cmap="Greys_r", edgecolors="k")
        ax.invert_yaxis()
        ax.set_aspect("equal")
    return fig


def mesh_with_edges(image):
    """`pcolormesh` with the edges given, the rows drawn in reverse order."""
    fig, axes = plt.subplots(1, 3)
    for ax, array in zip(axes, (image, _max_pool_2d(image), _avg_pool_2d(image)), strict=True):
        rows, columns = array.shape
        ax.pcolormesh(np.arange(columns + 1), np.arange(rows + 1), array[::-1], shading="flat")
    return fig


def state_machine(image):
    """`plt.figure` and `plt.subplot`, as in Matlab; loops for the pooling."""
    rows, columns = image.shape[0] // 2, image.shape[1] // 2
    largest, mean = np.zeros((rows, columns)), np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            block = image[2 * i : 2 * i + 2, 2 * j : 2 * j + 2]
            largest[i, j], mean[i, j] = block.max(), block.mean()
    plt.figure(figsize=(9, 3))
    plt.subplot(131)
    plt.imshow(image)
    plt.subplot(132)
    plt.imshow(largest)
    plt.subplot(133)
    plt.imshow(mean)
    return plt.gcf()


def figure_object(image):
    """A `Figure` without pyplot, its axes placed by hand."""
    fig = Figure(figsize=(6, 2))
    arrays = [_avg_pool_2d(image), _max_pool_2d(image), image]
    for left in (0.7, 0.4, 0.1):
        ax = fig.add_axes((left, 0.1, 0.25, 0.8))
        ax.imshow(arrays.pop(0), aspect="auto")
        ax.set_axis_off()
    return fig


def grid_spec(image):
    """Panels of different widths from a grid, with a colour bar cut from the last one."""
    fig = plt.figure()
    grid = GridSpec(1, 3, figure=fig, width_ratios=[2, 1, 1])
    axes = [fig.add_subplot(cell) for cell in grid]
    axes[0].imshow(image, cmap="bone")
    axes[1].imshow(_max_pool_2d(image), cmap="bone")
    last = axes[2].imshow(_avg_pool_2d(image), cmap="bone")
    fig.colorbar(last, cax=make_axes_locatable(axes[2]).append_axes("right", size="5%", pad=0.05))
    return fig


def mosaic(image):
    """`subplot_mosaic`, panels by name, a shared colour bar."""
    fig, panels = plt.subplot_mosaic([["input", "max", "mean"]], figsize=(10, 4))
    for name, array in (("max", _max_pool_2d(image)), ("mean", _avg_pool_2d(image)), ("input", image)):
        drawn = panels[name].imshow(array, extent=(0, 1, 0, 1))
        panels[name].set(title=name, xticks=[], yticks=[])
    fig.colorbar(drawn, ax=list(panels.values()), shrink=0.6)
    return fig


def subfigures(image):
    """A sub-figure for every panel."""
    fig = plt.figure(layout="constrained")
    for part, array in zip(fig.subfigures(1, 3), (image, _max_pool_2d(image), _avg_pool_2d(image)), strict=True):
        part.subplots().imshow(array, cmap=matplotlib.colormaps["gray"])
    return fig


def wide_grid(image):
    """A grid with room for more, its other axes switched off."""
    fig, axes = plt.subplots(2, 4)
    for ax, array in zip(axes[0], (image, _max_pool_2d(image), _avg_pool_2d(image)), strict=False):
        ax.imshow(np.array(array, dtype=np.float32))
    for ax in (axes[0, 3], *axes[1]):
        ax.axis("off")
    return fig


class _Strip:
    def __init__(self, count):
        self.figure, self.axes = plt.subplots(1, count, squeeze=False)
        self.next = iter(self.axes.flat)

    def add(self, title, array):
        axis = next(self.next)
        axis.imshow(array, cmap="gray", origin="lower")
        axis.invert_yaxis()
        axis.set_title(f"{title}\n{array.shape[0]} x {array.shape[1]}")
        return self


def class_based(image):
    """A small class that draws one panel after the other."""
    strip = _Strip(3).add("input", image).add("max", _max_pool_2d(image)).add("mean", _avg_pool_2d(image))
    return strip.figure


def mesh_of_centres(image):
    """`pcolormesh` around the pixels' centres, the vertical axes turned afterwards."""
    fig, axes = plt.subplots(1, 3)
    for ax, array in zip(axes, (image, _max_pool_2d(image), _avg_pool_2d(image)), strict=True):
        rows, columns = map(np.arange, array.shape)
        ax.pcolormesh(columns, rows, array, shading="nearest")
        ax.invert_yaxis()
    return fig


def image_grid(image):
    """A grid made for images. It shares their heights, so the largest is drawn last."""
    fig = plt.figure()
    grid = ImageGrid(fig, 111, nrows_ncols=(1, 3), axes_pad=0.1)
    for ax, array in zip(list(grid)[::-1], (_avg_pool_2d(image), _max_pool_2d(image), image), strict=True):
        ax.imshow(array)
    return fig


def mesh_by_columns(image):
    """`pcolormesh` of the transposed array, its coordinates transposed as well, rows running downwards."""
    fig, axes = plt.subplots(1, 3)
    for ax, array in zip(axes, (image, _max_pool_2d(image), _avg_pool_2d(image)), strict=True):
        rows, columns = array.shape
        x, y = np.meshgrid(np.arange(columns + 1), -np.arange(rows + 1), indexing="ij")
        ax.pcolormesh(x, y, array.T)
    return fig
