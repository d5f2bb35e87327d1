"""Right answers to `convolve_1d`, in the styles students write."""

import operator
from collections import deque

import numpy as np
from numpy.lib.stride_tricks import as_strided, sliding_window_view


def loop_over_positions(signal, kernel):
    """One loop, a slice and a sum."""
    n, k = len(signal), len(kernel)
    output = np.zeros(n - k + 1)
    for i in range(n - k + 1):
        output[i] = np.sum(signal[i : i + k] * kernel)
    return output


def plain_python(signal, kernel):
    """Two loops over plain numbers, a list as the answer."""
    answer = []
    for i in range(len(signal) - len(kernel) + 1):
        total = 0
        for m in range(len(kernel)):
            total += signal[i + m] * kernel[m]
        answer.append(total)
    return answer


def while_loops(signal, kernel):
    """`while` loops with counters of their own."""
    output = np.empty(signal.shape[0] - kernel.shape[0] + 1, dtype=float)
    i = 0
    while i < output.size:
        m, output[i] = 0, 0.0
        while m < kernel.size:
            output[i] += float(signal[i + m]) * float(kernel[m])
            m += 1
        i += 1
    return output


def one_based(s, w):
    """Positions counted from one, as in the mathematics; other parameter names."""
    output = np.zeros(s.size - w.size + 1)
    for i in range(1, output.size + 1):
        for m in range(1, w.size + 1):
            output[i - 1] += s[i + m - 2] * w[m - 1]
    return output


def windows(signal, kernel):
    """All windows at once, a matrix-vector product."""
    return sliding_window_view(signal, kernel.shape[0]) @ kernel


def strided(signal, kernel):
    """A window matrix from `as_strided` on the signal's own strides."""
    (step,) = signal.strides
    shape = (signal.size - kernel.size + 1, kernel.size)
    return (as_strided(signal, shape, (step, step)) * kernel).sum(axis=1)


def shift_and_add(signal, kernel):
    """A loop over the kernel, whole shifted signals added up."""
    count = len(signal) - len(kernel) + 1
    return sum(weight * signal[m : m + count] for m, weight in enumerate(kernel))


def fourier(signal, kernel):
    """The convolution theorem, with the kernel turned round first."""
    size = len(signal) + len(kernel) - 1
    full = np.fft.irfft(np.fft.rfft(signal, size) * np.fft.rfft(kernel[::-1], size), size)
    return full[len(kernel) - 1 : len(signal)]


def toeplitz(signal, kernel):
    """A banded matrix with the kernel in every row."""
    n, k = len(signal), len(kernel)
    matrix = np.zeros((n - k + 1, n))
    for i in range(n - k + 1):
        matrix[i, i : i + k] = kernel
    return matrix.dot(signal)


def index_matrix(signal, kernel):
    """Fancy indexing with a matrix of positions, then einsum."""
    positions = np.add.outer(np.arange(len(signal) - len(kernel) + 1), np.arange(len(kernel)))
    return np.einsum("ik,k->i", signal[positions], kernel)


def float32_inside(signal, kernel):
    """Everything in single precision."""
    x, w = signal.astype(np.float32), kernel.astype(np.float32)
    return np.array([np.dot(x[i : i + w.size], w) for i in range(x.size - w.size + 1)], dtype=np.float32)


def recursive(signal, kernel):
    """The first output, then the rest of the signal."""
    if len(signal) < len(kernel):
        return np.array([], dtype=float)
    first = np.inner(signal[: len(kernel)], kernel)
    return np.concatenate([[first], recursive(signal[1:], kernel)])


def generator(signal, kernel):
    """A generator, collected with `np.fromiter`."""
    places = range(len(signal) - len(kernel) + 1)
    return np.fromiter((sum(a * b for a, b in zip(signal[i:], kernel, strict=False)) for i in places), dtype=float)


def sliding_queue(signal, kernel):
    """A queue of the last values; the oldest falls out by itself."""
    window, answer = deque(maxlen=len(kernel)), []
    for value in signal:
        window.append(value)
        if len(window) == len(kernel):
            answer.append(np.inner(window, kernel))
    return np.array(answer)


def zipped_slices(signal, kernel):
    """Windows as tuples, zipped from shifted copies of the signal."""
    numbers, weights = signal.tolist(), kernel.tolist()
    windows = zip(*(numbers[m:] for m in range(len(weights))), strict=False)
    return tuple(sum(map(operator.mul, window, weights)) for window in windows)


def part_of_the_full_one(signal, kernel):
    """The full convolution of mathematics with the kernel turned round, of which the valid part is kept."""
    n, k = len(signal), len(kernel)
    full = np.zeros(n + k - 1)
    for i in range(n):
        for j in range(k):
            full[i + j] += signal[i] * kernel[k - 1 - j]
    return full[k - 1 : n]
