"""Wrong answers to `col2im`, each with the hint a student gets when the output proves it."""

import numpy as np
from solution import col2im as _col2im


def _both(k):
    return tuple(k) if isinstance(k, tuple) else (k, k)


def _last_written(columns, input_shape, kernel_size, stride, padding):
    n, c, h, w = input_shape
    rows, across = _both(kernel_size)
    out = np.zeros((n, c, h + 2 * padding, w + 2 * padding), dtype=columns.dtype)
    down, right = (h + 2 * padding - rows) // stride + 1, (w + 2 * padding - across) // stride + 1
    patches = columns.reshape(n, c, rows, across, down, right)
    for i in range(down):
        for j in range(right):
            out[:, :, i * stride : i * stride + rows, j * stride : j * stride + across] = patches[..., i, j]
    return out


def overwritten(columns, input_shape, kernel_size, stride=1, padding=0):
    """Where patches overlap, the last one wins.

    A pixel that several patches cover gets only the last one's number. They add up: `+=` in place of `=`.
    """
    out = _last_written(columns, input_shape, kernel_size, stride, padding)
    return out[:, :, padding : padding + input_shape[2], padding : padding + input_shape[3]]


def averaged(columns, input_shape, kernel_size, stride=1, padding=0):
    """Where patches overlap, their mean is taken.

    You divide by the number of patches over a pixel. That undoes `im2col`; the transpose of it, which a backward pass needs,
    adds them up.
    """
    counts = _col2im(np.ones(columns.shape), input_shape, kernel_size, stride, padding)
    return _col2im(columns, input_shape, kernel_size, stride, padding) / np.maximum(counts, 1)


def padding_kept(columns, input_shape, kernel_size, stride=1, padding=0):
    """The padding is not cut off.

    Your image has the padding around it. It belonged to no pixel: cut `padding` rows and columns off on all sides.
    """
    n, c, h, w = input_shape
    return _col2im(columns, (n, c, h + 2 * padding, w + 2 * padding), kernel_size, stride, 0)


def padding_cut_once(columns, input_shape, kernel_size, stride=1, padding=0):
    """The padding is cut off at the lower and right edge only.

    Your image begins in the padding. Cut at the top and on the left as well: row 0 of the image is row `padding`.
    """
    n, c, h, w = input_shape
    return _col2im(columns, (n, c, h + 2 * padding, w + 2 * padding), kernel_size, stride, 0)[:, :, :h, :w]


def stride_forgotten(columns, input_shape, kernel_size, stride=1, padding=0):
    """The patches lie side by side, whatever the stride.

    Your patches begin one pixel apart. The place i of the output begins at row i * stride.
    """
    n, c, h, w = input_shape
    rows, across = _both(kernel_size)
    down, right = (h + 2 * padding - rows) // stride + 1, (w + 2 * padding - across) // stride + 1
    near = _col2im(columns, (n, c, down + rows - 1, right + across - 1), (rows, across), 1, 0)
    out = np.zeros((n, c, h + 2 * padding, w + 2 * padding), dtype=near.dtype)
    out[:, :, : near.shape[2], : near.shape[3]] = near[:, :, : out.shape[2], : out.shape[3]]
    return out[:, :, padding : padding + h, padding : padding + w]


def channels_last(columns, input_shape, kernel_size, stride=1, padding=0):
    """The columns are read as if a pixel's channels stood together.

    A column holds its patch channel by channel: (C, kH, kW) is its shape, not (kH, kW, C).
    """
    n, c = input_shape[:2]
    rows, across = _both(kernel_size)
    turned = columns.reshape(n, rows, across, c, -1).transpose(0, 3, 1, 2, 4).reshape(columns.shape)
    return _col2im(turned, input_shape, kernel_size, stride, padding)


def places_column_by_column(columns, input_shape, kernel_size, stride=1, padding=0):
    """The places are taken down the columns first.

    The columns stand in row-major order: along the first row of places, then along the second.
    """
    n, _, h, w = input_shape
    rows, across = _both(kernel_size)
    down, right = (h + 2 * padding - rows) // stride + 1, (w + 2 * padding - across) // stride + 1
    turned = columns.reshape(n, -1, right, down).swapaxes(2, 3).reshape(columns.shape)
    return _col2im(turned, input_shape, kernel_size, stride, padding)


def kernel_turned(columns, input_shape, kernel_size, stride=1, padding=0):
    """The patches are turned by 180 degrees.

    A column holds its patch from the top left pixel on; you put it back standing on its head.
    """
    n, c = input_shape[:2]
    rows, across = _both(kernel_size)
    turned = columns.reshape(n, c, rows, across, -1)[:, :, ::-1, ::-1].reshape(columns.shape)
    return _col2im(turned, input_shape, kernel_size, stride, padding)


def first_image_only(columns, input_shape, kernel_size, stride=1, padding=0):
    """Every image is made of the first one's columns.

    All images you give are the first. Look where the batch's index is used.
    """
    return _col2im(np.repeat(columns[:1], len(columns), axis=0), input_shape, kernel_size, stride, padding)


def channels_summed(columns, input_shape, kernel_size, stride=1, padding=0):
    """Every channel gets the sum over all channels.

    Your channels are all alike: the columns of all of them were added into each. A column's part for a channel goes to that channel.
    """
    right = _col2im(columns, input_shape, kernel_size, stride, padding)
    return np.broadcast_to(right.sum(axis=1, keepdims=True), right.shape).copy()
