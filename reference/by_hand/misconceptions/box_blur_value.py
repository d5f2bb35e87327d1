"""Wrong answers to `box_blur_value`, each from a wrong procedure."""

import numpy as np

GAUSSIAN = np.array([[1, 2, 1], [2, 4, 2], [1, 2, 1]]) / 16


def _window(image, position):
    row, column = position
    return image[row : row + 3, column : column + 3]


def not_divided(image, position):
    """The window's numbers were added and not divided.

    You added the nine numbers. The kernel holds 1/9 in every place, so the sum is divided by nine: a mean,
    which can never be larger than the largest number.
    """
    return int(_window(image, position).sum())


def rounded(image, position):
    """The answer was rounded to two decimals.

    Your number is the right one, rounded. A rounded number is too far off to be counted as right: leave the
    fraction as a division, or give at least seven digits.
    """
    return round(float(_window(image, position).mean()), 2)


def whole_number_division(image, position):
    """The remainder of the division was dropped.

    Your number has lost its fraction. In Python `//` divides and drops the remainder; `/` keeps it.
    """
    return int(_window(image, position).sum()) // 9


def divided_by_the_side(image, position):
    """The sum was divided by three.

    You divided by the kernel's side. A 3 x 3 kernel has nine weights, so the mean of the window is its sum
    divided by nine.
    """
    return float(_window(image, position).sum() / 3)


def zeros_not_counted(image, position):
    """Only the numbers that are not zero were counted.

    You divided by how many numbers are not zero. Zeros are pixels too (black ones): the mean of nine numbers
    divides by nine.
    """
    window = _window(image, position)
    return float(window.sum() / np.count_nonzero(window))


def padded(image, position):
    """The middle of the window was laid where its corner goes.

    Your window begins a row and a column too early. The map is valid: the entry at row 0 and column 0 belongs to
    the window that starts in the picture's own corner.
    """
    return float(_window(np.pad(image, 1), position).mean())


def mean_of_the_picture(image, position):
    """The mean of the whole picture was given.

    You averaged the whole picture. The kernel sees nine numbers at a time: average those of the one window
    asked.
    """
    return float(image.mean())


def weights_of_the_gaussian(image, position):
    """The weights of the Gaussian blur were used.

    Those are the weights of the Gaussian blur (1 2 1, 2 4 2, 1 2 1 over 16). In a box blur every place counts
    the same, one ninth.
    """
    return float((_window(image, position) * GAUSSIAN).sum())
