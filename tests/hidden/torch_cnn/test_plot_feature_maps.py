"""plot_feature_maps: one panel per map, in any colours."""

import pytest
from torch_cnn_cases import assert_panels

from autograder.suite import assert_new, assert_untouched, drawn

CALL = "plot_feature_maps(maps)"
MANY, ONE, OBLONG = range(3)


def figures(process, rng):
    """Figures of three stacks of maps, drawn in turn."""
    shapes = (32, 5, 6), (1, 9, 12), (7, 5, 8)
    return drawn(process, "plot_feature_maps", lambda: [[rng.normal(size=shape)] for shape in shapes])


def judge(process, rng, number):
    """The figure shows every map."""
    drawings = figures(process, rng)
    assert_panels(drawings[number], drawings.inputs[number][0], CALL)
    return drawings


@pytest.mark.weight(6)
def test_many(process, rng):
    """Thirty-two maps: a panel for each, in order, that shows it and nothing else."""
    judge(process, rng, MANY)


@pytest.mark.weight(4)
def test_oblong(process, rng):
    """Maps that are wider than high, and an odd number of them."""
    judge(process, rng, OBLONG)


@pytest.mark.weight(2)
def test_one(process, rng):
    """A single map is a figure of one panel."""
    judge(process, rng, ONE)


@pytest.mark.on_word
def test_maps_unchanged(process, rng):
    """The maps are left as they were, and the figure is a new one in every call."""
    drawings = judge(process, rng, OBLONG)
    for number in (0, 1):
        assert_new(drawings[number], CALL)
    assert_untouched(drawings, CALL)
