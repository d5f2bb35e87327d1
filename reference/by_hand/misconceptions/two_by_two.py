"""Wrong answers to `two_by_two`, each from a wrong procedure."""

import numpy as np

PICTURE = np.arange(1, 10).reshape(3, 3)
KERNEL = np.array([[1, 0], [0, -1]])


def _slide(picture, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(picture, kernel.shape)
    return np.einsum("ijmn,mn->ij", windows, kernel)


def flipped_kernel():
    """The kernel was flipped before it was laid on the picture.

    Your map is what the kernel gives after it has been turned by half a turn. Mathematicians flip the kernel
    when they convolve; deep learning does not, and neither does this course. Lay the kernel on the picture as
    it is printed: its top left weight goes on the window's top left number.
    """
    return _slide(PICTURE, KERNEL[::-1, ::-1])


def minus_sign_lost():
    """The second weight was added instead of taken away.

    Look at the signs: the bottom right weight is -1, so the number under it is taken away.
    """
    return _slide(PICTURE, np.abs(KERNEL))


def other_diagonal():
    """The weights were read along the other diagonal.

    You compared top right with bottom left. The kernel's weights lie top left and bottom right.
    """
    return _slide(PICTURE, KERNEL[:, ::-1])


def padded_to_same_size():
    """The map was made as large as the picture.

    Your map is as large as the picture, so zeros must have been added below and to the right. No padding is
    asked: a 2 x 2 kernel fits into three rows in two places.
    """
    return _slide(np.pad(PICTURE, ((0, 1), (0, 1))), KERNEL)


def stride_of_two():
    """The kernel moved by its own width.

    You moved the kernel by its own width. Where nothing is said, the stride is 1.
    """
    return _slide(PICTURE, KERNEL)[::2, ::2]


def products_not_added():
    """The products of the first window were left standing.

    You stopped after multiplying. One place of the kernel gives one number: add the products of the window up,
    write that sum down, then move on.
    """
    return PICTURE[:2, :2] * KERNEL


def matrix_product():
    """Window and kernel were multiplied as matrices.

    You multiplied the two as matrices. A convolution multiplies number by number, in the same place, and adds
    everything up.
    """
    return PICTURE[:2, :2] @ KERNEL


def windows_not_weighted():
    """The numbers in each window were added without the weights.

    Your numbers are the plain sums of the windows. Multiply each number by the weight that lies on it first.
    """
    return _slide(PICTURE, np.ones_like(KERNEL))


def mean_of_products():
    """The products were averaged instead of added.

    Your numbers are the right ones divided by the number of weights. A convolution adds the products up; it
    becomes a mean only when the kernel itself holds the division, as the box blur does with its ninths.
    """
    return _slide(PICTURE, KERNEL) / 4


def one_number():
    """One number was given for the whole map.

    One place gives one number; the kernel fits in more places than one. Even if the numbers are alike, the map
    is a grid.
    """
    return -4
