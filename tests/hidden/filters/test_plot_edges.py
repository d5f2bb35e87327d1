"""The hidden suite of `plot_edges`: what the figure shows."""

import numpy as np
import pytest
from filters_cases import assert_shows, torch_response

from autograder.suite import assert_new, assert_places, assert_untouched, drawn, panels, say

CALL = "plot_edges(images)"


def figures(process, rng):
    """The figure, and what it was drawn from."""
    return drawn(process, "plot_edges", lambda: [[rng.integers(0, 256, (10, 9, 7))]])


def shown(figures):
    """Its twenty panels."""
    found = panels(figures[0], 20, CALL, only=True)
    assert_places(found, 2, 10, CALL)
    return found


def edges(picture, reference, agree):
    """The right magnitude."""
    horizontal = np.array([[-1.0, -2, -1], [0, 0, 0], [1, 2, 1]])
    second = lambda: np.hypot(torch_response(picture, horizontal), torch_response(picture, horizontal.T))
    return agree(reference.sobel_edges(picture)[2], second)


@pytest.mark.weight(8)
def test_digits_above(process, rng):
    """Twenty panels in two rows of ten; the upper row shows the images, in order."""
    drawings = figures(process, rng)
    (images,) = drawings.inputs[0]
    for number, panel in enumerate(shown(drawings)[:10]):
        assert_shows(panel, images[number], say("panel {place} of the upper row", place=number + 1), CALL)


@pytest.mark.weight(12)
def test_edges_below(process, reference, rng, agree):
    """The lower row shows each image's edge magnitude, right below it, of the same size."""
    drawings = figures(process, rng)
    (images,) = drawings.inputs[0]
    for number, panel in enumerate(shown(drawings)[10:]):
        assert_shows(
            panel,
            edges(images[number], reference, agree),
            say("panel {place} of the lower row", place=number + 1),
            CALL,
        )


@pytest.mark.on_word
def test_images_unchanged(process, rng):
    """The images are left as they were, and the figure is a new one."""
    drawings = figures(process, rng)
    shown(drawings)
    assert_new(drawings[0], CALL)
    assert_untouched(drawings, CALL)
