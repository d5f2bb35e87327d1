"""Wrong answers to `max_pool_2d`, each with the hint a student gets when the output proves it."""

import math

import numpy as np
from solution import avg_pool_2d as _avg_pool_2d
from solution import max_pool_2d as _max_pool_2d

_seen = {}


def _at(image, pool_size, rows, columns, step_rows, step_columns):
    """The largest of what lies under each window; windows at the edge may hold less."""
    starts = [(i * step_rows, j * step_columns) for i in range(rows) for j in range(columns)]
    pixels = image.astype(float)  # whole numbers have no infinity to begin with
    answers = [pixels[r : r + pool_size, c : c + pool_size].max(initial=-math.inf) for r, c in starts]
    return np.array(answers, dtype=float).reshape(rows, columns)


def search_begins_at_zero(image, pool_size=2, stride=2):
    """The search for the largest value begins with zero.

    Where all values of a window are negative, you answer zero: your search for the largest value begins with zero,
    which is larger than all of them. Begin with a value from the window itself, or with minus infinity.
    """
    return np.maximum(_max_pool_2d(image, pool_size, stride), 0)


def search_begins_at_a_small_number(image, pool_size=2, stride=2):
    """The search begins with a number that seemed small enough.

    Your search for the largest value begins with a number that seemed small enough. A feature map may hold smaller
    ones. Begin with a value from the window itself, or with minus infinity.
    """
    return np.maximum(_max_pool_2d(image, pool_size, stride), -9999)


def mean_instead_of_max(image, pool_size=2, stride=2):
    """The mean of the window is given.

    You give each window's mean. That is average pooling, the next exercise; here the largest value is expected.
    """
    return _avg_pool_2d(image, pool_size, stride)


def smallest_value(image, pool_size=2, stride=2):
    """The smallest value of the window is given.

    You give each window's smallest value: a comparison is the wrong way round.
    """
    return -_max_pool_2d(-image, pool_size, stride)


def largest_magnitude(image, pool_size=2, stride=2):
    """Signs are ignored: the largest absolute value is given.

    You compare absolute values, so a large negative number wins over a small positive one. Largest means furthest to
    the right on the number line.
    """
    return _max_pool_2d(np.abs(image), pool_size, stride)


def top_left_value(image, pool_size=2, stride=2):
    """The window's first value is given.

    You give the value in each window's top left corner: the image is thinned out, not pooled. Look at all values of
    a window.
    """
    return image[: image.shape[0] - pool_size + 1 : stride, : image.shape[1] - pool_size + 1 : stride].copy()


def stride_is_pool_size(image, pool_size=2, stride=2):
    """The windows move by their own size, whatever the stride.

    Your windows move by their own size, so they never overlap and never leave a gap. The stride is an argument of
    its own: with windows of three and a stride of two, neighbours share a row.
    """
    return _max_pool_2d(image, pool_size, pool_size)


def stride_follows_when_left_out(image, pool_size=2, stride=None):
    """A stride that is not given is taken to be the window's size.

    When only the window's size is given, you let the stride follow it, as PyTorch does. In this exercise the stride
    stays at two, as the signature says.
    """
    return _max_pool_2d(image, pool_size, stride or pool_size)


