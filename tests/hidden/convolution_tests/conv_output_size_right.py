"""Right implementations of `conv_output_size`, in many styles. The first is what mutants are made of."""

import math

import numpy as np


def formula(input_size, kernel_size, stride=1, padding=0, dilation=1):
    """The formula."""
    if stride < 1:
        raise ValueError("the stride is at least 1")
    if padding < 0:
        raise ValueError("the padding is at least 0")
    padded = input_size + 2 * padding
    covered = dilation * (kernel_size - 1) + 1
    if covered > padded:
        raise ValueError("the kernel does not fit")
    return (padded - covered) // stride + 1


def floor_of_a_division(input_size, kernel_size, stride=1, padding=0, dilation=1):
    """The formula with `math.floor`."""
    if stride < 1 or padding < 0 or dilation * (kernel_size - 1) + 1 > input_size + 2 * padding:
        raise ValueError("there is no such layer")
    return math.floor((input_size + 2 * padding - dilation * (kernel_size - 1) - 1) / stride) + 1


def length_of_a_range(input_size, kernel_size, stride=1, padding=0, dilation=1):
    """The places themselves, counted."""
    last = input_size + 2 * padding - dilation * (kernel_size - 1)
    if stride < 1 or padding < 0 or last < 1:
        raise ValueError("there is no such layer")
    return len(range(0, last, stride))


def steps(input_size, kernel_size, stride=1, padding=0, dilation=1):
    """Steps, as long as the kernel fits."""
    if stride < 1 or padding < 0:
        raise ValueError("there is no such layer")
    count, end = 0, dilation * (kernel_size - 1) + 1
    while end <= input_size + 2 * padding:
        count, end = count + 1, end + stride
    if not count:
        raise ValueError("the kernel does not fit")
    return count


def of_numpy(input_size, kernel_size, stride=1, padding=0, dilation=1):
    """NumPy's floor division, which answers an int of NumPy's."""
    if stride < 1 or padding < 0 or dilation * (kernel_size - 1) >= input_size + 2 * padding:
        raise ValueError("there is no such layer")
    return np.int64(np.floor_divide(input_size + 2 * padding - dilation * (kernel_size - 1) - 1, stride) + 1)
