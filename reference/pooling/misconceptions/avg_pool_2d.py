"""Wrong answers to `avg_pool_2d`, each with the hint a student gets when the output proves it."""

import math

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from solution import avg_pool_2d as _avg_pool_2d
from solution import max_pool_2d as _max_pool_2d


def _at(image, pool_size, rows, columns, step_rows, step_columns, reduce=np.mean):
    """What `reduce` makes of each window; windows at the edge may hold less."""
    starts = [(i * step_rows, j * step_columns) for i in range(rows) for j in range(columns)]
    windows = (image[r : r + pool_size, c : c + pool_size] for r, c in starts)
    return np.array([reduce(w) if w.size else 0 for w in windows], dtype=float).reshape(rows, columns)


def sum_instead_of_mean(image, pool_size=2, stride=2):
    """The values are added up and not divided.

    You give each window's sum. Divide by the number of values in a window.
    """
    return _avg_pool_2d(image, pool_size, stride) * pool_size**2


def divided_by_side(image, pool_size=2, stride=2):
    """The sum is divided by the window's side.

    You divide by the window's side. A window of side k holds k times k values.
    """
    return _avg_pool_2d(image, pool_size, stride) * pool_size


def divided_by_stride(image, pool_size=2, stride=2):
    """The sum is divided by the stride squared.

    You divide by the stride squared. That is right when window and stride are of the same size; in general the
    window's size counts.
    """
    return _avg_pool_2d(image, pool_size, stride) * pool_size**2 / stride**2


def divided_by_four(image, pool_size=2, stride=2):
    """The sum is always divided by four.

    You always divide by four. That is right for windows of two by two only.
    """
    return _avg_pool_2d(image, pool_size, stride) * pool_size**2 / 4


def zeros_left_out(image, pool_size=2, stride=2):
    """The mean is over the values that are not zero.

    You divide by the number of values that are not zero. Zeros are values like others: they count.
    """
    counts = _avg_pool_2d((image != 0).astype(float), pool_size, stride)
    return _avg_pool_2d(image, pool_size, stride) / np.maximum(counts, 1 / pool_size**2)


def max_instead_of_mean(image, pool_size=2, stride=2):
    """The largest value of the window is given.

    You give each window's largest value. That is max pooling; here the mean is expected.
    """
    return _max_pool_2d(image, pool_size, stride)


def median_instead_of_mean(image, pool_size=2, stride=2):
    """The median of the window is given.

    You give each window's median, the value in the middle of the sorted ones. The mean is expected: the sum, divided by
    how many there are.
    """
    return np.median(sliding_window_view(image, (pool_size, pool_size))[::stride, ::stride], axis=(2, 3))


def middle_of_extremes(image, pool_size=2, stride=2):
    """The middle between the smallest and the largest value is given.

    You give the middle between the smallest and the largest value of a window. The mean takes all values into
    account.
    """
    return (_max_pool_2d(image, pool_size, stride) - _max_pool_2d(-image, pool_size, stride)) / 2


def integer_division(image, pool_size=2, stride=2):
    """The sum of integers is divided without a remainder.

    For an image of integers your means have no fractions: `//` throws the remainder away. Divide with `/`.
    """
    answer = _avg_pool_2d(image, pool_size, stride)
    return np.floor(answer) if image.dtype.kind == "i" else answer


def integer_truncation(image, pool_size=2, stride=2):
    """The answer is stored in the image's integer type.

    Your output array takes over the image's type, and an image of integers then cuts every fraction off. Ask for an
    output of floats.
    """
    return _avg_pool_2d(image, pool_size, stride).astype(image.dtype)


def rounded(image, pool_size=2, stride=2):
    """The answer is rounded to two decimals.

    Your numbers are right to two decimals and then stop: you round them. Round when you print, never in what you
    return.
    """
    return np.round(_avg_pool_2d(image, pool_size, stride), 2)


def stride_is_pool_size(image, pool_size=2, stride=2):
    """The windows move by their own size, whatever the stride.

    Your windows move by their own size, so they never overlap and never leave a gap. The stride is an argument of
    its own.
    """
    return _avg_pool_2d(image, pool_size, pool_size)


def stride_follows_when_left_out(image, pool_size=2, stride=None):
    """A stride that is not given is taken to be the window's size.

    When only the window's size is given, you let the stride follow it, as PyTorch does. In this exercise the stride
    stays at two, as the signature says.
    """
    return _avg_pool_2d(image, pool_size, stride or pool_size)


def stride_ignored(image, pool_size=2, stride=2):
    """Every position is answered, whatever the stride.

    Your windows move by one, so the answer is hardly smaller than the image: a blur. They move by `stride`.
    """
    return _avg_pool_2d(image, pool_size, 1)


