"""Other right answers to `plot_kernels`: other ways to draw the same figure."""

import matplotlib.gridspec as gridspec
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure
from mpl_toolkits.axes_grid1 import ImageGrid, make_axes_locatable
from solution import apply_kernels


def _response(image, kernel):
    padded = np.pad(image, 1)
    output = np.zeros(image.shape)
    for i in range(image.shape[0]):
        for j in range(image.shape[1]):
            output[i, j] = np.sum(padded[i : i + 3, j : j + 3] * kernel)
    return output


def row_and_column(image, kernels):
    """`subplots(3, 3)` with row and column worked out; a heading and `tight_layout`."""
    fig, axes = plt.subplots(3, 3, figsize=(14, 14))
    axes[0, 0].imshow(image, cmap="gray")
    axes[0, 0].set_title("Original", fontsize=12)
    axes[0, 0].axis("off")
    for idx, (name, kernel) in enumerate(kernels.items()):
        row, col = (idx + 1) // 3, (idx + 1) % 3
        axes[row, col].imshow(_response(image, kernel), cmap="gray")
        axes[row, col].set_title(name, fontsize=12)
        axes[row, col].axis("off")
    for rest in range(len(kernels) + 1, 9):
        axes[rest // 3, rest % 3].axis("off")
    plt.suptitle("What kernels do", fontsize=16, fontweight="bold")
    plt.tight_layout()
    plt.show()
    return fig


def one_subplot_at_a_time(image, kernels):
    """`plt.subplot` with a running number, from the responses of `apply_kernels`; left-over panels are never made."""
    plt.figure(figsize=(6, 6))
    pictures = {"Original image": image, **apply_kernels(image, kernels)}
    number = 1
    for title in pictures:
        plt.subplot(3, 3, number)
        plt.imshow(pictures[title], "gray", interpolation="nearest")
        plt.title(title)
        plt.axis("off")
        number += 1
    return plt.gcf()


def meshes(image, kernels):
    """`pcolormesh` with the y axis turned round; ticks taken away one axis at a time; the figure comes with its axes."""
    fig, axes = plt.subplots(3, 3, constrained_layout=True)
    drawn = [("Original", image)] + [(name, _response(image, kernel)) for name, kernel in kernels.items()]
    for ax, (title, picture) in zip(axes.ravel(), drawn, strict=False):
        ax.pcolormesh(picture, cmap="Greys_r")
        ax.invert_yaxis()
        ax.set_aspect("equal")
        ax.set_title(title)
        ax.set_xticks([])
        ax.set_yticks([])
    for ax in axes.ravel()[len(drawn) :]:
        ax.remove()
    return fig, axes


def grid_and_matshow(image, kernels):
    """A `GridSpec`, `matshow`, a helper that returns the axes, colour bars beside every panel."""
    fig = plt.figure(figsize=(12, 9))
    grid = gridspec.GridSpec(3, 3, figure=fig, wspace=0.4, hspace=0.4)

    def panel(k, picture, title):
        ax = fig.add_subplot(grid[k // 3, k % 3])
        shown = ax.matshow(picture, cmap=plt.cm.gray)
        ax.set_title(title, loc="left")
        ax.set_axis_off()
        fig.colorbar(shown, ax=ax)
        return ax

    panel(0, image, "input")
    for k, name in enumerate(kernels, start=1):
        panel(k, _response(image, kernels[name]), f"{k}. {name}")
    return fig


def image_grid(image, kernels):
    """An `ImageGrid`, light where the numbers are small."""
    fig = plt.figure(figsize=(8, 8))
    grid = ImageGrid(fig, 111, nrows_ncols=(3, 3), axes_pad=0.4)
    pictures = [image, *(_response(image, kernel) for kernel in kernels.values())]
    for ax, picture, title in zip(grid, pictures, ["Original", *kernels], strict=False):
        ax.imshow(picture, cmap="gray_r")
        ax.set_title(title)
    for ax in grid:
        ax.axis("off")
    return fig


def without_pyplot(image, kernels):
    """A `Figure` of its own, axes placed by hand, each picture on a scale from 0 to 1, the origin below and the rows
    turned."""
    fig = Figure(figsize=(5, 7))
    for k, name in enumerate([None, *kernels]):
        picture = image if name is None else _response(image, kernels[name])
        low, high = picture.min(), picture.max()
        ax = fig.add_axes((0.02 + (k % 3) / 3, 0.02 + (2 - k // 3) / 3, 0.29, 0.26))
        ax.imshow(((picture - low) / (high - low))[::-1], cmap="binary_r", origin="lower")
        ax.set_title("Original" if name is None else name.upper())
        ax.tick_params(left=False, bottom=False, labelleft=False, labelbottom=False)
    return fig


def divided_axes(image, kernels):
    """Colour bars cut off each panel; a white line and an inset with the kernel."""
    fig, axes = plt.subplots(nrows=3, ncols=3, figsize=(15, 15), sharex=True, sharey=True)
    it = iter(axes.flat)
    first = next(it)
    first.imshow(image, cmap="gray", vmin=0, vmax=1)
    first.set_title("Original\n")
    for name, kernel in kernels.items():
        ax = next(it)
        shown = ax.imshow(_response(image, kernel).astype(np.float32), cmap="gray", aspect="auto")
        fig.colorbar(shown, cax=make_axes_locatable(ax).append_axes("right", size="5%", pad=0.05))
        ax.set_title(f"{name}\n(3 x 3)")
        ax.plot([0, 1], [0, 1], color="white")
        ax.inset_axes([0.7, 0.7, 0.25, 0.25]).imshow(kernel, cmap="RdBu")
    for ax in axes.flat:
        ax.axis("off")
    return fig


def mosaic(image, kernels):
    """`subplot_mosaic`, grey tones already mapped to colours."""
    fig, panels = plt.subplot_mosaic([[f"p{3 * i + j}" for j in range(3)] for i in range(3)])
    everything = [("Original", image), *((name, _response(image, kernel)) for name, kernel in kernels.items())]
    for k, (title, picture) in enumerate(everything):
        spread = picture.max() - picture.min()
        panels[f"p{k}"].imshow(plt.cm.gray((picture - picture.min()) / spread))
        panels[f"p{k}"].set_title(title)
        panels[f"p{k}"].axis("off")
    for k in range(len(everything), 9):
        panels[f"p{k}"].set_visible(False)
    return fig


def texts_of_the_figure(image, kernels):
    """Pictures of bytes, red, green and blue alike; names as texts of the figure above each panel."""
    fig, axes = plt.subplots(3, 3)
    for ax in axes.flat:
        ax.axis("off")
    everything = [("Original", image), *((name, _response(image, kernel)) for name, kernel in kernels.items())]
    for ax, (title, picture) in zip(axes.flat, everything, strict=False):
        grey = np.round(255 * (picture - picture.min()) / np.ptp(picture)).astype(np.uint8)
        ax.imshow(np.stack([grey] * 3, axis=-1))
        box = ax.get_position()
        fig.text((box.x0 + box.x1) / 2, box.y1 + 0.01, title, ha="center")
    return fig


def subfigure_headings(image, kernels):
    """A sub-figure for every picture, with the name as its heading."""
    fig = plt.figure(layout="constrained")
    everything = [("Original", image), *((name, _response(image, kernel)) for name, kernel in kernels.items())]
    for part, (title, picture) in zip(fig.subfigures(3, 3).flat, everything, strict=False):
        ax = part.subplots()
        ax.imshow(picture, cmap="gray")
        ax.tick_params(length=0, labelbottom=False, labelleft=False)
        part.suptitle(title)
    return fig
