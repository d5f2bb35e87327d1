"""Wrong answers to `plot_stride`, each with the hint a student reads."""

import matplotlib.pyplot as plt
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def _response(image, kernel, stride):
    return np.tensordot(sliding_window_view(image, kernel.shape)[::stride, ::stride], kernel, axes=2)


def _draw(panels):
    """A figure of ``panels``, pairs of title and array."""
    figure, axes = plt.subplots(1, len(panels), squeeze=False)
    for panel, (title, picture) in zip(axes[0], panels, strict=True):
        panel.imshow(picture, cmap="gray")
        panel.set_title(title)
        panel.axis("off")
    return figure


def _titled(stride, picture):
    return f"Stride {stride}: {picture.shape[0]} x {picture.shape[1]}", picture


def stride_ignored(image, kernel, strides=(1, 2, 3)):
    """Every panel shows stride 1.

    Your panels all show the same response. A stride s keeps every s-th row and column.
    """
    return _draw([_titled(stride, _response(image, kernel, 1)) for stride in strides])


def titles_only(image, kernel, strides=(1, 2, 3)):
    """The titles say the right size, the pictures are all those of stride 1.

    Your titles state the right sizes, but the pictures are all the same size. Draw the response for each stride.
    """
    return _draw([(_titled(s, _response(image, kernel, s))[0], _response(image, kernel, 1)) for s in strides])


def left_in_a_corner(image, kernel, strides=(1, 2, 3)):
    """The outputs keep the size of stride 1, filled from the corner.

    Your outputs for larger strides have rows and columns of zeros: the array is made for stride 1. Work the size
    out for each stride.
    """
    panels = []
    for stride in strides:
        answer, part = np.zeros(_response(image, kernel, 1).shape), _response(image, kernel, stride)
        answer[: part.shape[0], : part.shape[1]] = part
        panels.append(_titled(stride, answer))
    return _draw(panels)


