"""plot_filters: one panel per filter, in any colours."""

import numpy as np
import pytest
from torch_cnn_cases import assert_panels
from torch_cnn_models import assert_layer_unchanged

from autograder.suite import assert_new, drawn

CALL = "plot_filters(conv)"
MANY, ONE, BIASED = range(3)


def figures(process, rng):
    """Figures of three layers, drawn in turn: weights, and biases of one."""

    def inputs():
        weights = [rng.normal(size=size).astype(np.float32) for size in ((32, 1, 3, 3), (1, 1, 5, 5), (7, 1, 3, 4))]
        return [(weights[0], None), (weights[1], None), (weights[2], rng.normal(size=7).astype(np.float32))]

    return drawn(process, "plot_filters", inputs, lambda parts: [process.props.conv(*parts)])


def judge(process, rng, number):
    """The figure shows the layer's weights."""
    drawings = figures(process, rng)
    assert_panels(drawings[number], drawings.inputs[number][0][:, 0], CALL)
    return drawings


@pytest.mark.weight(4)
def test_many(process, rng):
    """Thirty-two filters: a panel for each, in order, that shows its weights and nothing else."""
    judge(process, rng, MANY)


@pytest.mark.weight(4)
def test_oblong(process, rng):
    """Filters that are not square, in a layer with biases: the weights are shown just the same."""
    judge(process, rng, BIASED)


@pytest.mark.weight(2)
def test_one(process, rng):
    """A single filter is a figure of one panel."""
    judge(process, rng, ONE)


@pytest.mark.on_word
def test_layer_unchanged(process, rng):
    """The layer keeps its weights, they are still trained, and the figure is a new one in every call."""
    drawings = judge(process, rng, BIASED)
    for number in (0, 1):
        assert_new(drawings[number], CALL)
    assert_layer_unchanged(process, drawings.arguments[BIASED][0], drawings.inputs[BIASED], CALL)
