"""Wrong answers to `im2col`, each with the hint a student gets when the output proves it."""

import numpy as np
from solution import im2col as _im2col


def _both(k):
    return tuple(k) if isinstance(k, tuple) else (k, k)


def _parts(x, kernel_size, stride, padding):
    rows, columns = _both(kernel_size)
    answer = _im2col(x, (rows, columns), stride, padding)
    down = (x.shape[2] + 2 * padding - rows) // stride + 1
    return answer.reshape(*x.shape[:2], rows, columns, down, -1)


def channels_last(x, kernel_size, stride=1, padding=0):
    """In a column the channels of a pixel stand together.

    Your columns hold all channels of the first pixel, then all of the second. Expected is the order of
    `weight.reshape(C_out, -1)`: all of a patch's first channel, row by row, then all of the second.
    """
    parts = _parts(x, kernel_size, stride, padding)
    return parts.transpose(0, 2, 3, 1, 4, 5).reshape(len(x), -1, parts.shape[4] * parts.shape[5])


def patches_as_rows(x, kernel_size, stride=1, padding=0):
    """Every patch is a row in place of a column.

    Your numbers are right, and lie on their side: a patch is a row. Then weight times patches does not fit. Exchange the
    last two axes.
    """
    return _im2col(x, kernel_size, stride, padding).swapaxes(1, 2)


def places_column_by_column(x, kernel_size, stride=1, padding=0):
    """The places are taken down the columns first.

    Your columns stand in the order top to bottom, then left to right. The output is row-major: along the first row,
    then along the second. Let the loop over columns be the inner one.
    """
    parts = _parts(x, kernel_size, stride, padding)
    return parts.swapaxes(4, 5).reshape(len(x), -1, parts.shape[4] * parts.shape[5])


def patch_transposed(x, kernel_size, stride=1, padding=0):
    """A patch is read down its columns.

    Within a column your patch stands column by column. It is read row by row, as `reshape` does.
    """
    parts = _parts(x, kernel_size, stride, padding)
    return parts.swapaxes(2, 3).reshape(len(x), -1, parts.shape[4] * parts.shape[5])


def stride_forgotten(x, kernel_size, stride=1, padding=0):
    """The stride is not used.

    You take every patch. With a stride, patches begin that many rows and columns apart.
    """
    return _im2col(x, kernel_size, 1, padding)


def padding_forgotten(x, kernel_size, stride=1, padding=0):
    """The padding is not used.

    Your patches lie inside the image only. `padding` puts that many zeros on all four sides first.
    """
    return _im2col(x, kernel_size, stride, 0)


def kernel_turned(x, kernel_size, stride=1, padding=0):
    """The patches are turned by 180 degrees.

    Each of your patches stands on its head, as for the mathematician's convolution. Here the kernel is not flipped, so that
    the patch is read from its top left pixel.
    """
    return _parts(x, kernel_size, stride, padding)[:, :, ::-1, ::-1].reshape(
        _im2col(x, kernel_size, stride, padding).shape
    )


def square_kernel(x, kernel_size, stride=1, padding=0):
    """The kernel's rows are used for its columns as well.

    Your patches are square, with as many columns as the kernel has rows. `kernel_size` may be a pair: rows, then columns.
    """
    return _im2col(x, _both(kernel_size)[0], stride, padding)


def pair_exchanged(x, kernel_size, stride=1, padding=0):
    """The pair of the kernel's size is taken as columns, rows.

    The first number of `kernel_size` is the number of rows, the second that of columns: as in every shape.
    """
    return _im2col(x, _both(kernel_size)[::-1], stride, padding)


def first_image_only(x, kernel_size, stride=1, padding=0):
    """Every image gets the first one's columns.

    All images of your batch have the columns of the first. Look where the batch's index is used.
    """
    return np.repeat(_im2col(x[:1], kernel_size, stride, padding), len(x), axis=0)


def ends_too_early(x, kernel_size, stride=1, padding=0):
    """The last row and column of places is missing.

    An axis of length n has floor((n - k) / s) + 1 places: the + 1 is missing, or a `range` ends one too early.
    """
    parts = _parts(x, kernel_size, stride, padding)[..., :-1, :-1]
    return parts.reshape(len(x), -1, parts.shape[4] * parts.shape[5])


def one_matrix_of_rows(x, kernel_size, stride=1, padding=0):
    """The patches of all images are the rows of one matrix.

    That is the form `(N * H' * W', C * kH * kW)` of some books. Expected is a matrix for each image, with a patch as a column:
    `(N, C * kH * kW, H' * W')`.
    """
    patches = _im2col(x, kernel_size, stride, padding)
    return patches.swapaxes(1, 2).reshape(-1, patches.shape[1])


def one_matrix_image_by_image(x, kernel_size, stride=1, padding=0):
    """The patches of all images are the columns of one matrix, image by image.

    Expected is a matrix for each image: the first axis counts the images, `(N, C * kH * kW, H' * W')`.
    """
    return np.concatenate(list(_im2col(x, kernel_size, stride, padding)), axis=1)


def one_matrix_place_by_place(x, kernel_size, stride=1, padding=0):
    """The patches of all images are the columns of one matrix, place by place.

    At every place you take all images, and then go to the next place. Expected is a matrix for each image: the first axis
    counts the images, `(N, C * kH * kW, H' * W')`.
    """
    patches = _im2col(x, kernel_size, stride, padding)
    return patches.transpose(1, 2, 0).reshape(patches.shape[1], -1)