def pads_to_same_size(image, kernel, strides=(1, 2, 3)):
    """The image is padded first.

    Your outputs are too large: you pad the image. There is no padding here.
    """
    padded = np.pad(image, [(n // 2, n // 2) for n in kernel.shape])
    return _draw([_titled(stride, _response(padded, kernel, stride)) for stride in strides])


def counts_part_windows(image, kernel, strides=(1, 2, 3)):
    """The output size is rounded up: windows may hang over the edge.

    Your outputs have a row or column too many where the stride does not divide. Windows that would hang over the
    edge are left out.
    """
    panels = []
    for stride in strides:
        rest = [-(n - k) % stride for n, k in zip(image.shape, kernel.shape, strict=True)]
        panels.append(_titled(stride, _response(np.pad(image, [(0, r) for r in rest]), kernel, stride)))
    return _draw(panels)


def drops_last(image, kernel, strides=(1, 2, 3)):
    """The last row and column of outputs is missing.

    Your outputs lack their last row and column: the + 1 of the output size is missing.
    """
    return _draw([_titled(stride, _response(image, kernel, stride)[:-1, :-1]) for stride in strides])


def shrinks_image(image, kernel, strides=(1, 2, 3)):
    """The image is thinned out first, then convolved.

    You take every s-th pixel of the image and convolve what is left. The stride moves the window; inside the window
    no pixel is left out.
    """
    return _draw(
        [_titled(stride, _response(np.pad(image, stride)[::stride, ::stride], kernel, 1)) for stride in strides]
    )


def stride_along_rows_only(image, kernel, strides=(1, 2, 3)):
    """The stride is used for rows only.

    Your outputs are as wide as for stride 1. The window steps by the stride both ways.
    """
    return _draw([_titled(stride, _response(image, kernel, 1)[::stride]) for stride in strides])


def flipped_kernel(image, kernel, strides=(1, 2, 3)):
    """The kernel is turned by 180 degrees.

    Your kernel is flipped. In this course "convolution" does not flip.
    """
    return _draw([_titled(stride, _response(image, kernel[::-1, ::-1], stride)) for stride in strides])


def always_one_two_three(image, kernel, strides=(1, 2, 3)):
    """The strides are 1, 2 and 3, whatever the arguments say.

    Your figure shows strides 1, 2 and 3 always. Use the strides you are given.
    """
    return _draw([_titled(stride, _response(image, kernel, stride)) for stride in (1, 2, 3)])


def sorted_strides(image, kernel, strides=(1, 2, 3)):
    """The panels are sorted by stride.

    Your panels are sorted. Keep the order in which the strides are given.
    """
    return _draw([_titled(stride, _response(image, kernel, stride)) for stride in sorted(strides)])


def image_first(image, kernel, strides=(1, 2, 3)):
    """A first panel shows the image.

    Your figure has a panel too many. One panel per stride is expected, without the image itself.
    """
    return _draw([("Image", image), *(_titled(stride, _response(image, kernel, stride)) for stride in strides)])


def size_not_stated(image, kernel, strides=(1, 2, 3)):
    """The titles name the stride, not the size.

    Your titles do not say how large the output is. State its height and width, as in "4 x 6".
    """
    return _draw([(f"Stride {stride}", _response(image, kernel, stride)) for stride in strides])


def fixed_titles(image, kernel, strides=(1, 2, 3)):
    """The titles state the sizes of a 6 x 6 example.

    Your titles state sizes that do not belong to the pictures: they were written down for one example. Take them
    from the array's shape.
    """
    sizes = {1: "4×4", 2: "2×2", 3: "2×2"}
    return _draw([(f"Stride = {s}\nOutput: {sizes.get(s, '1×1')}", _response(image, kernel, s)) for s in strides])


def divided_sizes(image, kernel, strides=(1, 2, 3)):
    """The titles state the image's size divided by the stride.

    Your titles divide the image's size by the stride. The size of the output also depends on the kernel: floor((n -
    k) / s) + 1.
    """
    height, width = image.shape
    return _draw([(f"Stride {s}: {height // s} x {width // s}", _response(image, kernel, s)) for s in strides])


def input_size_stated(image, kernel, strides=(1, 2, 3)):
    """The titles state the image's size.

    Your titles state the size of the image. The size of the output is expected.
    """
    return _draw([(f"Stride {s}: {image.shape}", _response(image, kernel, s)) for s in strides])


def all_sizes_in_every_title(image, kernel, strides=(1, 2, 3)):
    """Every title lists the sizes for strides 1, 2 and 3.

    Each of your titles lists several sizes. A panel states the size of its own output, and no other.
    """
    listed = ", ".join(_titled(stride, _response(image, kernel, stride))[0] for stride in (1, 2, 3))
    figure = _draw([(listed, _response(image, kernel, stride)) for stride in strides])
    figure.set_figwidth(6 * len(strides))
    return figure


def width_first(image, kernel, strides=(1, 2, 3)):
    """The titles state the width before the height.

    Your titles state the right numbers in the other order. The height, the number of rows, comes first: that is the
    order of the array's shape.
    """
    pictures = [_response(image, kernel, stride) for stride in strides]
    titled = zip(strides, pictures, strict=True)
    return _draw([(f"Stride {stride}: {p.shape[1]} x {p.shape[0]}", p) for stride, p in titled])


def sizes_rounded_up(image, kernel, strides=(1, 2, 3)):
    """The titles round the size up.

    Your pictures are right, but your titles round the size up where the stride does not divide. Rows and columns left
    over are ignored: round down, or take the size from the array's shape.
    """
    sizes = [[-(-(n - k) // stride) + 1 for n, k in zip(image.shape, kernel.shape, strict=True)] for stride in strides]
    titled = zip(strides, sizes, strict=True)
    return _draw([(f"Stride {s}: {height} x {width}", _response(image, kernel, s)) for s, (height, width) in titled])


def absolute_values(image, kernel, strides=(1, 2, 3)):
    """The responses are drawn without their sign.

    You draw absolute values. Draw the responses as they are.
    """
    return _draw([_titled(stride, np.abs(_response(image, kernel, stride))) for stride in strides])


def one_figure_each(image, kernel, strides=(1, 2, 3)):
    """Every stride has a figure of its own; the last is returned.

    Your function makes a figure for every stride and returns the last. Make one figure with a panel for each.
    """
    figures = [_draw([_titled(stride, _response(image, kernel, stride))]) for stride in strides]
    return figures[-1]


def nothing_returned(image, kernel, strides=(1, 2, 3)):
    """The figure is drawn, but not returned.

    Your function draws the figure and returns nothing. Return the figure.
    """
    _draw([_titled(stride, _response(image, kernel, stride)) for stride in strides])


def panels_share_their_axes(image, kernel, strides=(1, 2, 3)):
    """The panels share their axes, so that larger outputs are cut to the size of the last.

    Your panels share their axes (`sharex`, `sharey`), and so their limits: those of the output drawn last. Larger outputs are cut. Leave
    the sharing out.
    """
    figure, axes = plt.subplots(1, len(strides), sharex=True, sharey=True, squeeze=False)
    for panel, stride in zip(axes[0], strides, strict=True):
        title, picture = _titled(stride, _response(image, kernel, stride))
        panel.imshow(picture, cmap="gray")
        panel.set_title(title)
    return figure


def size_below_axes_that_are_off(image, kernel, strides=(1, 2, 3)):
    """The size is a label of an axis that is not drawn.

    You state the size as the label of an axis, and switch the axes off: the label goes with them. Write it into the title.
    """
    pictures = [_response(image, kernel, stride) for stride in strides]
    figure = _draw([(f"Stride {stride}", picture) for stride, picture in zip(strides, pictures, strict=True)])
    for panel, picture in zip(figure.axes, pictures, strict=True):
        panel.set_xlabel(f"{picture.shape[0]} x {picture.shape[1]}")
    return figure


def negative_numbers_in_one_shade(image, kernel, strides=(1, 2, 3)):
    """The limits are 0 and 255.

    Your lower limit (`vmin=0`) draws every negative number in the same black. Responses have both signs; `imshow` finds its limits
    by itself.
    """
    figure = _draw([_titled(stride, _response(image, kernel, stride)) for stride in strides])
    for panel in figure.axes:
        panel.images[0].set_clim(0, 255)
    return figure


def one_stride_crashes(image, kernel, strides=(1, 2, 3)):
    """The loop over the panels fails when there is one.

    For a single panel `plt.subplots(1, 1)` gives the panel itself, no array of panels. `squeeze=False` gives an array always, and
    `np.ravel(axes)` makes one of either.
    """
    figure, axes = plt.subplots(1, len(strides))
    for panel, stride in zip(axes, strides, strict=True):
        title, picture = _titled(stride, _response(image, kernel, stride))
        panel.imshow(picture, cmap="gray")
        panel.set_title(title)
    return figure
