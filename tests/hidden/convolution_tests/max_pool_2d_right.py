"""Right implementations of `max_pool_2d`, in many styles. The first is what mutants are made of."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def loops(image, pool_size=2, stride=2):
    """Two loops over the output."""
    rows = (image.shape[0] - pool_size) // stride + 1
    columns = (image.shape[1] - pool_size) // stride + 1
    output = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            top, left = i * stride, j * stride
            window = image[top : top + pool_size, left : left + pool_size]
            best = window[0, 0]
            for value in window.ravel():
                if value > best:  # written out for the mutants  # noqa: PLR1730
                    best = value
            output[i, j] = best
    return output


def windows(image, pool_size=2, stride=2):
    """All windows as a view, and one maximum, in the image's own number type."""
    return sliding_window_view(image, (pool_size, pool_size))[::stride, ::stride].max(axis=(2, 3))


def rows_then_columns(image, pool_size=2, stride=2):
    """The maximum of rows first, of columns then."""
    tops, lefts = (range(0, n - pool_size + 1, stride) for n in image.shape)
    lines = np.array([image[top : top + pool_size].max(axis=0) for top in tops])
    return np.stack([lines[:, left : left + pool_size].max(axis=1) for left in lefts], axis=1)


def shifted(image, pool_size=2, stride=2):
    """The larger of shifted images, again and again, in float32."""
    rows, columns = ((n - pool_size) // stride + 1 for n in image.shape)
    answer = np.full((rows, columns), -np.inf, dtype=np.float32)
    for m, n in np.ndindex(pool_size, pool_size):
        part = image[m : m + (rows - 1) * stride + 1 : stride, n : n + (columns - 1) * stride + 1 : stride]
        answer = np.maximum(answer, part.astype(np.float32))
    return answer


def lists(image, pool_size=2, stride=2):
    """Each window as a list, and Python's own maximum."""
    tops, lefts = (range(0, n - pool_size + 1, stride) for n in image.shape)
    return np.array([[max(image[t : t + pool_size, s : s + pool_size].ravel().tolist()) for s in lefts] for t in tops])
