"""Wrong answers to `first_convolution`, each from a wrong procedure."""

import numpy as np


def _slide(picture, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(picture, kernel.shape)
    return np.einsum("ijmn,mn->ij", windows, kernel)


def flipped_kernel(image, kernel):
    """The kernel was flipped before it was laid on the picture.

    Your map is what the kernel gives after it has been turned by half a turn. Mathematicians flip the kernel
    when they convolve; deep learning does not, and neither does this course. Lay the kernel on the picture as
    it is printed: its top left weight goes on the window's top left number.
    """
    return _slide(image, kernel[::-1, ::-1])


def transposed_kernel(image, kernel):
    """Rows and columns of the kernel changed places.

    Your map belongs to a kernel whose rows and columns have changed places. Read the kernel row by row, as it
    is printed: the first row of weights meets the first row of the window.
    """
    return _slide(image, kernel.T)


def padded_to_same_size(image, kernel):
    """The picture got a border of zeros although none was asked.

    Your map is as large as the picture, so zeros must have been put around it first. Nothing is said about
    padding here, so there is none: the kernel stays inside the picture, and the map is smaller by the kernel's
    size less one.
    """
    return _slide(np.pad(image, 1), kernel)


def mean_of_products(image, kernel):
    """The products were averaged instead of added.

    Your numbers are the right ones divided by the number of weights. A convolution adds the products up; it
    becomes a mean only when the kernel itself holds the division, as the box blur does with its ninths.
    """
    return _slide(image, kernel) / 9


def negative_numbers_cut_off(image, kernel):
    """Negative sums were replaced by zero.

    Your map has zeros where the right one has negative numbers. Cutting negative numbers off is what an
    activation (ReLU) does after a convolution. The convolution itself may give any sign; leave the negative
    sums as they are.
    """
    return np.maximum(_slide(image, kernel), 0)


def first_place_only(image, kernel):
    """Only the first place of the kernel was worked out.

    You worked out the kernel's first place. It fits in more places than one: move it a column to the right,
    then a row down, and write the sums down as a grid in the same arrangement.
    """
    return _slide(image, kernel)[:1, :1]


def products_not_added(image, kernel):
    """The nine products of the first window were left standing.

    You stopped after multiplying. One place of the kernel gives one number: add the products of the window up,
    write that sum down, then move on.
    """
    return image[:3, :3] * kernel


def windows_not_weighted(image, kernel):
    """The numbers in each window were added without the weights.

    Your numbers are the plain sums of the windows. Each number must first be multiplied by the weight that lies
    on it; a weight of 0 makes it vanish, a negative weight takes it away.
    """
    return _slide(image, np.ones_like(kernel))


def one_row_of_weights(image, kernel):
    """Only the kernel's first row was used.

    You used one row of the kernel. All three rows lie on the picture: nine products go into every sum.
    """
    return _slide(image, kernel[:1])[:2]


def stray_sign(image, kernel):
    """Products under a weight of -1 were added instead of taken away.

    Look at the signs: where the kernel holds -1, the number under it is taken away from the sum, not added.
    """
    return _slide(image, np.abs(kernel))
