"""Right answers to `same_padding`, in other styles."""

import math

import numpy as np


def half_and_the_rest(input_size, kernel_size, stride=1):
    """The total, halved with `divmod`."""
    half, odd = divmod(stride * (input_size - 1) - input_size + kernel_size, 2)
    return half, half + odd


def never_below_zero(input_size, kernel_size, stride=1):
    """With the lower bound written out."""
    total = max(0, (input_size - 1) * stride + kernel_size - input_size)
    return math.floor(total / 2), math.ceil(total / 2)


def tried_out(input_size, kernel_size, stride=1):
    """Zeros added in turn, after first, until there are enough places."""
    before = after = 0
    while input_size + before + after < kernel_size or (
        (input_size + before + after - kernel_size) // stride + 1 < input_size
    ):
        if after > before:
            before += 1
        else:
            after += 1
    return before, after


def from_the_length_it_takes(input_size, kernel_size, stride=1):
    """How far the last place reaches, less what is there."""
    last_place = (input_size - 1) * stride
    needed = last_place + kernel_size
    missing = needed - input_size
    return missing // 2, missing - missing // 2


def as_numpy_ints(input_size, kernel_size, stride=1):
    """NumPy's ints."""
    total = np.int64(stride * (input_size - 1) + kernel_size - input_size)
    return total // 2, (total + 1) // 2


def as_a_list(input_size, kernel_size, stride=1):
    """A list instead of a tuple."""
    total = stride * (input_size - 1) + kernel_size - input_size
    return [total // 2, -(-total // 2)]


def two_shares(input_size, kernel_size, stride=1):
    """What stride 1 needs and what the stride adds, together."""
    for_the_kernel, for_the_stride = kernel_size - 1, (stride - 1) * (input_size - 1)
    zeros = "0" * (for_the_kernel + for_the_stride)
    before = zeros[: len(zeros) // 2]
    return len(before), len(zeros) - len(before)


def array_halved(input_size, kernel_size, stride=1):
    """The total and one more, both halved at once in an array."""
    total = stride * (input_size - 1) - input_size + kernel_size
    return np.array([total, total + 1]) // 2
