"""Right answers to `two_by_two`, written in other ways."""

import numpy as np


def as_tuples():
    """Tuples instead of lists."""
    return ((-4, -4), (-4, -4))


def as_array():
    """A NumPy array of ints."""
    return np.array([[-4, -4], [-4, -4]])


def as_floats():
    """The numbers with a decimal point."""
    return [[-4.0, -4.0], [-4.0, -4.0]]


def as_float32():
    """An array in single precision."""
    return np.array([[-4, -4], [-4, -4]], dtype=np.float32)


def as_list_of_arrays():
    """A list with an array for each row."""
    return [np.array([-4, -4]), np.array([-4, -4])]


def worked_out_by_a_loop():
    """A small program instead of a pencil."""
    picture = np.arange(1, 10).reshape(3, 3)
    kernel = np.array([[1, 0], [0, -1]])
    height, width = picture.shape[0] - kernel.shape[0] + 1, picture.shape[1] - kernel.shape[1] + 1
    output = np.zeros((height, width))
    for i in range(height):
        for j in range(width):
            output[i, j] = np.sum(picture[i : i + kernel.shape[0], j : j + kernel.shape[1]] * kernel)
    return output
