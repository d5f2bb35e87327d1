"""Wrong answers to `plot_edges`, each with the hint a student reads."""

import matplotlib.pyplot as plt
import numpy as np
from solution import sobel_edges as _sobel


def _draw(above, below, shape=(2, 10)):
    figure, axes = plt.subplots(*shape)
    for panel, picture in zip(axes.flat, [*above, *below], strict=False):
        panel.imshow(picture, cmap="gray")
        panel.axis("off")
    return figure


def _magnitudes(images):
    return [_sobel(image)[2] for image in images]


def rows_swapped(images):
    """The edges stand above the digits.

    Your rows are swapped: the digits belong above, their edges below.
    """
    return _draw(_magnitudes(images), images)


def ten_by_two(images):
    """Ten rows of two.

    Your figure has ten rows of two panels. Two rows of ten are expected.
    """
    return _draw([p for pair in zip(images, _magnitudes(images), strict=True) for p in pair], [], (10, 2))


def in_turn(images):
    """Digits and edges alternate along the rows.

    Your digits and edges alternate. All digits stand in the upper row, and each one's edges right below it.
    """
    return _draw([p for pair in zip(images, _magnitudes(images), strict=True) for p in pair], [])


def digits_only(images):
    """The lower row stays empty.

    Your lower row is empty. It shows the magnitude of each digit's edges.
    """
    return _draw(images, [])


def edges_only(images):
    """One row of edges.

    Your figure shows the edges only. The digits belong above them.
    """
    return _draw(_magnitudes(images), [], (1, 10))


def first_digit_everywhere(images):
    """All panels show the first digit.

    All your columns show the same digit. The index has to move along.
    """
    return _draw([images[0]] * 10, [_magnitudes(images)[0]] * 10)


def one_short(images):
    """The last digit is missing.

    Your last column is empty: the loop ends one digit early.
    """
    return _draw(images[:9], [images[9] * 0, *_magnitudes(images)[:9]])


def gx_only(images):
    """The lower row shows gx.

    Your lower row shows one response. Vertical edges are missing: draw the magnitude, made of both.
    """
    return _draw(images, [_sobel(image)[0] for image in images])


def gy_only(images):
    """The lower row shows gy.

    Your lower row shows one response. Horizontal edges are missing: draw the magnitude, made of both.
    """
    return _draw(images, [_sobel(image)[1] for image in images])


def sum_of_magnitudes(images):
    """The lower row shows |gx| + |gy|.

    You draw the sum of the absolute values. The magnitude is the root of the sum of the squares.
    """
    return _draw(images, [np.abs(_sobel(image)[0]) + np.abs(_sobel(image)[1]) for image in images])


def no_root(images):
    """The lower row shows the sum of the squares.

    Your magnitude lacks the square root, and weak edges vanish.
    """
    return _draw(images, [_sobel(image)[2] ** 2 for image in images])


def smaller_edges(images):
    """The edges are drawn without padding.

    Your edges are smaller than the digits. Frame the digit with zeros, one pixel wide.
    """
    return _draw(images, [magnitude[1:-1, 1:-1] for magnitude in _magnitudes(images)])


def digits_below_too(images):
    """The lower row shows the digits again.

    Your lower row shows the digits again. Draw the magnitude of their edges.
    """
    return _draw(images, images)


def backwards(images):
    """The lower row is in the opposite order.

    Your edges do not stand below their digits: the lower row runs the other way.
    """
    return _draw(images, _magnitudes(images)[::-1])


def thresholded(images):
    """The edges are black or white.

    You draw edges as yes or no. The magnitude has values in between.
    """
    return _draw(images, [magnitude > magnitude.mean() for magnitude in _magnitudes(images)])


def scaled_digits(images):
    """The digits are thresholded as well.

    Your digits are black or white. Draw them as they are.
    """
    return _draw([image > np.mean(image) for image in images], _magnitudes(images))


def turned(images):
    """The pictures are transposed.

    Your pictures lie on their side: rows and columns are exchanged.
    """
    return _draw([image.T for image in images], [magnitude.T for magnitude in _magnitudes(images)])


def upside_down(images):
    """The pictures stand on their head.

    Your pictures are upside down. The first row of an image is drawn on top.
    """
    return _draw([image[::-1] for image in images], [magnitude[::-1] for magnitude in _magnitudes(images)])


def nothing_returned(images):
    """The figure is drawn, but not returned.

    Your function draws the figure and returns nothing. Return the figure.
    """
    _draw(images, _magnitudes(images))


def two_pictures(images):
    """Each row is one long picture.

    Your rows are one picture each. Give every digit, and every edge map, a panel of its own.
    """
    figure, axes = plt.subplots(2, 1)
    axes[0].imshow(np.hstack(list(images)), cmap="gray")
    axes[1].imshow(np.hstack(_magnitudes(images)), cmap="gray")
    return figure


def on_the_open_figure(images):
    """The panels are drawn on whichever figure is open.

    You draw on the figure that is open, whoever made it: a second call draws over the first. Make a new one with `plt.figure()` before
    the first `plt.subplot`.
    """
    for number, picture in enumerate([*images, *_magnitudes(images)], 1):
        plt.subplot(2, 10, number)
        plt.imshow(picture, cmap="gray")
        plt.axis("off")
    return plt.gcf()


def two_shades(images):
    """The colour map has two colours.

    Your colour map has two colours: every picture becomes black and white. `cmap="gray"` has all the greys in between.
    """
    figure = _draw(images, _magnitudes(images))
    for panel in figure.axes:
        panel.images[0].set_cmap(plt.get_cmap("gray", 2))
    return figure


def mirrored(images):
    """The horizontal axes are turned round.

    Your pictures are mirrored. Column 0 belongs on the left.
    """
    figure = _draw(images, _magnitudes(images))
    for panel in figure.axes:
        panel.invert_xaxis()
    return figure
