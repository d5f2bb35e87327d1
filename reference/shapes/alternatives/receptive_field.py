"""Right answers to `receptive_field`, in other styles."""

import numpy as np


def growing_field_and_jump(layers):
    """Field and jump, layer by layer."""
    field, jump = 1, 1
    for kernel, stride in layers:
        field = field + (kernel - 1) * jump
        jump = jump * stride
    return field


def from_the_end(layers):
    """Backwards: one entry, then what each layer needs for it."""
    field = 1
    for kernel, stride in reversed(layers):
        field = (field - 1) * stride + kernel
    return field


def recursive(layers):
    """What the first layer must read for what the others see."""
    if len(layers) == 0:
        return 1
    kernel, stride = layers[0]
    return (recursive(layers[1:]) - 1) * stride + kernel


def products_of_strides(layers):
    """The closed formula, with a product for every layer."""
    total = 1
    for i in range(len(layers)):
        product = 1
        for j in range(i):
            product *= layers[j][1]
        total += (layers[i][0] - 1) * product
    return total


def cumulative_product(layers):
    """The same with NumPy."""
    if not layers:
        return 1
    kernels, strides = np.array(layers).T
    jumps = np.concatenate(([1], np.cumprod(strides)[:-1]))
    return int(1 + np.sum((kernels - 1) * jumps))


def first_and_last_pixel(layers):
    """The pixels that the first output entry reaches, as an interval."""
    first, last = 0, 0
    for kernel, stride in layers[::-1]:
        first, last = first * stride, last * stride + kernel - 1
    return last - first + 1


def as_numpy_int(layers):
    """One of NumPy's ints."""
    field, jump = np.int64(1), np.int64(1)
    for kernel, stride in layers:
        field += (kernel - 1) * jump
        jump *= stride
    return field


def longest_line_with_one_output(layers):
    """Lines tried out, until a longer one gives a first output at all."""
    length = 1
    while True:
        size = length
        for kernel, stride in layers:
            size = (size - kernel) // stride + 1 if size >= kernel else 0
        if size >= 1:
            return length
        length += 1
