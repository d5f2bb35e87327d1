"""Wrong answers to `two_by_two`, each from a wrong procedure."""

import numpy as np


def _slide(picture, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(picture, kernel.shape)
    return np.einsum("ijmn,mn->ij", windows, kernel)


def flipped_kernel(small_image, small_kernel):
    """The kernel was flipped before it was laid on the picture.

    Your map is what the kernel gives after it has been turned by half a turn. Mathematicians flip the kernel
    when they convolve; deep learning does not, and neither does this course. Lay the kernel on the picture as
    it is printed: its top left weight goes on the window's top left number.
    """
    return _slide(small_image, small_kernel[::-1, ::-1])


def minus_sign_lost(small_image, small_kernel):
    """The weight of -1 was added instead of taken away.

    Look at the signs: one weight is -1, so the number under it is taken away.
    """
    return _slide(small_image, np.abs(small_kernel))


def other_diagonal(small_image, small_kernel):
    """The weights were read along the other diagonal.

    You compared the numbers on the other diagonal of each window. See in which corners the kernel's weights lie.
    """
    return _slide(small_image, small_kernel[:, ::-1])


def padded_to_same_size(small_image, small_kernel):
    """The map was made as large as the picture.

    Your map is as large as the picture, so zeros must have been added below and to the right. No padding is
    asked: a 2 x 2 kernel fits into three rows in two places.
    """
    return _slide(np.pad(small_image, ((0, 1), (0, 1))), small_kernel)


def stride_of_two(small_image, small_kernel):
    """The kernel moved by its own width.

    You moved the kernel by its own width. Where nothing is said, the stride is 1.
    """
    return _slide(small_image, small_kernel)[::2, ::2]


def products_not_added(small_image, small_kernel):
    """The products of the first window were left standing.

    You stopped after multiplying. One place of the kernel gives one number: add the products of the window up,
    write that sum down, then move on.
    """
    return small_image[:2, :2] * small_kernel


def matrix_product(small_image, small_kernel):
    """Window and kernel were multiplied as matrices.

    You multiplied the two as matrices. A convolution multiplies number by number, in the same place, and adds
    everything up.
    """
    return small_image[:2, :2] @ small_kernel


def windows_not_weighted(small_image, small_kernel):
    """The numbers in each window were added without the weights.

    Your numbers are the plain sums of the windows. Multiply each number by the weight that lies on it first.
    """
    return _slide(small_image, np.ones_like(small_kernel))


def mean_of_products(small_image, small_kernel):
    """The products were averaged instead of added.

    Your numbers are the right ones divided by the number of weights. A convolution adds the products up; it
    becomes a mean only when the kernel itself holds the division, as the box blur does with its ninths.
    """
    return _slide(small_image, small_kernel) / 4


def one_number(small_image, small_kernel):
    """One number was given for the whole map.

    One place gives one number; the kernel fits in more places than one. Even if the numbers are alike, the map
    is a grid.
    """
    return int(_slide(small_image, small_kernel)[0, 0])
