"""Right answers to `conv_parameters`, in other styles."""

import numpy as np


def weights_then_biases(in_channels, out_channels, kernel_size, bias=True):
    """Weights first; biases added where there are any."""
    if isinstance(kernel_size, int):
        kernel_size = (kernel_size, kernel_size)
    total = in_channels * out_channels * kernel_size[0] * kernel_size[1]
    if bias:
        total += out_channels
    return total


def tried_as_a_pair(in_channels, out_channels, kernel_size, bias=True):
    """Unpacking tried first."""
    try:
        height, width = kernel_size
    except TypeError:
        height = width = kernel_size
    return out_channels * (in_channels * height * width + (1 if bias else 0))


def product_of_the_weights_shape(in_channels, out_channels, kernel_size, bias=True):
    """The shape of the weights, multiplied out by NumPy."""
    shape = (out_channels, in_channels, *np.broadcast_to(kernel_size, 2))
    return int(np.prod(shape)) + out_channels * bool(bias)


def size_of_real_arrays(in_channels, out_channels, kernel_size, bias=True):
    """The arrays themselves, and how many numbers they hold."""
    side = kernel_size if type(kernel_size) is tuple else (kernel_size,) * 2
    weights = np.empty((out_channels, in_channels, *side))
    biases = np.empty(out_channels if bias else 0)
    return weights.size + biases.size


def filter_by_filter(in_channels, out_channels, kernel_size, bias=True):
    """A loop over filters and channels."""
    rows, columns = kernel_size if hasattr(kernel_size, "__len__") else [kernel_size] * 2
    total = 0
    for _ in range(out_channels):
        for _ in range(in_channels):
            total += rows * columns
        if bias is True:
            total += 1
    return total


def as_numpy_int(in_channels, out_channels, kernel_size, bias=True):
    """NumPy's arithmetic throughout; the answer is one of its ints."""
    area = np.prod(np.ones(2, dtype=np.int64) * np.asarray(kernel_size))
    return area * in_channels * out_channels + (out_channels if bias else 0)
