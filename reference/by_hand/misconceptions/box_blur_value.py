"""Wrong answers to `box_blur_value`, each from a wrong procedure."""


def not_divided():
    """The window's numbers were added and not divided.

    You added the nine numbers. The kernel holds 1/9 in every place, so the sum is divided by nine: a mean,
    which can never be larger than the largest number.
    """
    return 10


def rounded():
    """The answer was rounded to two decimals.

    Your number is the right one, rounded. A rounded number is too far off to be counted as right: leave the
    fraction as a division, or give at least seven digits.
    """
    return 1.11


def whole_number_division():
    """The remainder of the division was dropped.

    Your number has lost its fraction. In Python `//` divides and drops the remainder; `/` keeps it.
    """
    return 10 // 9


def divided_by_the_side():
    """The sum was divided by three.

    You divided by the kernel's side. A 3 x 3 kernel has nine weights, so the mean of the window is its sum
    divided by nine.
    """
    return 10 / 3


def zeros_not_counted():
    """Only the numbers that are not zero were counted.

    You divided by how many numbers are not zero. Zeros are pixels too (black ones): the mean of nine numbers
    divides by nine.
    """
    return 10 / 6


def padded():
    """The window was laid half outside the picture.

    Your window hangs over the picture's edge. The map is valid: the entry at row 0 and column 0 belongs to the
    window that starts in the picture's own corner.
    """
    return 4 / 9


def mean_of_the_picture():
    """The mean of the whole picture was given.

    You averaged the whole picture. The kernel sees nine numbers at a time: average those of the one window
    asked.
    """
    return 20 / 16


def weights_of_the_gaussian():
    """The weights of the Gaussian blur were used.

    Those are the weights of the Gaussian blur (1 2 1, 2 4 2, 1 2 1 over 16). In a box blur every place counts
    the same, one ninth.
    """
    return 17 / 16
