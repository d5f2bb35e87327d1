"""Hidden checks of `plot_pooling`: the figure is judged by the arrays it shows and by where they stand."""

from itertools import pairwise

import pytest
from pooling_cases import decimals, whole
from pooling_oracles import avg_pool_2d, max_pool_2d

from autograder.suite import (
    assert_in_view,
    assert_new,
    assert_picture,
    assert_untouched,
    drawn,
    fail,
    panels,
    say,
    values_agree,
)

CALL = "plot_pooling(image)"
PANELS = {"left": say("the left panel"), "middle": say("the middle panel"), "right": say("the right panel")}
PLAIN, WIDE, NEGATIVE, INTEGERS = range(4)


def figures(process, rng):
    """Four figures, drawn in turn: each call makes one of its own."""
    return drawn(
        process,
        "plot_pooling",
        lambda: [[decimals(rng, 9, 7)], [decimals(rng, 8, 13)], [-rng.uniform(1, 9, (8, 6))], [whole(rng, 7, 10)]],
    )


def shown(figures, number):
    """The figure's three image panels, from left to right."""
    return sorted(panels(figures[number], 3, CALL), key=lambda panel: panel.middle[0])


def assert_shows(panel, want, which, image):
    """The panel shows ``want`` (the last image drawn in it is the one that is seen)."""
    assert_picture(panel, want, PANELS[which], CALL, lambda got, want: values_agree(got, want, [image]))


@pytest.mark.weight(2)
def test_side_by_side(process, rng):
    """Three panels stand side by side in one row, each shows its whole image, and the left one the image itself."""
    drawings = figures(process, rng)
    (image,) = drawings.inputs[PLAIN]
    found = shown(drawings, PLAIN)
    assert_shows(found[0], image, "left", image)
    for panel, which in zip(found, ("left", "middle", "right"), strict=True):
        assert_in_view(panel, PANELS[which], CALL)
    for one, two in pairwise(found):
        (x, y), (left, level) = one.middle, two.middle
        if left - two.size[0] / 2 < x or abs(y - level) >= max(one.size[1], two.size[1]) / 2:
            fail("arrangement", f"The panels of {CALL} should stand side by side.", f"{one.frame}, {two.frame}")


@pytest.mark.weight(2)
def test_max(process, reference, rng, agree):
    """The middle panel shows the image's max pooling."""
    drawings = figures(process, rng)
    (image,) = drawings.inputs[WIDE]
    want = agree(reference.max_pool_2d(image), lambda: max_pool_2d(image))
    assert_shows(shown(drawings, WIDE)[1], want, "middle", image)


@pytest.mark.weight(2)
def test_average(process, reference, rng, agree):
    """The right panel shows the image's average pooling."""
    drawings = figures(process, rng)
    (image,) = drawings.inputs[WIDE]
    want = agree(reference.avg_pool_2d(image), lambda: avg_pool_2d(image))
    assert_shows(shown(drawings, WIDE)[2], want, "right", image)


@pytest.mark.parametrize("number", [NEGATIVE, INTEGERS], ids=["negative", "integers"])
def test_values(process, reference, rng, agree, number):
    """Images without a positive number, and images of integers, are shown as they are."""
    drawings = figures(process, rng)
    (image,) = drawings.inputs[number]
    largest = agree(reference.max_pool_2d(image), lambda: max_pool_2d(image))
    means = agree(reference.avg_pool_2d(image), lambda: avg_pool_2d(image))
    sides = zip(shown(drawings, number), (image, largest, means), ("left", "middle", "right"), strict=True)
    for panel, want, which in sides:
        assert_shows(panel, want, which, image)


@pytest.mark.on_word
def test_image_unchanged(process, rng):
    """The image is left as it was, and the figure is a new one in every call."""
    drawings = figures(process, rng)
    shown(drawings, PLAIN)
    for number in (0, 1):
        assert_new(drawings[number], CALL)
    assert_untouched(drawings, CALL)
