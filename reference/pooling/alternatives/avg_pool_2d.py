"""Right answers to `avg_pool_2d`, in the styles students write."""

import functools
import itertools
import statistics

import numpy as np
from numpy.lib.stride_tricks import as_strided, sliding_window_view


def nested_loops(image, pool_size=2, stride=2):
    """Two loops, a patch, `np.mean`."""
    out_h = (image.shape[0] - pool_size) // stride + 1
    out_w = (image.shape[1] - pool_size) // stride + 1
    pooled = np.zeros((out_h, out_w))
    for i in range(out_h):
        for j in range(out_w):
            pooled[i, j] = np.mean(image[i * stride : i * stride + pool_size, j * stride : j * stride + pool_size])
    return pooled


def four_loops(image, pool_size=2, stride=2):
    """Four loops and a division; a nested list as the answer."""
    answer = []
    for top in range(0, len(image) - pool_size + 1, stride):
        row = []
        for left in range(0, len(image[0]) - pool_size + 1, stride):
            total = 0
            for r in range(pool_size):
                for c in range(pool_size):
                    total += (
                        int(image[top + r][left + c]) if image.dtype.kind == "i" else float(image[top + r][left + c])
                    )
            row.append(total / pool_size**2)
        answer.append(row)
    return answer


def convolution(image, pool_size=2, stride=2):
    """A box blur at every `stride`-th position: average pooling is a convolution."""
    kernel = np.ones((pool_size, pool_size)) / pool_size**2
    return np.tensordot(sliding_window_view(image, kernel.shape)[::stride, ::stride], kernel, axes=2)


def shift_and_add(image, pool_size=2, stride=2):
    """Shifted images added up, one division at the end."""
    rows, columns = ((n - pool_size) // stride + 1 for n in image.shape)
    total = sum(
        image[m::stride, n::stride][:rows, :columns].astype(float) for m in range(pool_size) for n in range(pool_size)
    )
    return total / (pool_size * pool_size)


def integral_image(image, pool_size=2, stride=2):
    """Differences of cumulative sums."""
    sums = np.zeros(np.add(image.shape, 1))
    sums[1:, 1:] = np.cumsum(np.cumsum(image, axis=0, dtype=float), axis=1)
    k = pool_size
    boxes = sums[k:, k:] - sums[:-k, k:] - sums[k:, :-k] + sums[:-k, :-k]
    return boxes[::stride, ::stride] / k**2


def strided(image, pool_size=2, stride=2):
    """`as_strided` on the image's own strides, einsum."""
    down, right = image.strides
    rows, columns = (1 + (n - pool_size) // stride for n in image.shape)
    shape = (rows, columns, pool_size, pool_size)
    seen = as_strided(image, shape, (down * stride, right * stride, down, right))
    return np.einsum("ijmn->ij", seen) / pool_size**2


def rows_then_columns(image, pool_size=2, stride=2):
    """The mean of means: windows are all of the same size, so that is right; float32 inside."""
    image = np.asarray(image, dtype=np.float32)
    tall = np.array([image[r : r + pool_size].mean(0) for r in range(0, image.shape[0] - pool_size + 1, stride)])
    return np.array([tall[:, c : c + pool_size].mean(1) for c in range(0, image.shape[1] - pool_size + 1, stride)]).T


def while_loops(img, pool_size=2, stride=2):
    """`while` loops and the standard library's mean; another parameter name."""
    answer, r = [], 0
    while r + pool_size <= img.shape[0]:
        answer.append([])
        c = 0
        while c + pool_size <= img.shape[1]:
            answer[-1].append(statistics.fmean(img[r : r + pool_size, c : c + pool_size].flatten().tolist()))
            c += stride
        r += stride
    return np.array(answer)


def matrix_products(image, pool_size=2, stride=2):
    """A pooling matrix from the left and another from the right."""

    def matrix(n):
        starts = range(0, n - pool_size + 1, stride)
        rows = np.zeros((len(starts), n))
        for i, s in enumerate(starts):
            rows[i, s : s + pool_size] = 1 / pool_size
        return rows

    return matrix(image.shape[0]) @ image @ matrix(image.shape[1]).T


def running_mean(image, pool_size=2, stride=2):
    """The mean is brought up to date with every value."""
    starts = [range(0, n - pool_size + 1, stride) for n in image.shape]
    pooled = np.zeros([len(s) for s in starts])
    for (i, r), (j, c) in itertools.product(*map(enumerate, starts)):
        for count, value in enumerate(image[r : r + pool_size, c : c + pool_size].flat, start=1):
            pooled[i, j] += (value - pooled[i, j]) / count
    return pooled


class _Windows:
    def __init__(self, image, size, stride):
        self.image, self.size, self.stride = image, size, stride

    def starts(self, axis):
        return np.arange(0, self.image.shape[axis] - self.size + 1, self.stride)

    def __iter__(self):
        for r in self.starts(0):
            for c in self.starts(1):
                yield self.image[r : r + self.size, c : c + self.size]

    def answer(self, reduce):
        return np.fromiter(map(reduce, self), dtype=float).reshape(len(self.starts(0)), -1)


def class_based(image, pool_size=2, stride=2):
    """A class whose instances are walked window by window."""
    return _Windows(image, pool_size, stride).answer(np.average)


def fourier(image, pool_size=2, stride=2):
    """A box blur by the convolution theorem."""
    shape = image.shape
    spectrum = np.fft.rfft2(image) * np.conj(np.fft.rfft2(np.ones((pool_size, pool_size)), shape))
    sums = np.fft.irfft2(spectrum, shape)[: shape[0] - pool_size + 1, : shape[1] - pool_size + 1]
    return sums[::stride, ::stride] / pool_size**2


def reshaped_where_it_can_be(image, pool_size=2, stride=2):
    """The reshape trick for windows that touch, windows for the others."""
    if pool_size == stride:
        rows, columns = (n // stride for n in image.shape)
        blocks = image[: rows * stride, : columns * stride].reshape(rows, stride, columns, stride)
        return blocks.mean(axis=(1, 3))
    return sliding_window_view(image, (pool_size, pool_size)).mean(axis=(-1, -2))[::stride, ::stride]


def vectorised_mean(image, pool_size=2, stride=2):
    """`np.vectorize` with a signature: a mean of every window."""
    mean = np.vectorize(np.mean, signature="(m,n)->()")
    return mean(sliding_window_view(image, (pool_size, pool_size))[::stride, ::stride])


def partly_filled(image, pool_size=2, stride=2):
    """`functools.partial` of one function for all kinds of pooling."""
    return _mean_pooling(image, pool_size, stride)


def _pooling(image, pool_size, stride, *, how):
    rows, columns = (1 + (n - pool_size) // stride for n in image.shape)
    output = np.zeros((rows, columns), order="F")
    for i, j in np.ndindex(rows, columns):
        output[i, j] = how(image[i * stride :, j * stride :][:pool_size, :pool_size])
    return output


_mean_pooling = functools.partial(_pooling, how=np.average)
