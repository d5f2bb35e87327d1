"""The hidden suite of `diagonal_kernel`: the kernel is judged by what it answers to edges of four directions."""

import numpy as np
import pytest

from autograder.suite import as_array, assert_shape, fail, say

CALL = "diagonal_kernel()"
SIZE = 9
ROWS, COLUMNS = np.indices((SIZE, SIZE))
ACROSS = {
    "diagonal": COLUMNS - ROWS,
    "horizontal": ROWS,
    "vertical": COLUMNS,
    "other diagonal": ROWS + COLUMNS,
}
"""What grows across an edge of each direction; every value of it but the smallest is where an edge can lie."""
DIRECTIONS = {
    "horizontal": say("horizontal"),
    "vertical": say("vertical"),
    "other diagonal": say("the other diagonal"),
}


def kernel(student):
    """The kernel, scaled so that its largest number is 1 or -1."""
    got = as_array(student.diagonal_kernel(), CALL).astype(np.float64)
    assert_shape(got, (3, 3), CALL)
    if not np.all(np.isfinite(got)):
        fail("finite", f"{CALL} holds numbers that are not finite.")
    if not np.abs(got).max() > 0:
        fail("values", f"{CALL} is all zeros: it answers nothing.")
    return got / np.abs(got).max()


def strength(weights, direction):
    """The largest absolute response to a step edge of that direction, inside the image, wherever the edge lies."""
    across = ACROSS[direction]
    edges = [(across >= place).astype(float) for place in range(int(across.min()) + 1, int(across.max()) + 1)]
    windows = np.lib.stride_tricks.sliding_window_view(np.array(edges), (3, 3), axis=(1, 2))
    return float(np.abs(np.tensordot(windows, weights, axes=2)).max())


def assert_stronger(weights, *others):
    """The diagonal edge is answered more strongly than edges of the directions ``others``."""
    for other in others:
        if not strength(weights, "diagonal") > strength(weights, other) + 1e-6:
            told = say(
                "{call} does not answer an edge from the top left to the bottom right more strongly than this direction: {other}.",
                call=CALL,
                other=DIRECTIONS[other],
            )
            fail("values", told, f"{np.round(weights, 3).tolist()}")


@pytest.mark.weight(3)
def test_stronger_than_horizontal(student):
    """An edge from the top left to the bottom right is answered more strongly than a horizontal one."""
    assert_stronger(kernel(student), "horizontal")


@pytest.mark.weight(3)
def test_stronger_than_vertical(student):
    """An edge from the top left to the bottom right is answered more strongly than a vertical one."""
    assert_stronger(kernel(student), "vertical")


@pytest.mark.weight(3)
def test_stronger_than_other_diagonal(student):
    """An edge from the top left to the bottom right is answered more strongly than one along the other diagonal."""
    assert_stronger(kernel(student), "other diagonal")


@pytest.mark.weight(3)
def test_flat_image(student):
    """A flat image gives 0, while an edge along the diagonal gives most."""
    weights = kernel(student)
    if abs(weights.sum()) > 1e-5:
        fail("values", f"{CALL} answers a flat image: its numbers do not add up to 0.", f"sum {weights.sum():.3g}")
    assert_stronger(weights, "horizontal", "vertical", "other diagonal")
