"""Right answers to `feature_map_shape`, in other styles."""

import numpy as np


def written_out(input_shape, out_channels, kernel_size, stride=1, padding=0):
    """Both formulas, one after the other."""
    height = (input_shape[1] + 2 * padding - kernel_size) // stride + 1
    width = (input_shape[2] + 2 * padding - kernel_size) // stride + 1
    return (out_channels, height, width)


def inner_helper(input_shape, out_channels, kernel_size, stride=1, padding=0):
    """A helper for one side."""

    def side(size):
        return int((size - kernel_size + 2 * padding) / stride) + 1

    _, height, width = input_shape
    return out_channels, side(height), side(width)


def comprehension(input_shape, out_channels, kernel_size, stride=1, padding=0):
    """A generator over the two sides."""
    return (out_channels, *((size + 2 * padding - kernel_size) // stride + 1 for size in input_shape[1:]))


def mapped(input_shape, out_channels, kernel_size, stride=1, padding=0):
    """`map` and a helper that counts places."""

    def places(size):
        return len(range(0, size + 2 * padding - kernel_size + 1, stride))

    return (out_channels, *map(places, input_shape[-2:]))


def numpy_arithmetic(input_shape, out_channels, kernel_size, stride=1, padding=0):
    """The two sides at once, as an array; made a tuple in the end."""
    sides = (np.array(input_shape[1:]) + 2 * padding - kernel_size) // stride + 1
    return (out_channels, *sides)


def shape_of_windows(input_shape, out_channels, kernel_size, stride=1, padding=0):
    """The shape of the windows themselves."""
    picture = np.empty((input_shape[1] + 2 * padding, input_shape[2] + 2 * padding))
    windows = np.lib.stride_tricks.sliding_window_view(picture, (kernel_size, kernel_size))[::stride, ::stride]
    return (out_channels, *windows.shape[:2])


def while_loops(input_shape, out_channels, kernel_size, stride=1, padding=0):
    """The places counted one by one."""
    shape = [out_channels]
    for size in (input_shape[1], input_shape[2]):
        count, end = 0, kernel_size
        while end <= size + 2 * padding:
            count, end = count + 1, end + stride
        shape.append(count)
    return tuple(shape)


def as_list(input_shape, out_channels, kernel_size, stride=1, padding=0):
    """A list where others write a tuple: the numbers count."""
    sides = [(size + 2 * padding - kernel_size) // stride + 1 for size in input_shape[1:]]
    return [out_channels, *sides]
