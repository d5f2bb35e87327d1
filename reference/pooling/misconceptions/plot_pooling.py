"""Wrong answers to `plot_pooling`, each with the hint a student gets when the output proves it."""

import matplotlib.pyplot as plt
import numpy as np
from solution import avg_pool_2d as _avg_pool_2d
from solution import max_pool_2d as _max_pool_2d


def _drawn(*arrays, rows=1):
    figure, axes = plt.subplots(rows, len(arrays) // rows, squeeze=False)
    for axis, array in zip(axes.flat, arrays, strict=True):
        axis.imshow(array, cmap="gray")
    return figure


def no_figure_returned(image):
    """The figure is shown, and nothing is returned.

    You draw the figure but return nothing. Put the figure that `plt.subplots` gave you after `return`; showing it is
    up to the caller.
    """
    _drawn(image, _max_pool_2d(image), _avg_pool_2d(image))


def axes_returned(image):
    """The axes are returned instead of the figure.

    You return the axes. The figure is expected: `plt.subplots` gives both, the figure first.
    """
    return _drawn(image, _max_pool_2d(image), _avg_pool_2d(image)).axes[0]


def arrays_returned(image):
    """The pooled image is returned instead of a figure.

    You return an array. A figure is expected, with three images drawn in it.
    """
    return _max_pool_2d(image)


def max_and_average_exchanged(image):
    """Average pooling stands in the middle, max pooling on the right.

    Max and average pooling have changed places. From left to right: the image, its max pooling, its average pooling.
    """
    return _drawn(image, _avg_pool_2d(image), _max_pool_2d(image))


def input_last(image):
    """The image stands on the right.

    The panels are in another order than asked. From left to right: the image, its max pooling, its average pooling.
    """
    return _drawn(_max_pool_2d(image), _avg_pool_2d(image), image)


def input_missing(image):
    """Only the two pooled images are shown.

    The image itself is missing. Three panels are expected: the image, its max pooling, its average pooling.
    """
    return _drawn(_max_pool_2d(image), _avg_pool_2d(image))


def average_missing(image):
    """The average pooling is missing.

    There are two panels only. Three are expected: the image, its max pooling, its average pooling.
    """
    return _drawn(image, _max_pool_2d(image))


def one_over_the_other(image):
    """The panels stand one below the other.

    Your panels stand one below the other. Side by side means one row and three columns: the first number in
    `plt.subplots` is the rows.
    """
    return _drawn(image, _max_pool_2d(image), _avg_pool_2d(image), rows=3)


def all_in_one_panel(image):
    """All three images are drawn over each other.

    You draw all three images into the same panel, so only the last one is seen. Each needs axes of its own.
    """
    figure, axis = plt.subplots()
    for array in (image, _max_pool_2d(image), _avg_pool_2d(image)):
        axis.imshow(array)
    return figure


def max_pooling_twice(image):
    """The right panel shows the max pooling again.

    The panel on the right shows the max pooling once more. It should show the average pooling.
    """
    return _drawn(image, _max_pool_2d(image), _max_pool_2d(image))


def image_three_times(image):
    """All panels show the image itself.

    All three panels show the image as it is. Pool it before you draw it in the middle and on the right.
    """
    return _drawn(image, image, image)


def stride_of_one(image):
    """The windows move by one.

    Your pooled panels are nearly as large as the image: the windows move by one. A stride of two is expected, the
    default.
    """
    return _drawn(image, _max_pool_2d(image, 2, 1), _avg_pool_2d(image, 2, 1))


def windows_of_three(image):
    """The windows are of three by three.

    You pool with windows of three by three. Two by two is expected, the default.
    """
    return _drawn(image, _max_pool_2d(image, 3, 2), _avg_pool_2d(image, 3, 2))


def pooled_one_after_the_other(image):
    """The average pooling is that of the pooled image.

    The panel on the right shows the average pooling of the max pooling. Both start from the image itself.
    """
    return _drawn(image, _max_pool_2d(image), _avg_pool_2d(np.repeat(np.repeat(_max_pool_2d(image), 2, 0), 2, 1)))


def transposed(image):
    """Rows and columns of the images are exchanged.

    Your images lie on their side: rows and columns are exchanged. `imshow` draws the first index from top to bottom;
    no transposing is needed.
    """
    return _drawn(image.T, _max_pool_2d(image).T, _avg_pool_2d(image).T)


def scaled_to_one(image):
    """The arrays are scaled to 0 .. 1 before they are drawn.

    You scale the arrays before you draw them. Matplotlib chooses the shades by itself; draw the numbers as they are.
    """

    def scaled(array):
        return (array - array.min()) / np.ptp(array)

    return _drawn(scaled(image), scaled(_max_pool_2d(image)), scaled(_avg_pool_2d(image)))


def bytes_drawn(image):
    """The arrays are converted to 8-bit integers before they are drawn.

    You convert the arrays to 8-bit integers before you draw them: fractions are lost and negative numbers wrap
    round. Draw the numbers as they are.
    """
    return _drawn(*(np.trunc(a % 256).astype(np.uint8) for a in (image, _max_pool_2d(image), _avg_pool_2d(image))))


def image_overwritten(image):
    """The image is pooled in place before it is drawn.

    You write the pooled values into the image you were given, so the left panel no longer shows it, and the caller's
    image is gone. Work on a copy.
    """
    largest, mean = _max_pool_2d(image), _avg_pool_2d(image)
    image[: largest.shape[0], : largest.shape[1]] = largest
    return _drawn(image, largest, mean)


def search_begins_at_zero(image):
    """Negative values are pooled to zero.

    In the middle panel negative values have become zero: the search for the largest value begins with zero. Begin
    with a value from the window.
    """
    return _drawn(image, np.maximum(_max_pool_2d(image), 0), _avg_pool_2d(image))


def four_panels(image):
    """A fourth image is drawn.

    There are more images than asked. Three panels side by side: the image, its max pooling, its average pooling.
    """
    return _drawn(image, _max_pool_2d(image), _avg_pool_2d(image), image[::2, ::2])


def panels_share_their_axes(image):
    """The panels share their axes, so that the image is cut to the size of the pooled ones.

    Your panels share their axes (`sharex`, `sharey`), and so their limits: those of the last array, which is only half
    as large. The left panel shows a part of the image. Leave the sharing out.
    """
    figure, axes = plt.subplots(1, 3, sharex=True, sharey=True)
    for axis, array in zip(axes, (image, _max_pool_2d(image), _avg_pool_2d(image)), strict=True):
        axis.imshow(array)
    return figure


def cut_before_it_is_drawn(image):
    """The image is cut to even sizes before it is drawn.

    The left panel lacks the image's last row or column: you cut it to even sizes. Pooling ignores what is left over by
    itself; show the image as it is.
    """
    rows, columns = (n // 2 * 2 for n in image.shape)
    return _drawn(image[:rows, :columns], _max_pool_2d(image), _avg_pool_2d(image))


def upside_down(image):
    """The first row is drawn at the bottom.

    Your pictures stand on their head: `origin="lower"` and a vertical axis turned round draw the first row at the bottom. Leave
    them out.
    """
    figure = _drawn(image, _max_pool_2d(image), _avg_pool_2d(image))
    for axis in figure.axes:
        axis.invert_yaxis()
    return figure


def mirrored(image):
    """The columns are drawn from right to left.

    Your pictures are mirrored. The first column belongs on the left.
    """
    return _drawn(image[:, ::-1], _max_pool_2d(image)[:, ::-1], _avg_pool_2d(image)[:, ::-1])


def on_the_open_figure(image):
    """The panels are drawn on whichever figure is open.

    You draw on the figure that is open, whoever made it: a second call draws over the first. Make a new one with `plt.figure()` before
    the first `plt.subplot`.
    """
    for number, array in enumerate((image, _max_pool_2d(image), _avg_pool_2d(image)), 1):
        plt.subplot(1, 3, number)
        plt.imshow(array)
    return plt.gcf()


def behind_each_other(image):
    """All panels are placed at the same spot.

    Your panels lie behind each other. `plt.subplots(1, 3)` places them side by side.
    """
    figure = plt.figure()
    for array in (image, _max_pool_2d(image), _avg_pool_2d(image)):
        figure.add_axes((0.1, 0.1, 0.8, 0.8)).imshow(array)
    return figure
