"""Wrong answers to `white_square_sobel`, each from a wrong procedure."""

import numpy as np


def _picture(square):
    return np.pad(np.full((3, 3), square), 1)


def _slide(picture, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(picture, kernel.shape)
    return np.einsum("ijmn,mn->ij", windows, kernel)


def other_sobel(square, sobel):
    """The Sobel kernel of the other direction was used.

    You used the kernel turned on its side. Read it row by row as printed, and see which sides of the square it
    compares.
    """
    return _slide(_picture(square), sobel.T)


def flipped_kernel(square, sobel):
    """The kernel was flipped before it was laid on the picture.

    Your map is what the kernel gives after it has been turned by half a turn. Mathematicians flip the kernel
    when they convolve; deep learning does not, and neither does this course. Lay the kernel on the picture as
    it is printed: its top left weight goes on the window's top left number.
    """
    return _slide(_picture(square), sobel[::-1, ::-1])


def sign_lost(square, sobel):
    """The sums were written down without their sign.

    Your numbers have the right size but have lost their sign. A negative answer is worth as much as a positive
    one: it says on which side the picture is brighter. Write down the sum as it comes out.
    """
    return np.abs(_slide(_picture(square), sobel))


def negative_numbers_cut_off(square, sobel):
    """Negative sums were replaced by zero.

    Your map has zeros where the right one has negative numbers. Cutting negative numbers off is what an
    activation (ReLU) does after a convolution. The convolution itself may give any sign; leave the negative
    sums as they are.
    """
    return np.maximum(_slide(_picture(square), sobel), 0)


def all_rows_weigh_one(square, sobel):
    """The weights of 2 were read as 1.

    The middle of a Sobel kernel counts twice: its weights are -2 and 2. With ones throughout it is another kernel
    (Prewitt's).
    """
    return _slide(_picture(square), np.sign(sobel))


def padded_to_same_size(square, sobel):
    """The picture got a border of zeros although none was asked.

    Your map is as large as the picture. The dark frame is part of the picture already; no further zeros are put
    around it.
    """
    return _slide(np.pad(_picture(square), 1), sobel)


def square_fills_the_picture(square, sobel):
    """The whole picture was taken to be bright.

    Your picture is bright all over, and on a flat picture this kernel gives 0. Only the middle 3 x 3 is bright:
    at its sides the windows are half dark.
    """
    return np.zeros((3, 3))


def frame_cut_off(square, sobel):
    """Only the bright middle was looked at.

    You cut the dark frame off, and with it the edges. The windows slide over the whole 5 x 5 picture.
    """
    return _slide(_picture(square)[1:4, 1:4], sobel)


def both_directions(square, sobel):
    """The strength of the edge in both directions was given.

    That is the strength of the edge, from both Sobel kernels together. Here one kernel is expected.
    """
    return np.hypot(_slide(_picture(square), sobel), _slide(_picture(square), sobel.T))


def mean_of_products(square, sobel):
    """The products were averaged instead of added.

    Your numbers are the right ones divided by the number of weights. A convolution adds the products up; it
    becomes a mean only when the kernel itself holds the division, as the box blur does with its ninths.
    """
    return _slide(_picture(square), sobel) / 9


def middle_row_everywhere(square, sobel):
    """The strongest answer was repeated.

    Near the square's corners the window lies partly on the dark frame, so fewer bright pixels are under it. Work
    these windows out too.
    """
    answer = _slide(_picture(square), sobel)
    return np.sign(answer) * np.abs(answer).max()
