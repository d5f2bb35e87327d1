"""Wrong answers to `diagonal_kernel`, each with the hint a student reads."""

import numpy as np


def other_diagonal():
    """It answers edges along the other diagonal.

    Your kernel is turned the wrong way: it answers an edge from the top right to the bottom left. Its zeros should
    lie along the edge you look for, from the top left to the bottom right, with opposite signs on both sides.
    """
    return np.array([[2, 1, 0], [1, 0, -1], [0, -1, -2]])


def sobel_vertical():
    """A vertical edge detector.

    Your kernel answers vertical edges most, as the Sobel kernel for them does. Turn the idea by 45 degrees: the zeros
    go along the diagonal.
    """
    return np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])


def sobel_horizontal():
    """A horizontal edge detector.

    Your kernel answers horizontal edges most, as the Sobel kernel for them does. Turn the idea by 45 degrees: the
    zeros go along the diagonal.
    """
    return np.array([[-1, -2, -1], [0, 0, 0], [1, 2, 1]])


def sum_of_sobels():
    """The sum of both Sobel kernels, which points to the other diagonal.

    You add the two Sobel kernels. Their sum answers one diagonal most, but the other one: take the difference.
    """
    return np.array([[-2, -2, 0], [-2, 0, 2], [0, 2, 2]])


def laplacian():
    """A kernel that answers all directions.

    Your kernel treats all directions alike. It has to prefer one: opposite signs on the two sides of the diagonal.
    """
    return np.array([[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]])


def diagonal_of_ones():
    """The unit matrix: a flat image does not give 0.

    Your kernel answers a bright flat image as much as any edge: its numbers do not add up to 0. Adding up the pixels
    along the diagonal does not do it; compare the two sides of it.
    """
    return np.eye(3)


def emboss():
    """Emboss: a flat image does not give 0.

    Your numbers do not add up to 0, so a flat image gets an answer. (They also point to the other diagonal.)
    """
    return np.array([[-2, -1, 0], [-1, 1, 1], [0, 1, 2]])


def middle_of_one():
    """The right signs, but 1 in the middle.

    Your kernel prefers the right direction, but its numbers do not add up to 0, so a flat image gets an answer. Let
    the diagonal be 0, and the two sides of it each other's opposite.
    """
    return np.array([[0, 1, 2], [-1, 1, 1], [-2, -1, 0]])


def corners_only():
    """Only two corners: a horizontal edge is answered just as much.

    Your kernel answers a horizontal and a vertical edge as much as a diagonal one. That happens when two corners are
    compared: all three edges lie between them. Use the numbers next to the diagonal, too.
    """
    return np.array([[0, 0, 1], [0, 0, 0], [-1, 0, 0]])


def upside_down():
    """A line detector for the other diagonal.

    Your kernel looks for lines from the top right to the bottom left. Turn it over.
    """
    return 3 * np.eye(3)[::-1] - 1


def two_by_two():
    """A 2 x 2 kernel (Roberts).

    Your kernel is 2 x 2. A 3 x 3 kernel is expected.
    """
    return np.array([[0, 1], [-1, 0]])


def five_by_five():
    """A 5 x 5 kernel.

    Your kernel is 5 x 5. A 3 x 3 kernel is expected.
    """
    return np.subtract.outer(np.arange(5), np.arange(5))


def zeros():
    """Nothing but zeros.

    Your kernel is all zeros. A flat image gives 0, and so does every edge.
    """
    return np.zeros((3, 3))


def flat_vector():
    """Nine numbers in a row.

    Your kernel has nine numbers, but in one row. Give it the shape (3, 3).
    """
    return np.array([0, 1, 2, -1, 0, 1, -2, -1, 0])
