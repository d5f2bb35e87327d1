"""Right answers to `design_layer`, in other styles."""

import numpy as np


def stride_where_it_divides(input_size, output_size):
    """A kernel as long as the stride where the sizes divide; stride 1 elsewhere."""
    if input_size % output_size == 0:
        stride = input_size // output_size
        return stride, 0, stride
    padding = max(0, -(-(output_size - input_size) // 2))
    return input_size + 2 * padding - output_size + 1, padding, 1


def searched(input_size, output_size):
    """All small layers in turn, until one does it."""
    for padding in range(input_size + output_size + 1):
        for kernel in range(1, input_size + 2 * padding + 1):
            for stride in range(1, input_size + 1):
                if (input_size + 2 * padding - kernel) // stride + 1 == output_size:
                    return kernel, padding, stride
    return None


def always_padded(input_size, output_size):
    """As much padding as the output is long, and the kernel that then fits."""
    return input_size + output_size + 1, output_size, 1


def kernel_of_one_or_two(input_size, output_size):
    """The smallest kernels: padding to enlarge, a large kernel only to shrink."""
    grow = output_size - input_size
    if grow <= 0:
        return 1 - grow, 0, 1
    return (1, grow // 2, 1) if grow % 2 == 0 else (2, (grow + 1) // 2, 1)


def as_a_list(input_size, output_size):
    """A list instead of a tuple."""
    padding = max(0, output_size - input_size)
    kernel = input_size + 2 * padding - output_size + 1
    return [kernel, padding, 1]


def as_numpy_ints(input_size, output_size):
    """An array of ints."""
    padding = max(0, output_size - input_size)
    return np.array([input_size + 2 * padding - output_size + 1, padding, 1])


def stride_as_large_as_possible(input_size, output_size):
    """The stride that divides the input, and a kernel that swallows what is left."""
    if output_size > input_size:
        padding = output_size
        return input_size + output_size + 1, padding, 1
    stride = input_size // output_size
    return input_size - (output_size - 1) * stride, 0, stride
