"""Right answers to `conv_output_size`, in other styles."""

import math

import numpy as np


def _refuse(input_size, kernel_size, stride, padding, dilation):
    if stride < 1 or padding < 0 or dilation * (kernel_size - 1) + 1 > input_size + 2 * padding:
        raise ValueError("there is no such layer")


def floor_of_a_division(input_size, kernel_size, stride=1, padding=0, dilation=1):
    """The formula as it is written, with `math.floor`."""
    _refuse(input_size, kernel_size, stride, padding, dilation)
    return math.floor((input_size + 2 * padding - dilation * (kernel_size - 1) - 1) / stride) + 1


def length_of_a_range(input_size, kernel_size, stride=1, padding=0, dilation=1):
    """The places themselves, as a range."""
    _refuse(input_size, kernel_size, stride, padding, dilation)
    covered = dilation * (kernel_size - 1) + 1
    return len(range(0, input_size + 2 * padding - covered + 1, stride))


def counted_in_a_while_loop(input_size, kernel_size, stride=1, padding=0, dilation=1):
    """Move the kernel until it hangs over."""
    if stride <= 0:
        raise ValueError("stride")
    if padding <= -1:
        raise ValueError("padding")
    length = input_size + padding + padding
    last = (kernel_size - 1) * dilation
    if last >= length:
        raise ValueError("kernel")
    count = 0
    position = 0
    while position + last < length:
        count += 1
        position += stride
    return count


def counted_from_one(input_size, kernel_size, stride=1, padding=0, dilation=1):
    """Pixels numbered from 1, places counted in a for loop."""
    _refuse(input_size, kernel_size, stride, padding, dilation)
    places = 0
    for first in range(1, input_size + 2 * padding + 1):
        last = first + dilation * (kernel_size - 1)
        if last <= input_size + 2 * padding and (first - 1) % stride == 0:
            places += 1
    return places


def with_divmod(input_size, kernel_size, stride=1, padding=0, dilation=1):
    """Whole steps and what is left over."""
    _refuse(input_size, kernel_size, stride, padding, dilation)
    steps, _left_over = divmod(input_size + 2 * padding - (kernel_size + (kernel_size - 1) * (dilation - 1)), stride)
    return steps + 1


def as_numpy_int(input_size, kernel_size, stride=1, padding=0, dilation=1):
    """NumPy's floor division; the answer is one of NumPy's ints."""
    _refuse(input_size, kernel_size, stride, padding, dilation)
    steps = np.array(input_size + 2 * padding - dilation * (kernel_size - 1) - 1)
    return np.floor_divide(steps, stride) + np.int64(1)


def shape_of_a_slice(input_size, kernel_size, stride=1, padding=0, dilation=1):
    """A real padded line, and the length of a strided slice of it."""
    _refuse(input_size, kernel_size, stride, padding, dilation)
    line = np.zeros(input_size + 2 * padding)
    return line[dilation * (kernel_size - 1) :: stride].shape[0]


def ceiling_of_the_free_places(input_size, kernel_size, stride=1, padding=0, dilation=1):
    """All places of stride 1, divided by the stride and rounded up: the same number by another formula."""
    _refuse(input_size, kernel_size, stride, padding, dilation)
    free = input_size + 2 * padding - dilation * (kernel_size - 1)
    return -(-free // stride)


def refused_by_an_inner_helper(input_size, kernel_size, stride=1, padding=0, dilation=1):
    """The formula first; what it gives tells whether the kernel fits."""

    def places():
        return 1 + (input_size + 2 * padding - dilation * (kernel_size - 1) - 1) // stride

    if stride < 1 or padding < 0:
        raise ValueError("stride at least 1, padding at least 0")
    if places() < 1:
        raise ValueError("the kernel does not fit")
    return places()
