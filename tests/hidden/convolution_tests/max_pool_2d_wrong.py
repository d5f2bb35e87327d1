"""Wrong implementations of `max_pool_2d`, each with the hint that is given where all tests pass on it."""

import numpy as np
from right import loops as _right


def _sliding(image, pool_size, stride):
    """All windows."""
    return np.lib.stride_tricks.sliding_window_view(image, (pool_size, pool_size))[::stride, ::stride]


def begins_its_search_at_zero(image, pool_size=2, stride=2):
    """begins its search for the largest number with 0.

    Is there a window in your tests without a positive number?

    >>> max_pool_2d(np.full((2, 2), -1.0))
    """
    return np.maximum(_right(image, pool_size, stride), 0)


def answers_the_mean(image, pool_size=2, stride=2):
    """answers each window's mean.

    Do any two numbers of a window differ?

    >>> max_pool_2d(np.eye(2))
    """
    return _sliding(image, pool_size, stride).mean(axis=(2, 3))


def answers_the_largest_magnitude(image, pool_size=2, stride=2):
    """answers the largest number without its sign.

    Is there a window in your tests whose largest number is not the one furthest from 0?

    >>> max_pool_2d(np.array([[1.0, -2.0], [0.0, 0.0]]))
    """
    return _right(np.abs(image), pool_size, stride)


def answers_the_top_left(image, pool_size=2, stride=2):
    """answers each window's first number.

    Where in their windows are the largest numbers of your tests?

    >>> max_pool_2d(np.array([[0.0, 1.0], [0.0, 0.0]]))
    """
    return _sliding(image, pool_size, stride)[:, :, 0, 0].copy()


def moves_by_the_window(image, pool_size=2, stride=2):
    """moves its windows by their own size, whatever the stride is.

    Do your tests have a stride that is not the window's size?

    >>> max_pool_2d(np.eye(3), pool_size=2, stride=1)
    """
    return _right(image, pool_size, pool_size)


def lets_the_stride_follow(image, pool_size=2, stride=None):
    """takes the window's size for the stride where no stride is given.

    By its signature the stride is 2 unless another one is given. Does a test give the window's size alone?

    >>> max_pool_2d(np.ones((5, 5)), 3)
    """
    return _right(image, pool_size, stride or pool_size)


def pools_two_by_two(image, pool_size=2, stride=2):
    """pools two by two, whatever its window's size is.

    Do your tests have windows of another size?

    >>> max_pool_2d(np.diag([0.0, 0.0, 1.0]), pool_size=3)
    """
    rows, columns = ((n - pool_size) // stride + 1 for n in image.shape)
    return _sliding(image, min(2, pool_size), stride).max(axis=(2, 3))[:rows, :columns]


def rounds_the_size_up(image, pool_size=2, stride=2):
    """answers for a last window that hangs over the edge.

    Rows and columns that fill no window are ignored. Do your tests have any?

    >>> max_pool_2d(np.ones((3, 2)))
    """
    more = [(0, (pool_size - n) % stride) for n in image.shape]
    return _right(np.pad(image, more, mode="edge"), pool_size, stride)


def divides_the_size_by_the_stride(image, pool_size=2, stride=2):
    """has an output of the image's size divided by the stride.

    That is right where windows are as large as the stride. Do your tests have windows that overlap?

    >>> max_pool_2d(np.ones((4, 4)), pool_size=3, stride=1)
    """
    rows, columns = (max(0, n // stride - (n - pool_size) // stride - 1) for n in image.shape)
    return np.pad(_right(image, pool_size, stride), ((0, rows), (0, columns)), mode="edge")


def strides_over_rows_only(image, pool_size=2, stride=2):
    """moves by the stride when it goes down, and by one when it goes to the right.

    Does any test look at the width of the output?

    >>> max_pool_2d(np.ones((2, 3)))
    """
    return _right(image, pool_size, 1)[::stride]


def square_images_only(image, pool_size=2, stride=2):
    """takes the image's height for its width.

    Which shapes do your images have?

    >>> max_pool_2d(np.ones((2, 4)))
    """
    side = image.shape[0]
    wide = np.zeros((side, max(side, image.shape[1])))
    wide[:, : image.shape[1]] = image
    return _right(wide[:, :side], pool_size, stride)


def lays_its_answer_down(image, pool_size=2, stride=2):
    """exchanges the rows and columns of its answer.

    Can one tell the rows from the columns in the answers of your tests?

    >>> max_pool_2d(np.ones((2, 4)))
    """
    return _right(image, pool_size, stride).T


def frames_with_zeros(image, pool_size=2, stride=2):
    """frames the image with zeros where windows are larger than two.

    There is no padding. Do your tests have windows of three?

    >>> max_pool_2d(np.ones((3, 3)), pool_size=3)
    """
    return _right(np.pad(image, (pool_size - 1) // 2), pool_size, stride)


def cuts_fractions_off(image, pool_size=2, stride=2):
    """stores its answers as whole numbers.

    Are there fractions in your images?

    >>> max_pool_2d(np.full((2, 2), 0.5))
    """
    return np.trunc(_right(image, pool_size, stride))


def changes_its_image(image, pool_size=2, stride=2):
    """sorts the image it was given.

    The caller still needs it. Does a test look at the image after the call?

    >>> image = np.array([[2.0, 1.0], [0.0, 0.0]]); max_pool_2d(image); image
    """
    answer = _right(image, pool_size, stride)
    image.sort()
    return answer