def always_two(image, pool_size=2, stride=2):
    """Two by two, whatever the arguments say.

    You pool two by two with a stride of two, whatever the arguments say: use them.
    """
    return _at(image, 2, image.shape[0] // 2, image.shape[1] // 2, 2, 2)


def rounded_up(image, pool_size=2, stride=2):
    """Windows that hang over the edge are averaged too.

    You round the output's size up and average what is left at the edge. Rows and columns that do not fill a window
    are ignored here: the division rounds down.
    """
    rows, columns = (math.ceil((n - pool_size) / stride) + 1 for n in image.shape)
    return _at(image, pool_size, rows, columns, stride, stride)


def rounded_up_with_zeros(image, pool_size=2, stride=2):
    """Windows that hang over the edge are filled up with zeros.

    You round the output's size up and count zeros for what is missing at the edge. Rows and columns that do not fill
    a window are ignored here: the division rounds down.
    """
    rows, columns = (math.ceil((n - pool_size) / stride) + 1 for n in image.shape)
    return _at(image, pool_size, rows, columns, stride, stride, np.sum) / pool_size**2


def last_window_missing(image, pool_size=2, stride=2):
    """The size lacks its plus one.

    The last row and column of your answer are missing. The division counts the steps a window can take; the place it
    starts from counts too.
    """
    return _avg_pool_2d(image, pool_size, stride)[:-1, :-1]


def square_images_only(image, pool_size=2, stride=2):
    """The image's height is used for both axes.

    You use the height of the image for its width as well. Work out the output's height from the rows and its width
    from the columns.
    """
    size = (image.shape[0] - pool_size) // stride + 1
    return _at(image, pool_size, size, size, stride, stride)


def result_transposed(image, pool_size=2, stride=2):
    """Rows and columns of the answer are exchanged.

    The numbers are right, but they lie on their side: your rows are the answer's columns.
    """
    return _avg_pool_2d(image, pool_size, stride).T


def rows_only(image, pool_size=2, stride=2):
    """Only rows are pooled; the columns stay.

    You pool along one direction only. A window has a height and a width, and the answer shrinks both ways.
    """
    starts = range(0, image.shape[0] - pool_size + 1, stride)
    return np.array([image[r : r + pool_size].mean(axis=0) for r in starts])


def writes_into_the_image(image, pool_size=2, stride=2):
    """The answer is written over the image.

    Your first answer is right, but you stored it in the image you were given. The caller still needs that image.
    Write into an array of your own.
    """
    answer = _avg_pool_2d(image, pool_size, stride)
    image[: answer.shape[0], : answer.shape[1]] = answer
    return answer


def blocks_mixed_by_reshape(image, pool_size=2, stride=2):
    """Windows that touch are cut out by a reshape with its axes in the wrong order.

    You cut the image into blocks with `reshape`, but its axes stand in the wrong order, so numbers of different windows
    are averaged. Rows split into (H', k) and columns into (W', k): reshape to (H', k, W', k) and average axes 1 and 3.
    """
    if pool_size != stride:
        return _avg_pool_2d(image, pool_size, stride)
    rows, columns = (n // stride for n in image.shape)
    whole = image[: rows * stride, : columns * stride]
    return whole.reshape(rows, stride, stride, columns).mean(axis=(1, 2))


def halved_again_and_again(image, pool_size=2, stride=2):
    """The mean of the mean so far and the next value is taken.

    You average the mean so far with the next value. That gives the last value half of the weight, the one before a
    quarter, and so on. Add all values up first and divide once.
    """
    windows = sliding_window_view(image, (pool_size, pool_size))[::stride, ::stride]
    means = windows[..., 0, 0].astype(float)
    for m, n in list(np.ndindex(pool_size, pool_size))[1:]:
        means = (means + windows[..., m, n]) / 2
    return means


def one_column_of_the_window(image, pool_size=2, stride=2):
    """Each window's first column is averaged.

    You average only the first column of every window. `mean(axis=0)` gives a mean for each column; without an axis it
    is the mean of them all.
    """
    windows = sliding_window_view(image, (pool_size, pool_size))[::stride, ::stride]
    return windows[..., 0].mean(axis=-1)


def size_divided_by_stride(image, pool_size=2, stride=2):
    """The output's size is the image's divided by the stride.

    Your output has the image's size divided by the stride, and its last windows hang over the edge. In general the window's
    own size counts: floor((n - pool_size) / stride) + 1.
    """
    return _at(image, pool_size, image.shape[0] // stride, image.shape[1] // stride, stride, stride)


def size_divided_and_rounded_up(image, pool_size=2, stride=2):
    """The output's size is the image's divided by the stride, rounded up.

    You begin a window at every stride-th pixel, also where it hangs over the edge, and average what is left of it. Only
    whole windows count: floor((n - pool_size) / stride) + 1.
    """
    rows, columns = (-(-n // stride) for n in image.shape)
    return _at(image, pool_size, rows, columns, stride, stride)


def always_rounded_down(image, pool_size=2, stride=2):
    """The sum is divided without a remainder, whatever the image holds.

    Your means have no fractions: `//` throws the remainder away, of floats too. Divide with `/`.
    """
    return np.floor(_avg_pool_2d(image, pool_size, stride))


def sum_never_set_back(image, pool_size=2, stride=2):
    """The sum goes on from one window to the next.

    Your sum goes on from one window to the next, so each answer holds all windows before it. Set it back to 0 for each
    window, inside of the loops over the output.
    """
    answer = _avg_pool_2d(image, pool_size, stride)
    return np.cumsum(answer).reshape(answer.shape)


def windows_move_by_one(image, pool_size=2, stride=2):
    """The size follows the stride, the windows move by one.

    Your output has the right size, but its windows move by one pixel. Row i of the output looks at image rows from i times
    the stride on, and so do the columns.
    """
    rows, columns = _avg_pool_2d(image, pool_size, stride).shape
    return _avg_pool_2d(image, pool_size, 1)[:rows, :columns]
