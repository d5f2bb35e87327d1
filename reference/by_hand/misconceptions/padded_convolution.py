"""Wrong answers to `padded_convolution`, each from a wrong procedure."""

import numpy as np

KERNEL = np.array([[0, -1, 0], [-1, 4, -1], [0, -1, 0]])


def _slide(picture, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(picture, kernel.shape)
    return np.einsum("ijmn,mn->ij", windows, kernel)


def padding_forgotten(padded_image):
    """The map was made without padding.

    Your map has only the places where the kernel lies inside the picture. Padding 1 is expected: write a border of
    zeros around the picture first, and let the kernel start half outside. The map is then as large as the
    picture.
    """
    return _slide(padded_image, KERNEL)


def border_repeated(padded_image):
    """The border repeated the picture's edge instead of holding zeros.

    Your border continues the picture outwards. Zero padding was asked: everything outside the picture is 0, so
    weights there add nothing.
    """
    return _slide(np.pad(padded_image, 1, mode="edge"), KERNEL)


def border_wrapped(padded_image):
    """The border came from the picture's other side.

    Your border takes the numbers from the opposite side, as if the picture were wrapped around a ball. Zero
    padding was asked: everything outside is 0.
    """
    return _slide(np.pad(padded_image, 1, mode="wrap"), KERNEL)


def border_mirrored(padded_image):
    """The border mirrored the picture.

    Your border mirrors the rows inside. Zero padding was asked: everything outside the picture is 0.
    """
    return _slide(np.pad(padded_image, 1, mode="reflect"), KERNEL)


def border_of_ones(padded_image):
    """The border was filled with ones.

    Padding means zeros here: numbers outside the picture add nothing.
    """
    return _slide(np.pad(padded_image, 1, constant_values=1), KERNEL)


def too_much_padding(padded_image):
    """The border was two wide.

    Your map is larger than the picture: the border is one row too wide. Padding 1 is one row of zeros on each
    side.
    """
    return _slide(np.pad(padded_image, 2), KERNEL)


def padding_on_one_side(padded_image):
    """Zeros were put above and to the left only.

    Padding goes on all four sides. Yours is above and to the left only, so the map is too small.
    """
    return _slide(np.pad(padded_image, ((1, 0), (1, 0))), KERNEL)


def border_left_zero(padded_image):
    """The map inside was right, with zeros put around it.

    You padded the answer instead of the picture. The kernel is laid on the border places too: there some of its
    weights meet zeros, and the others meet pixels.
    """
    return np.pad(_slide(padded_image, KERNEL), 1)


def signs_swapped(padded_image):
    """The kernel with the opposite signs was used.

    Every number has the wrong sign: you used the Laplacian with -4 in the middle, which some texts print. Here
    the middle is 4 and its four neighbours are -1.
    """
    return -_slide(np.pad(padded_image, 1), KERNEL)


def all_eight_neighbours(padded_image):
    """The corners of the kernel were counted as -1 too.

    You took all eight neighbours away. The corners of this kernel are 0: only the numbers above, below, left
    and right count.
    """
    return _slide(np.pad(padded_image, 1), np.where(KERNEL == 0, -1, KERNEL))


def mean_of_products(padded_image):
    """The products were averaged instead of added.

    Your numbers are the right ones divided by the number of weights. A convolution adds the products up; it
    becomes a mean only when the kernel itself holds the division, as the box blur does with its ninths.
    """
    return _slide(np.pad(padded_image, 1), KERNEL) / 9


def negative_numbers_cut_off(padded_image):
    """Negative sums were replaced by zero.

    Your map has zeros where the right one has negative numbers. Cutting negative numbers off is what an
    activation (ReLU) does after a convolution. The convolution itself may give any sign; leave the negative
    sums as they are.
    """
    return np.maximum(_slide(np.pad(padded_image, 1), KERNEL), 0)
