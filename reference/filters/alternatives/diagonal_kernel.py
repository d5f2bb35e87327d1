"""Other right answers to `diagonal_kernel`."""

import numpy as np


def turned_sobel():
    """Sobel turned by 45 degrees, bright below."""
    return np.array([[0, -1, -2], [1, 0, -1], [2, 1, 0]])


def turned_prewitt():
    """Prewitt turned by 45 degrees, as a nested list."""
    return [[0, 1, 1], [-1, 0, 1], [-1, -1, 0]]


def roberts_like():
    """Differences right beside the diagonal."""
    return np.array([[0, 1, 0], [-1, 0, 1], [0, -1, 0]], dtype=np.float32)


def line_detector():
    """A detector of diagonal lines answers diagonal edges as well."""
    return 3 * np.eye(3) - 1


def upper_minus_lower():
    """Triangles: above the diagonal minus below, small numbers."""
    return 1e-4 * (np.triu(np.ones((3, 3)), 1) - np.tril(np.ones((3, 3)), -1))


def sum_of_both_sobels():
    """The difference of the two Sobel kernels."""
    vertical = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])
    return 1000 * (vertical - vertical.T)


def smoothed_corner():
    """Not symmetric: a weighted version found by trying."""
    return np.array([[0.1, 1.0, 1.8], [-1.1, 0.0, 0.9], [-1.9, -0.8, 0.0]])
