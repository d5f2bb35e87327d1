"""Wrong figures of feature maps."""

import matplotlib.pyplot as plt
import numpy as np


def _grid(images):
    figure = plt.figure()
    for i, image in enumerate(images):
        axes = figure.add_subplot(-(-len(images) // 4), 4, i + 1)
        axes.imshow(image, cmap="gray")
        axes.axis("off")
    return figure


def nothing_returned(maps):
    """The figure is drawn and not returned.

    Return the Figure: `fig, axes = plt.subplots(…)` … `return fig`.
    """
    _grid(maps)


def axes_returned(maps):
    """The axes are returned instead of the figure.

    Return the Figure itself; it knows its axes.
    """
    return _grid(maps).axes


def first_four(maps):
    """Only four maps are drawn.

    Every map has a panel.
    """
    return _grid(maps[:4])


def first_map_everywhere(maps):
    """Every panel shows the first map.

    Panel i shows map i.
    """
    return _grid([maps[0] for _ in maps])


def mean_map(maps):
    """The mean of all maps is drawn.

    Each map has a panel of its own: what one filter found is lost in the mean.
    """
    return _grid([maps.mean(axis=0)])


def rows_instead_of_maps(maps):
    """The maps are cut along the wrong axis.

    The first axis counts the maps: `maps[i]` is map i.
    """
    return _grid(maps.transpose(1, 2, 0))


def transposed(maps):
    """The maps are drawn on their side.

    Rows and columns of the maps are swapped.
    """
    return _grid(maps.transpose(0, 2, 1))


def positive_part(maps):
    """Only the positive part is drawn.

    The maps are to be shown as they are, negative values too.
    """
    return _grid(np.maximum(maps, 0))


def black_and_white(maps):
    """The maps are cut to black and white.

    Show the values, not only where they are above the mean.
    """
    return _grid(maps > maps.mean())


def all_in_one_panel(maps):
    """All maps are drawn over each other.

    Each map has its own panel. Drawn into the same axes, only the last one is seen.
    """
    figure, axes = plt.subplots()
    for one in maps:
        axes.imshow(one, cmap="gray")
    axes.axis("off")
    return figure


def on_the_open_figure(maps):
    """The panels are drawn on whichever figure is open.

    A second call draws over the first. Make a new figure with `plt.figure()` before the first `plt.subplot`.
    """
    for i, one in enumerate(maps):
        plt.subplot(-(-len(maps) // 4), 4, i + 1)
        plt.imshow(one, cmap="gray")
        plt.axis("off")
    return plt.gcf()


def stretched_in_place(maps):
    """The maps themselves are stretched to 0..1.

    `-=` and `/=` change the array that was handed in. Work on a copy.
    """
    for one in maps:
        one -= one.min()
        one /= one.max()
    return _grid(maps)


def cut_by_limits(maps):
    """Limits cut the maps.

    Panels that share their axes, or have limits set by hand, show a corner of each map only.
    """
    figure = _grid(maps)
    for axes in figure.axes:
        axes.set(xlim=(-0.5, 2.5), ylim=(2.5, -0.5))
    return figure


def stops_at_sixteen(maps):
    """The grid has room for sixteen maps.

    Your grid has a fixed number of panels, and maps beyond it are left out. Work the rows out from `len(maps)`.
    """
    figure, axes = plt.subplots(4, 4)
    for panel, one in zip(axes.flat, maps, strict=False):
        panel.imshow(one, cmap="gray")
    for panel in axes.flat:
        panel.axis("off")
    return figure


def one_map_crashes(maps):
    """The loop over the panels fails when there is one.

    For a single panel `plt.subplots(1, 1)` gives the panel itself, no array of panels. `squeeze=False` gives an array always, and
    `np.ravel(axes)` makes one of either.
    """
    figure, axes = plt.subplots(1, len(maps))
    for panel, one in zip(axes, maps, strict=True):
        panel.imshow(one, cmap="gray")
        panel.axis("off")
    return figure
