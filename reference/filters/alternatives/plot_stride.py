"""Other right answers to `plot_stride`: other ways to draw the same figure."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure
from numpy.lib.stride_tricks import sliding_window_view


def _strided(image, kernel, stride):
    kh, kw = kernel.shape
    rows, columns = (image.shape[0] - kh) // stride + 1, (image.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            out[i, j] = np.sum(image[i * stride : i * stride + kh, j * stride : j * stride + kw] * kernel)
    return out


def side_by_side(image, kernel, strides=(1, 2, 3)):
    """`subplots(1, n)`, the size in the title, a heading."""
    fig, axes = plt.subplots(1, len(strides), figsize=(15, 5))
    for ax, s in zip(np.atleast_1d(axes), strides, strict=True):
        out = _strided(image, kernel, s)
        ax.imshow(out, cmap="viridis")
        ax.set_title(f"Stride = {s}\nOutput: {out.shape[0]}×{out.shape[1]}")
        ax.axis("off")
    plt.suptitle(f"Effect of stride (input {image.shape}, kernel {kernel.shape})", fontsize=14, fontweight="bold")
    plt.tight_layout()
    return fig


def below_each_other(image, kernel, strides=(1, 2, 3)):
    """One column of panels, the shape as Python writes it, axes on, a colour bar each."""
    figure = plt.figure(figsize=(4, 4 * len(strides)))
    for number, stride in enumerate(strides, 1):
        answer = np.tensordot(sliding_window_view(image, kernel.shape)[::stride, ::stride], kernel)
        plt.subplot(len(strides), 1, number)
        plt.imshow(answer, cmap="gray")
        plt.title(f"stride {stride}: shape {answer.shape}")
        plt.colorbar()
    return figure


def meshes(image, kernel, strides=(1, 2, 3)):
    """`pcolormesh`, the size written below."""
    fig, axes = plt.subplots(ncols=len(strides), squeeze=False, sharey=False)
    for k, stride in enumerate(strides):
        out = _strided(image, kernel, stride)
        axes[0][k].pcolormesh(out)
        axes[0][k].set_title(f"stride {stride}")
        axes[0][k].set_xlabel("{} by {}".format(*out.shape))
    return fig, axes


def full_then_every_nth(image, kernel, strides=(1, 2, 3)):
    """The whole response once, then every n-th row and column; numbers written into the pixels."""
    full = _strided(image, kernel, 1)
    fig, axes = plt.subplots(1, len(strides), constrained_layout=True, squeeze=False)
    for ax, s in zip(axes[0], strides, strict=True):
        part = full[::s, ::s]
        ax.matshow(part, cmap="Greys")
        ax.set_title(f"s={s} -> H={part.shape[0]}, W={part.shape[1]}")
        for (i, j), value in np.ndenumerate(part):
            ax.text(j, i, f"{value:.1f}", ha="center", fontsize=6)
    return fig


def bare_figure(image, kernel, strides=(1, 2, 3)):
    """A `Figure` without pyplot in a square grid; the size as a text in the panel."""
    fig = Figure()
    side = int(np.ceil(np.sqrt(len(strides))))
    for k, stride in enumerate(strides):
        ax = fig.add_subplot(side, side, k + 1)
        out = _strided(image, kernel, stride)
        ax.imshow(out.astype(np.float32))
        ax.text(0, 0, f"{len(out)} x {len(out[0])}", color="red")
        ax.axis("off")
    return fig


def two_to_a_row(image, kernel, strides=(1, 2, 3)):
    """Two panels to a row, a left-over one hidden; sizes of input and output, every number written into its pixel."""
    rows = -(-len(strides) // 2)
    figure, axes = plt.subplots(rows, 2, squeeze=False, layout="constrained")
    for panel in axes.flat[len(strides) :]:
        panel.set_visible(False)
    for panel, stride in zip(axes.flat, strides, strict=False):
        answer = _strided(image, kernel, stride)
        panel.matshow(answer, cmap="Greys_r")
        panel.set_title(f"Stride {stride}: {image.shape} -> {answer.shape}")
        for (row, column), value in np.ndenumerate(answer):
            panel.text(column, row, f"{value:.1f}", ha="center", va="center")
    return figure


def in_words(image, kernel, strides=(1, 2, 3)):
    """Rows and columns named in words, on a symmetric scale."""
    figure = plt.figure()
    for number, stride in enumerate(strides):
        panel = figure.add_subplot(1, len(strides), number + 1)
        answer = np.einsum("ijkl,kl->ij", sliding_window_view(image, kernel.shape), kernel)[::stride, ::stride]
        most = np.abs(answer).max()
        panel.imshow(answer, cmap="coolwarm", vmin=-most, vmax=most)
        panel.set_title("{} rows x {} columns (stride {})".format(*answer.shape, stride))
        panel.set(xticks=[], yticks=[])
    return figure


def second_axes(image, kernel, strides=(1, 2, 3)):
    """A second vertical axis at every panel; data set afterwards."""
    fig, axes = plt.subplots(1, len(strides), squeeze=False)
    for ax, stride in zip(axes[0], strides, strict=True):
        out = _strided(image, kernel, stride)
        shown = ax.imshow(np.zeros_like(out), cmap="gray")
        shown.set_data(out)
        shown.autoscale()
        ax.twinx().set_ylabel(f"stride {stride}")
        ax.set_title("size {}, {}".format(*out.shape))
    return fig
