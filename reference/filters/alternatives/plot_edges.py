"""Other right answers to `plot_edges`: other ways to draw the same figure."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure
from solution import sobel_edges


def _magnitude(image):
    padded = np.pad(image.astype(float), 1)
    kernel = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])
    height, width = image.shape
    gx, gy = np.zeros((2, height, width))
    for i in range(height):
        for j in range(width):
            patch = padded[i : i + 3, j : j + 3]
            gx[i, j], gy[i, j] = np.sum(patch * kernel.T), np.sum(patch * kernel)
    return np.sqrt(gx**2 + gy**2)


def column_by_column(images):
    """`subplots(2, 10)`, one column after the other, with titles, labels and a heading."""
    fig, axes = plt.subplots(2, 10, figsize=(20, 5))
    for digit in range(10):
        axes[0, digit].imshow(images[digit], cmap="gray")
        axes[0, digit].set_title(str(digit), fontsize=12)
        axes[0, digit].axis("off")
        axes[1, digit].imshow(sobel_edges(images[digit])[2], cmap="gray")
        axes[1, digit].axis("off")
    axes[0, 0].set_ylabel("Original")
    axes[1, 0].set_ylabel("Edges")
    plt.suptitle("Sobel Edge Detection on MNIST Digits", fontsize=16)
    plt.tight_layout()
    plt.show()
    return fig


def running_number(images):
    """`plt.subplot` with a running number, axes left on, in colour."""
    figure = plt.figure(figsize=(15, 3))
    for k, picture in enumerate([*images, *map(_magnitude, images)]):
        plt.subplot(2, 10, k + 1)
        plt.imshow(picture, cmap="viridis")
        plt.xticks([])
    return figure


def two_passes_of_meshes(images):
    """`pcolormesh` just as the rows come, in two passes over the rows."""
    fig, (above, below) = plt.subplots(2, 10)
    for ax, image in zip(above, images, strict=True):
        ax.pcolormesh(image, cmap="gray")
    for ax, image in zip(below, images, strict=True):
        ax.pcolormesh(_magnitude(image)[::-1], cmap="gray")
        ax.set_axis_off()
    return fig


def subfigures(images):
    """A subfigure for each row, on an otherwise bare `Figure`; scaled magnitudes."""
    fig = Figure(figsize=(20, 4))
    top, bottom = fig.subfigures(2, 1)
    top.suptitle("digits")
    for ax, image in zip(top.subplots(1, 10), images, strict=True):
        ax.imshow(image, cmap="gray_r")
        ax.axis("off")
    for ax, image in zip(bottom.subplots(1, 10), images, strict=True):
        edges = _magnitude(image)
        ax.imshow(edges / edges.max(), cmap="magma")
        ax.axis("off")
    return fig


def placed_by_hand(images):
    """Axes placed by hand, with numbers as fractions of the figure."""
    fig = plt.figure()
    for k in range(20):
        row, column = divmod(k, 10)
        ax = fig.add_axes([column / 10, 0.5 - 0.5 * row, 0.095, 0.45], xticks=[], yticks=[])
        ax.imshow(images[column] if row == 0 else _magnitude(images[column]), cmap="gray", aspect="auto")
    return fig


def grid_spec(images):
    """`add_gridspec`, made column-wise, and colour bars for the lower row."""
    fig = plt.figure(figsize=(24, 5), layout="constrained")
    grid = fig.add_gridspec(2, 10)
    for column, image in enumerate(images):
        lower = fig.add_subplot(grid[1, column])
        shown = lower.matshow(_magnitude(image))
        fig.colorbar(shown, ax=lower)
        fig.add_subplot(grid[0, column]).matshow(image)
    return fig
