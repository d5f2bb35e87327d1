"""Other right answers to `conv_cost`, in styles that students use."""

import numpy as np


def product(in_channels, out_channels, kernel_size, output_size, groups=1):
    """`np.prod`, and Python's ints."""
    kernel = kernel_size if isinstance(kernel_size, (tuple, list)) else (kernel_size,) * 2
    output = output_size if isinstance(output_size, (tuple, list)) else (output_size,) * 2
    per_filter = in_channels // groups * int(np.prod(kernel))
    return out_channels * per_filter, out_channels * per_filter * int(np.prod(output))


def groups_apart(in_channels, out_channels, kernel_size, output_size, groups=1):
    """Every group is a small convolution of its own."""
    if isinstance(kernel_size, int):
        kernel_size = (kernel_size, kernel_size)
    if isinstance(output_size, int):
        output_size = (output_size, output_size)
    parameters = 0
    for _ in range(groups):
        parameters += (in_channels // groups) * (out_channels // groups) * kernel_size[0] * kernel_size[1]
    return (parameters, parameters * output_size[0] * output_size[1])


def numpy_ints(in_channels, out_channels, kernel_size, output_size, groups=1):
    """NumPy's integers, in a list."""
    kh, kw = np.broadcast_to(kernel_size, 2)
    h, w = np.broadcast_to(output_size, 2)
    n = np.int64(out_channels) * (in_channels // groups) * kh * kw
    return [n, n * h * w]


def divided_at_the_end(in_channels, out_channels, kernel_size, output_size, groups=1):
    """The plain convolution's cost, divided by the groups."""
    kh, kw = (kernel_size, kernel_size) if np.isscalar(kernel_size) else kernel_size
    h, w = (output_size, output_size) if np.isscalar(output_size) else output_size
    weights = in_channels * out_channels * kh * kw
    return weights // groups, weights * h * w // groups
