"""Wrong answers to `checkerboard`, each from a wrong procedure."""

import numpy as np

KERNEL = np.array([[1, 0, 1], [0, 1, 0], [1, 0, 1]])


def _picture(board):
    return board * (np.indices((5, 5)).sum(axis=0) % 2 == 0)


def _slide(picture, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(picture, kernel.shape)
    return np.einsum("ijmn,mn->ij", windows, kernel)


def middle_forgotten(board):
    """The middle weight was left out.

    Where the four corners are bright, the middle is bright as well, and its weight is 1: five products, not
    four.
    """
    answer = _slide(_picture(board), KERNEL)
    return answer - board * (answer > 0)


def colours_swapped(board):
    """The board started with a dark corner.

    Your map belongs to the board with the colours swapped. Here the corners are bright.
    """
    return 5 * board - _slide(_picture(board), KERNEL)


def plus_instead_of_cross(board):
    """The kernel was read as a plus.

    Your kernel has its ones in a plus. The printed one has them in the corners and in the middle: a cross.
    """
    return _slide(_picture(board), np.array([[0, 1, 0], [1, 1, 1], [0, 1, 0]]))


def zero_weights_counted(board):
    """Weights of zero were counted as one.

    You added all bright pixels in each window. Where the weight is 0 the product is 0, however bright the
    pixel.
    """
    return _slide(_picture(board), np.ones_like(KERNEL))


def mean_of_products(board):
    """The products were averaged instead of added.

    Your numbers are the right ones divided by the number of weights. A convolution adds the products up; it
    becomes a mean only when the kernel itself holds the division, as the box blur does with its ninths.
    """
    return _slide(_picture(board), KERNEL) / 9


def divided_by_the_ones(board):
    """The sum was divided by the number of ones.

    You divided by the number of ones in the kernel. A convolution only adds; it divides where the weights do.
    """
    return _slide(_picture(board), KERNEL) / 5


def padded_to_same_size(board):
    """The picture got a border of zeros although none was asked.

    Your map is as large as the picture, so zeros must have been put around it first. Nothing is said about
    padding here, so there is none: the kernel stays inside the picture, and the map is smaller by the kernel's
    size less one.
    """
    return _slide(np.pad(_picture(board), 1), KERNEL)


def matching_places_counted(board):
    """Places where board and kernel agree were counted.

    You counted the places where window and kernel agree, zeros included. A convolution multiplies: two zeros
    that agree give a product of 0.
    """
    return 9 * (_slide(_picture(board), KERNEL) > 0)


def stride_of_two(board):
    """The kernel moved by two.

    Your map skips places: the kernel has moved by two. Where nothing is said, the stride is 1: move the kernel
    by one column, and by one row when a row is done.
    """
    return _slide(_picture(board), KERNEL)[::2, ::2]


def one_value_everywhere(board):
    """The same value was written everywhere.

    When the kernel moves by one column its corners fall on the other colour. Work out the second window too.
    """
    return np.full((3, 3), 5 * board)
