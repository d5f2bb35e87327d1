"""Wrong figures of filters."""

import matplotlib.pyplot as plt
import numpy as np


def _weights(conv):
    return conv.weight.detach().numpy()[:, 0]


def _grid(images):
    figure = plt.figure()
    for i, image in enumerate(images):
        axes = figure.add_subplot(-(-len(images) // 4), 4, i + 1)
        axes.imshow(image, cmap="gray")
        axes.axis("off")
    return figure


def nothing_returned(conv):
    """The figure is drawn and not returned.

    Return the Figure: `fig, axes = plt.subplots(…)` … `return fig`.
    """
    _grid(_weights(conv))


def axes_returned(conv):
    """The axes are returned instead of the figure.

    Return the Figure itself; it knows its axes.
    """
    return _grid(_weights(conv)).axes


def first_four(conv):
    """Only four filters are drawn.

    Every filter has a panel: as many as the layer has output channels.
    """
    return _grid(_weights(conv)[:4])


def first_filter_everywhere(conv):
    """Every panel shows the first filter.

    Panel i shows filter i.
    """
    weights = _weights(conv)
    return _grid([weights[0] for _ in weights])


def backwards(conv):
    """The filters are drawn in reverse order.

    The panels follow the filters' order, the first one first.
    """
    return _grid(_weights(conv)[::-1])


def transposed(conv):
    """The filters are drawn on their side.

    Rows and columns of the filters are swapped.
    """
    return _grid(_weights(conv).transpose(0, 2, 1))


def magnitudes(conv):
    """The weights' magnitudes are drawn.

    The signs make the filter: dark is negative, bright is positive. Draw the weights as they are.
    """
    return _grid(np.abs(_weights(conv)))


def one_montage(conv):
    """All filters are in one picture.

    One panel for each filter is expected, not one picture of all.
    """
    return _grid([np.concatenate(list(_weights(conv)), axis=1)])


def rows_as_pictures(conv):
    """Each filter is drawn as one row.

    A filter is a small picture, kH by kW: `conv.weight[i, 0]`.
    """
    weights = _weights(conv)
    return _grid(weights.reshape(len(weights), 1, -1))


def first_picture_forgotten(conv):
    """The first panel stays empty.

    Counting from 1 skipped filter 0. In Python the first filter has the number 0.
    """
    return _grid(_weights(conv)[1:])


def stretched_in_place(conv):
    """The layer's own weights are stretched to 0..1.

    `detach().numpy()` shares its memory with the layer: `-=` and `/=` change the filters. Work on a copy.
    """
    weights = _weights(conv)
    for weight in weights:
        weight -= weight.min()
        weight /= weight.max()
    return _grid(weights)


def upside_down(conv):
    """The rows are turned round before they are drawn.

    Row 0 of a filter belongs on top. `imshow` does that by itself.
    """
    return _grid(_weights(conv)[:, ::-1])


def negative_weights_in_one_shade(conv):
    """The lower limit is 0.

    `vmin=0` draws every negative weight in the same black. Leave the limits to `imshow`.
    """
    figure = _grid(_weights(conv))
    for axes in figure.axes:
        axes.images[0].set_clim(0, 1)
    return figure


def stops_at_sixteen(conv):
    """The grid has room for sixteen filters.

    Your grid has a fixed number of panels, and filters beyond it are left out. Work the rows out from the number of filters.
    """
    figure, axes = plt.subplots(4, 4)
    for panel, weight in zip(axes.flat, _weights(conv), strict=False):
        panel.imshow(weight, cmap="gray")
    for panel in axes.flat:
        panel.axis("off")
    return figure


def one_filter_crashes(conv):
    """The loop over the panels fails when there is one.

    For a single panel `plt.subplots(1, 1)` gives the panel itself, no array of panels. `squeeze=False` gives an array always, and
    `np.ravel(axes)` makes one of either.
    """
    weights = _weights(conv)
    figure, axes = plt.subplots(1, len(weights))
    for panel, weight in zip(axes, weights, strict=True):
        panel.imshow(weight, cmap="gray")
        panel.axis("off")
    return figure