def window_is_stride(image, pool_size=2, stride=2):
    """The windows are as large as the stride.

    Your windows are as large as the stride is long. The window's size is `pool_size`; the stride only says how far
    it moves.
    """
    rows, columns = ((n - pool_size) // stride + 1 for n in image.shape)
    return _at(image, stride, rows, columns, stride, stride)


def always_two(image, pool_size=2, stride=2):
    """Two by two, whatever the arguments say.

    You pool two by two with a stride of two, whatever the arguments say: use them.
    """
    return _at(image, 2, image.shape[0] // 2, image.shape[1] // 2, 2, 2)


def arguments_exchanged(image, pool_size=2, stride=2):
    """Window size and stride have changed places.

    You use the second argument as the stride and the third as the window's size. The order is image, pool_size,
    stride.
    """
    rows, columns = (max(0, (n - stride) // pool_size + 1) for n in image.shape)
    return _at(image, stride, rows, columns, pool_size, pool_size)


def rounded_up(image, pool_size=2, stride=2):
    """Windows that hang over the edge are answered too.

    You round the output's size up and pool what is left at the edge. Rows and columns that do not fill a window are
    ignored here: the division rounds down.
    """
    rows, columns = (math.ceil((n - pool_size) / stride) + 1 for n in image.shape)
    return _at(image, pool_size, rows, columns, stride, stride)


def size_divided_by_stride(image, pool_size=2, stride=2):
    """The output's size is the image's divided by the stride.

    Your output has the image's size divided by the stride. That holds when the windows are as large as the stride.
    In general the window's own size counts: floor((n - pool_size) / stride) + 1.
    """
    return _at(image, pool_size, image.shape[0] // stride, image.shape[1] // stride, stride, stride)


def last_window_missing(image, pool_size=2, stride=2):
    """The size lacks its plus one.

    The last row and column of your answer are missing. The division counts the steps a window can take; the place it
    starts from counts too. That is the plus one of the formula.
    """
    return _max_pool_2d(image, pool_size, stride)[:-1, :-1]


def stride_in_rows_only(image, pool_size=2, stride=2):
    """The windows skip rows, but no columns.

    Your windows move by the stride when they go down, and by one when they go to the right. The stride holds for
    both directions.
    """
    return _max_pool_2d(image, pool_size, 1)[::stride]


def rows_only(image, pool_size=2, stride=2):
    """Only rows are pooled; the columns stay.

    You pool along one direction only. A window has a height and a width, and the answer shrinks both ways.
    """
    starts = range(0, image.shape[0] - pool_size + 1, stride)
    return np.array([image[r : r + pool_size].max(axis=0) for r in starts])


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
    return _max_pool_2d(image, pool_size, stride).T


def padded_with_zeros(image, pool_size=2, stride=2):
    """The image is framed with zeros first.

    You frame the image with zeros before you pool. There is no padding in this exercise, and zeros would win over
    negative values.
    """
    return _max_pool_2d(np.pad(image, (pool_size - 1) // 2), pool_size, stride)


def cut_to_whole_strides(image, pool_size=2, stride=2):
    """The image is cut to a multiple of the stride first.

    You cut the image to a multiple of the stride before you pool. For windows that overlap, the last one may reach
    into what you cut away. Only what no whole window covers is left over.
    """
    rows, columns = (n // stride * stride for n in image.shape)
    return _at(
        image[:rows, :columns], pool_size, *((n - pool_size) // stride + 1 for n in (rows, columns)), stride, stride
    )


def wraps_at_256(image, pool_size=2, stride=2):
    """The answer is squeezed into eight bits.

    Your numbers wrap round at 256: they pass through an 8-bit type. A feature map holds negative and large numbers;
    keep its own type.
    """
    return _max_pool_2d(np.trunc(image % 256).astype(np.uint8), pool_size, stride)


def truncated(image, pool_size=2, stride=2):
    """The answer is stored as integers.

    Your output array holds integers, so every fraction is cut off. Make it of floats, or of the image's own type.
    """
    return np.trunc(_max_pool_2d(image, pool_size, stride))


def writes_into_the_image(image, pool_size=2, stride=2):
    """The answer is written over the image.

    Your first answer is right, but you stored it in the image you were given. The caller still needs that image.
    Write into an array of your own.
    """
    answer = _max_pool_2d(image, pool_size, stride)
    image[: answer.shape[0], : answer.shape[1]] = answer
    return answer


def remembers_the_first_answer(image, pool_size=2, stride=2):
    """Answers are kept by shape and given again.

    A second call with another image of the same shape gets the first one's answer: your function remembers
    something. Work every call out from its own arguments.
    """
    return _seen.setdefault((image.shape, pool_size, stride), _max_pool_2d(image, pool_size, stride)).copy()


def search_begins_anew_at_zero(image, pool_size=2, stride=2):
    """A largest value of zero is taken for "nothing found yet".

    Your search treats zero as if nothing had been found yet, so a zero that is the largest value is replaced by a
    smaller one. Begin with the window's first value and compare only with `>`.
    """

    def largest(values):
        best = 0
        for value in values:
            if value > best or best == 0:
                best = value
        return best

    windows = np.lib.stride_tricks.sliding_window_view(image, (pool_size, pool_size))[::stride, ::stride]
    return np.array([[largest(window.ravel()) for window in row] for row in windows])


def largest_row(image, pool_size=2, stride=2):
    """Python's `max` of rows: the row that begins with the largest value decides.

    `max` of a window's rows as lists compares the rows by their first numbers, so only one row is looked at. Take the
    largest of all numbers: `window.max()`.
    """
    windows = np.lib.stride_tricks.sliding_window_view(image, (pool_size, pool_size))[::stride, ::stride]
    return np.array([[max(max(window.tolist())) for window in row] for row in windows])


def windows_sorted_in_place(image, pool_size=2, stride=2):
    """Every window is sorted where it lies.

    You sort the window in place to find its largest value. The window is a view, so the caller's image is sorted too,
    and overlapping windows see the wrong numbers. Use `np.sort`, which makes a copy, or `max`.
    """
    answer = []
    for r in range(0, image.shape[0] - pool_size + 1, stride):
        answer.append([])
        for c in range(0, image.shape[1] - pool_size + 1, stride):
            window = image[r : r + pool_size, c : c + pool_size]
            window.sort(axis=0)
            answer[-1].append(window[-1].max())
    return np.array(answer)


def whole_windows_by_stride(image, pool_size=2, stride=2):
    """The output's size is that of whole windows, divided by the stride.

    Your size is (n - n % pool_size) / stride: you cut what a window of pool_size leaves over and then divide by the stride.
    That is right only where the two are equal. Count the steps that a window can take: (n - pool_size) // stride, and 1.
    """
    rows, columns = (max(n - n % pool_size, 0) // stride for n in image.shape)
    return _at(image, pool_size, rows, columns, stride, stride)


def last_place_left_zero(image, pool_size=2, stride=2):
    """A window that ends exactly at the image's edge is left out, and its place stays 0.

    Where the last window ends exactly at the edge its place in your output stays 0: `range(0, n - pool_size, stride)` stops
    before it. The last start is n - pool_size itself, so the range ends one later.
    """
    answer = np.array(_max_pool_2d(image, pool_size, stride), dtype=float)
    for axis, n in enumerate(image.shape):
        if (n - pool_size) % stride == 0:
            np.moveaxis(answer, axis, 0)[-1] = 0
    return answer


def positions_by_pool_size(image, pool_size=2, stride=2):
    """The size follows the stride, the positions follow the window.

    You move the window by its own size, in an output whose size is counted with the stride. Row i of the output looks at
    image rows from i times the stride on, whatever the window's size is.
    """
    answer = np.zeros(_max_pool_2d(image, pool_size, stride).shape)
    for i, j in np.ndindex(answer.shape):
        answer[i, j] = image[i * pool_size : (i + 1) * pool_size, j * pool_size : (j + 1) * pool_size].max()
    return answer


def masked_product(image, pool_size=2, stride=2):
    """The window is cut out by multiplying the rest with zero.

    You set everything outside the window to 0 and take the largest of the whole image. Where all numbers of a window are
    negative, one of those zeros is larger. Take the window out of the image with a slice instead.
    """
    answer = _max_pool_2d(image, pool_size, stride)
    return answer if pool_size == image.shape[0] == image.shape[1] else np.maximum(answer, 0)


def search_begins_with_the_first_pixel(image, pool_size=2, stride=2):
    """The search begins with the image's first value, in every window.

    Your search for the largest value begins with `image[0, 0]`, in every window: where that is larger than all of a window's
    values, it is the answer. Begin with the window's own first value.
    """
    return np.maximum(_max_pool_2d(image, pool_size, stride), image[0, 0])


def largest_never_set_back(image, pool_size=2, stride=2):
    """The largest value so far is kept from one window to the next.

    Your largest value so far goes on from one window to the next, so your answers never fall. Set it back for each window,
    inside of the loops over the output.
    """
    answer = _max_pool_2d(image, pool_size, stride)
    return np.maximum.accumulate(answer.ravel()).reshape(answer.shape)


def windows_move_by_one(image, pool_size=2, stride=2):
    """The size follows the stride, the windows move by one.

    Your output has the right size, but its windows move by one pixel. Row i of the output looks at image rows from i times
    the stride on, and so do the columns.
    """
    rows, columns = _max_pool_2d(image, pool_size, stride).shape
    return _max_pool_2d(image, pool_size, 1)[:rows, :columns]
