"""Right answers to `conv2d_full`: padding and stride in many styles."""

import math

import numpy as np
from numpy.lib.stride_tricks import as_strided, sliding_window_view


def _refuse(image, kernel, padding, stride):
    if stride < 1 or padding < 0:
        raise ValueError("stride must be positive and padding must not be negative")
    for n, k in zip(image.shape, kernel.shape, strict=True):
        if k > n + 2 * padding:
            raise ValueError("the kernel is larger than the padded image")


def formula_and_loops(image, kernel, padding=0, stride=1):
    """The size by the formula, two loops."""
    _refuse(image, kernel, padding, stride)
    x = np.pad(image, padding)
    kh, kw = kernel.shape
    output = np.zeros(((x.shape[0] - kh) // stride + 1, (x.shape[1] - kw) // stride + 1))
    for i in range(output.shape[0]):
        for j in range(output.shape[1]):
            r, c = i * stride, j * stride
            output[i, j] = np.sum(x[r : r + kh, c : c + kw] * kernel)
    return output


def stepping_range(image, kernel, padding=0, stride=1):
    """`range` with a step finds the positions; the answer grows as a list."""
    _refuse(image, kernel, padding, stride)
    x = np.zeros([n + 2 * padding for n in image.shape])
    x[padding : padding + image.shape[0], padding : padding + image.shape[1]] = image
    answer = []
    for r in range(0, len(x) - kernel.shape[0] + 1, stride):
        starts = range(0, x.shape[1] - kernel.shape[1] + 1, stride)
        answer.append([(x[r : r + kernel.shape[0], c : c + kernel.shape[1]] * kernel).sum() for c in starts])
    return answer


def all_then_every_other(image, kernel, padding=0, stride=1):
    """Every position first, then each `stride`-th of them."""
    _refuse(image, kernel, padding, stride)
    return np.tensordot(sliding_window_view(np.pad(image, padding), kernel.shape), kernel, axes=2)[::stride, ::stride]


def fourier(image, kernel, padding=0, stride=1):
    """The convolution theorem, thinned out afterwards."""
    _refuse(image, kernel, padding, stride)
    x = np.pad(image, padding)
    shape = tuple(np.add(x.shape, kernel.shape) - 1)
    full = np.fft.ifft2(np.fft.fft2(x, shape) * np.fft.fft2(kernel[::-1, ::-1], shape)).real
    return full[kernel.shape[0] - 1 : x.shape[0] : stride, kernel.shape[1] - 1 : x.shape[1] : stride]


def strided(image, kernel, padding=0, stride=1):
    """`as_strided` with steps multiplied by the stride."""
    _refuse(image, kernel, padding, stride)
    x = np.ascontiguousarray(np.pad(image, padding), dtype=float)
    down, right = x.strides
    shape = tuple((n - k) // stride + 1 for n, k in zip(x.shape, kernel.shape, strict=True)) + kernel.shape
    return np.einsum("ijkl,kl", as_strided(x, shape, (down * stride, right * stride, down, right)), kernel)


def shift_and_add(image, kernel, padding=0, stride=1):
    """A loop over the kernel's elements, with slices that step."""
    _refuse(image, kernel, padding, stride)
    x = np.pad(image, padding)
    rows, columns = (math.floor((n - k) / stride) + 1 for n, k in zip(x.shape, kernel.shape, strict=True))
    output = np.zeros((rows, columns))
    for m in range(kernel.shape[0]):
        for n in range(kernel.shape[1]):
            output += (
                kernel[m, n] * x[m : m + stride * rows : stride, n : n + stride * columns : stride][:rows, :columns]
            )
    return output


def while_loops(image, kernel, padding=0, stride=1):
    """`while` loops with separate counters for place and answer."""
    _refuse(image, kernel, padding, stride)
    x = np.pad(np.asarray(image, dtype=np.float64), padding)
    kh, kw = kernel.shape
    output = np.empty((int((x.shape[0] - kh) / stride) + 1, int((x.shape[1] - kw) / stride) + 1))
    i = r = 0
    while r + kh <= x.shape[0]:
        j = c = 0
        while c + kw <= x.shape[1]:
            output[i, j] = np.vdot(x[r : r + kh, c : c + kw], kernel)
            j, c = j + 1, c + stride
        i, r = i + 1, r + stride
    return output


def index_checks(image, kernel, padding=0, stride=1):
    """No padded array: rows and columns outside the image are skipped."""
    _refuse(image, kernel, padding, stride)
    rows, columns = ((n + 2 * padding - k + stride) // stride for n, k in zip(image.shape, kernel.shape, strict=True))
    output = np.zeros((rows, columns))
    for i, j in np.ndindex(rows, columns):
        for m, n in np.ndindex(kernel.shape):
            r, c = i * stride - padding + m, j * stride - padding + n
            if r < 0 or c < 0 or r >= image.shape[0] or c >= image.shape[1]:
                continue
            output[i, j] += image[r, c] * kernel[m, n]
    return output


def im2col(image, kernel, padding=0, stride=1):
    """Index arrays gather the patches as columns, one matrix product; float32 inside."""
    _refuse(image, kernel, padding, stride)
    x = np.pad(image.astype(np.float32), padding)
    tops = np.arange(0, x.shape[0] - kernel.shape[0] + 1, stride)
    lefts = np.arange(0, x.shape[1] - kernel.shape[1] + 1, stride)
    m, n = np.indices(kernel.shape).reshape(2, -1)
    columns = x[tops[:, None, None] + m, lefts[None, :, None] + n]
    return columns @ kernel.astype(np.float32).ravel()


class _Convolution:
    def __init__(self, kernel, padding, stride):
        self.kernel, self.padding, self.stride = kernel, padding, stride

    def size(self, n, k):
        return (n + 2 * self.padding - k) // self.stride + 1

    def __call__(self, image):
        rows, columns = map(self.size, image.shape, self.kernel.shape)
        padded = np.pad(image, ((self.padding,) * 2,) * 2)
        return np.array([[self.at(padded, i, j) for j in range(columns)] for i in range(rows)])

    def at(self, padded, i, j):
        r, c = i * self.stride, j * self.stride
        return np.einsum("mn,mn", padded[r : r + self.kernel.shape[0], c : c + self.kernel.shape[1]], self.kernel)


def class_based(image, kernel, padding=0, stride=1):
    """A layer-like class."""
    _refuse(image, kernel, padding, stride)
    return _Convolution(kernel, padding, stride)(image)


def numpy_refuses(image, kernel, padding=0, stride=1):
    """Most nonsense is refused by NumPy itself; only a negative step has to be caught."""
    if stride < 0:
        raise ValueError("a negative stride would read the image backwards")
    windows = sliding_window_view(np.pad(image, padding), kernel.shape)[::stride, ::stride]
    return np.apply_over_axes(np.sum, windows * kernel, (2, 3))[..., 0, 0]


class _Impossible(ValueError):
    """An error of the module's own, a kind of ValueError."""


def own_error(image, kernel, padding=0, stride=1):
    """Nonsense raises an exception of the module's own that is a ValueError; the rest is a comprehension."""
    x = np.pad(image, padding) if padding > 0 else image
    sizes = [(n - k) // max(stride, 1) + 1 for n, k in zip(x.shape, kernel.shape, strict=True)]
    if padding < 0 or stride < 1 or min(sizes) < 1:
        raise _Impossible(f"padding {padding} and stride {stride} with a kernel of {kernel.shape}")
    tops, lefts = (np.arange(size) * stride for size in sizes)
    kh, kw = kernel.shape
    return np.array([[np.vdot(x[t : t + kh, s : s + kw], kernel) for s in lefts] for t in tops])


def assertions_inside(image, kernel, padding=0, stride=1):
    """Assertions, turned into the error that is asked for."""
    try:
        assert stride >= 1, "stride"
        assert padding >= 0, "padding"
        x = np.pad(image.astype(float), padding)
        assert x.shape[0] >= kernel.shape[0], "height"
        assert x.shape[1] >= kernel.shape[1], "width"
    except AssertionError as error:
        raise ValueError(f"this does not fit: {error}") from error
    windows = np.lib.stride_tricks.sliding_window_view(x, kernel.shape)[::stride, ::stride]
    return np.einsum("...mn,mn", windows, kernel)
