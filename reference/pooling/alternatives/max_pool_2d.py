"""Right answers to `max_pool_2d`, in the styles students write."""

import itertools
from collections import deque

import numpy as np
from numpy.lib.stride_tricks import as_strided, sliding_window_view


def nested_loops(image, pool_size=2, stride=2):
    """Two loops, a patch, `np.max`."""
    out_h = (image.shape[0] - pool_size) // stride + 1
    out_w = (image.shape[1] - pool_size) // stride + 1
    pooled = np.zeros((out_h, out_w))
    for i in range(out_h):
        for j in range(out_w):
            pooled[i, j] = np.max(image[i * stride : i * stride + pool_size, j * stride : j * stride + pool_size])
    return pooled


def four_loops(image, pool_size=2, stride=2):
    """Four loops that keep the largest number seen; a nested list as the answer."""
    answer = []
    for top in range(0, len(image) - pool_size + 1, stride):
        row = []
        for left in range(0, len(image[0]) - pool_size + 1, stride):
            best = image[top][left]
            for r in range(top, top + pool_size):
                for c in range(left, left + pool_size):
                    best = max(best, image[r][c])
            row.append(float(best))
        answer.append(row)
    return answer


def from_minus_infinity(image, pool_size=2, stride=2):
    """An output that begins at minus infinity, and shifted images."""
    rows, columns = ((n - pool_size) // stride + 1 for n in image.shape)
    pooled = np.full((rows, columns), -np.inf)
    for m in range(pool_size):
        for n in range(pool_size):
            pooled = np.maximum(pooled, image[m::stride, n::stride][:rows, :columns])
    return pooled


def windows(image, pool_size=2, stride=2):
    """`sliding_window_view`, thinned out, flattened windows."""
    seen = sliding_window_view(image, (pool_size, pool_size))[::stride, ::stride]
    return seen.reshape(*seen.shape[:2], -1).max(axis=-1)


def strided(image, pool_size=2, stride=2):
    """`as_strided` on the image's own strides."""
    down, right = image.strides
    rows, columns = (1 + (n - pool_size) // stride for n in image.shape)
    shape = (rows, columns, pool_size, pool_size)
    return np.amax(as_strided(image, shape, (down * stride, right * stride, down, right)), axis=(2, 3))


def rows_then_columns(image, pool_size=2, stride=2):
    """The largest of each column of a window first, then of what is left: the maximum is separable."""
    tall = np.array([image[r : r + pool_size].max(0) for r in range(0, image.shape[0] - pool_size + 1, stride)])
    return np.array([tall[:, c : c + pool_size].max(1) for c in range(0, image.shape[1] - pool_size + 1, stride)]).T


def while_loops(img, pool_size=2, stride=2):
    """`while` loops, Python's own `max`; another parameter name."""
    answer, r = [], 0
    while r + pool_size <= img.shape[0]:
        answer.append([])
        c = 0
        while c + pool_size <= img.shape[1]:
            answer[-1].append(max(img[r : r + pool_size, c : c + pool_size].flatten().tolist()))
            c += stride
        r += stride
    return np.array(answer)


def sorted_windows(image, pool_size=2, stride=2):
    """The last of every window's sorted values; float32 inside."""
    image = image.astype(np.float32)
    starts = [range(0, n - pool_size + 1, stride) for n in image.shape]
    pooled = np.empty([len(s) for s in starts], dtype=np.float32)
    for (i, r), (j, c) in itertools.product(*map(enumerate, starts)):
        pooled[i, j] = np.sort(image[r : r + pool_size, c : c + pool_size], axis=None)[-1]
    return pooled


def one_based(image, pool_size=2, stride=2):
    """Windows counted from one."""
    rows, columns = int((image.shape[0] - pool_size) / stride + 1), int((image.shape[1] - pool_size) / stride + 1)
    pooled = np.empty((rows, columns), dtype=image.dtype)
    for i in range(1, rows + 1):
        for j in range(1, columns + 1):
            bottom, right = (i - 1) * stride + pool_size, (j - 1) * stride + pool_size
            pooled[i - 1, j - 1] = image[bottom - pool_size : bottom, right - pool_size : right].max()
    return pooled


def index_grid(image, pool_size=2, stride=2):
    """Index arrays gather all windows at once."""
    i, j = (np.arange(0, n - pool_size + 1, stride) for n in image.shape)
    step = np.arange(pool_size)
    return image[i[:, None, None, None] + step[:, None], j[:, None, None] + step].max((-2, -1))


class _Pool:
    def __init__(self, size, stride, reduce):
        self.size, self.stride, self.reduce = size, stride, reduce

    def along(self, lines):
        starts = range(0, len(lines) - self.size + 1, self.stride)
        return [self.reduce(lines[s : s + self.size], axis=0) for s in starts]

    def __call__(self, image):
        return np.transpose(self.along(np.transpose(self.along(image))))


def class_based(image, pool_size=2, stride=2):
    """A small class, one axis after the other."""
    return _Pool(pool_size, stride, np.max)(image)


def recursive(image, pool_size=2, stride=2):
    """The first row of windows, then the image without its first rows; `np.nditer` over the starts."""
    if image.shape[0] < pool_size:
        return np.empty((0, (image.shape[1] - pool_size) // stride + 1))
    starts = np.arange(0, image.shape[1] - pool_size + 1, stride)
    first = [image[:pool_size, int(s) : int(s) + pool_size].max() for s in np.nditer(starts)]
    return np.vstack([[first], recursive(image[stride:], pool_size, stride)])


def reshaped_where_it_can_be(image, pool_size=2, stride=2):
    """The reshape trick for windows that touch, loops for the others."""
    if pool_size == stride:
        rows, columns = (n // stride for n in image.shape)
        blocks = image[: rows * stride, : columns * stride].reshape(rows, stride, columns, stride)
        return blocks.max(axis=(1, 3))
    rows, columns = ((n - pool_size) // stride + 1 for n in image.shape)
    cut = [[image[i * stride :, j * stride :][:pool_size, :pool_size] for j in range(columns)] for i in range(rows)]
    return np.max(np.array(cut), axis=(2, 3))


def sliding_maximum(image, pool_size=2, stride=2):
    """A queue that holds only values that may still be the largest, along rows and then along columns."""

    def slide(line):
        waiting, answer = deque(), []
        for i, value in enumerate(line):
            while waiting and line[waiting[-1]] <= value:
                waiting.pop()
            waiting.append(i)
            if waiting[0] <= i - pool_size:
                waiting.popleft()
            answer.append(line[waiting[0]])
        return np.array(answer[pool_size - 1 :: stride])

    return np.apply_along_axis(slide, 0, np.apply_along_axis(slide, 1, image))


def python_objects(image, pool_size=2, stride=2):
    """`np.frompyfunc`, whose answer is an array of Python's own numbers."""
    larger = np.frompyfunc(max, 2, 1)
    lines = np.array([larger.reduce(image[r : r + pool_size]) for r in range(0, len(image) - pool_size + 1, stride)])
    starts = range(0, image.shape[1] - pool_size + 1, stride)
    return np.stack([larger.reduce(lines[:, c : c + pool_size], axis=1) for c in starts], axis=1)


def masked_with_minus_infinity(image, pool_size=2, stride=2):
    """Everything outside the window is set to minus infinity, and the largest of the whole image taken."""
    rows, columns = ((n - pool_size) // stride + 1 for n in image.shape)
    output = np.zeros((rows, columns))
    for i, j in np.ndindex(rows, columns):
        inside = np.zeros(image.shape, dtype=bool)
        inside[i * stride : i * stride + pool_size, j * stride : j * stride + pool_size] = True
        output[i, j] = np.where(inside, image, -np.inf).max()
    return output


def places_divided_by_the_stride(image, pool_size=2, stride=2):
    """Steps over the image, to the last start and with it; the output's place is the start divided by the stride."""
    height, width = image.shape
    output = np.zeros(((height - pool_size) // stride + 1, (width - pool_size) // stride + 1))
    for top in range(0, height - pool_size + 1, stride):
        for left in range(0, width - pool_size + 1, stride):
            output[top // stride, left // stride] = image[top : top + pool_size, left : left + pool_size].max()
    return output
