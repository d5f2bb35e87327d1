"""The hidden suite of `plot_edges`: what the figure shows."""

import numpy as np
import pytest
from filters_cases import assert_places, assert_shows, drawn_once, torch_response

from autograder.suite import assert_new, assert_unchanged, panels

CALL = "plot_edges(images)"


def figure(student, process, rng):
    """The figure, with what it was drawn from."""

    def draw():
        images = rng.integers(0, 256, (10, 9, 7))
        described, after = process.props.show(student.plot_edges, [images])
        return described[0], after[0][0], images

    return drawn_once(process, CALL, draw)


def edges(picture, reference, agree):
    """The right magnitude."""
    horizontal = np.array([[-1.0, -2, -1], [0, 0, 0], [1, 2, 1]])
    second = lambda: np.hypot(torch_response(picture, horizontal), torch_response(picture, horizontal.T))  # noqa: E731
    return agree(reference.sobel_edges(picture)[2], second)


@pytest.mark.weight(2)
def test_digits_above(student, process, reference, rng):
    """Twenty panels in two rows of ten; the upper row shows the images, in order."""
    described, after, images = figure(student, process, rng)
    shown = panels(described, 20, CALL, only=True)
    assert_places(shown, 2, 10, CALL)
    for number, panel in enumerate(shown[:10]):
        assert_shows(panel, images[number], f"panel {number + 1} of the upper row", CALL)
    assert_unchanged(after, images, "images", CALL)
    assert_new(described, CALL)


@pytest.mark.weight(3)
def test_edges_below(student, process, reference, rng, agree):
    """The lower row shows each image's edge magnitude, right below it, of the same size."""
    described, _, images = figure(student, process, rng)
    shown = panels(described, 20, CALL)
    assert_places(shown, 2, 10, CALL)
    for number, panel in enumerate(shown[10:]):
        assert_shows(panel, edges(images[number], reference, agree), f"panel {number + 1} of the lower row", CALL)
