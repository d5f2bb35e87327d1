"""Wrong answers to `five_by_five`, each from a wrong procedure."""

import numpy as np


def _slide(picture, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(picture, kernel.shape)
    return np.einsum("ijmn,mn->ij", windows, kernel)


def flipped_kernel(large_image, large_kernel):
    """The kernel was flipped before it was laid on the picture.

    Your map is what the kernel gives after it has been turned by half a turn. Mathematicians flip the kernel
    when they convolve; deep learning does not, and neither does this course. Lay the kernel on the picture as
    it is printed: its top left weight goes on the window's top left number.
    """
    return _slide(large_image, large_kernel[::-1, ::-1])


def transposed_kernel(large_image, large_kernel):
    """Rows and columns of the kernel changed places.

    Your map belongs to a kernel whose rows and columns have changed places. Read the kernel row by row, as it
    is printed: the first row of weights meets the first row of the window.
    """
    return _slide(large_image, large_kernel.T)


def padded_to_same_size(large_image, large_kernel):
    """The picture got a border of zeros although none was asked.

    Your map is as large as the picture, so zeros must have been put around it first. Nothing is said about
    padding here, so there is none: the kernel stays inside the picture, and the map is smaller by the kernel's
    size less one.
    """
    return _slide(np.pad(large_image, 1), large_kernel)


def map_transposed(large_image, large_kernel):
    """The map was written down column by column.

    Your numbers are right, but rows and columns have changed places. Moving the kernel to the right fills a row
    of the map; moving it down starts the next row.
    """
    return _slide(large_image, large_kernel).T


def stride_of_two(large_image, large_kernel):
    """The kernel moved by two.

    Your map skips places: the kernel has moved by two. Where nothing is said, the stride is 1: move the kernel
    by one column, and by one row when a row is done.
    """
    return _slide(large_image, large_kernel)[::2, ::2]


def last_place_forgotten(large_image, large_kernel):
    """The last row and column were left out.

    Your map lacks its last row and column. A kernel of k rows fits into n rows in n - k + 1 places: the first,
    and one for every step until it touches the bottom edge. Count the first place too.
    """
    return _slide(large_image, large_kernel)[:-1, :-1]


def sign_lost(large_image, large_kernel):
    """The sums were written down without their sign.

    Your numbers have the right size but have lost their sign. A negative answer is worth as much as a positive
    one: it says on which side the picture is brighter. Write down the sum as it comes out.
    """
    return np.abs(_slide(large_image, large_kernel))


def negative_numbers_cut_off(large_image, large_kernel):
    """Negative sums were replaced by zero.

    Your map has zeros where the right one has negative numbers. Cutting negative numbers off is what an
    activation (ReLU) does after a convolution. The convolution itself may give any sign; leave the negative
    sums as they are.
    """
    return np.maximum(_slide(large_image, large_kernel), 0)


def mean_of_products(large_image, large_kernel):
    """The products were averaged instead of added.

    Your numbers are the right ones divided by the number of weights. A convolution adds the products up; it
    becomes a mean only when the kernel itself holds the division, as the box blur does with its ninths.
    """
    return _slide(large_image, large_kernel) / 9


def windows_not_weighted(large_image, large_kernel):
    """The numbers in each window were added without the weights.

    Your numbers are the plain sums of the windows. Multiply each number by the weight that lies on it first.
    """
    return _slide(large_image, np.ones_like(large_kernel))


def one_row_of_weights(large_image, large_kernel):
    """Only the kernel's first row was used.

    You used one row of the kernel. All three rows lie on the picture: nine products go into every sum.
    """
    return _slide(large_image, large_kernel[:1])[:3]
