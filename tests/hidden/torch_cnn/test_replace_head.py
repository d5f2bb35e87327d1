"""replace_head: a new last layer for a new task."""

import numpy as np
import pytest
import torch_cnn_oracles as oracles
from torch_cnn_cases import by_shape, on_a_simple_cnn, with_weights

from autograder.grading.asserts import assert_values, fail

CALL = "SimpleCNN()(x) after replace_head(model, num_classes)"


def shapes(classes):
    """The shapes of a SimpleCNN's parameters with a head of ``classes`` outputs."""
    return [*oracles.shapes(oracles.SIMPLE)[:6], (classes, 128), (classes,)]


def replaced(student, guest, model, weights, classes):
    """``model`` with our weights, after the student's replace_head, in eval mode."""
    with_weights(guest, model, weights, "SimpleCNN")
    model = guest.props.chosen(student.replace_head(model, classes), model)
    model.eval()
    return model


@pytest.mark.weight(2)
@pytest.mark.parametrize("classes", [5, 13])
def test_new_head(student, guest, rng, classes):
    """The model gives `num_classes` logits, by a new last layer on the old features."""
    weights = oracles.random_weights(rng, oracles.SIMPLE)
    x = rng.normal(size=(3, 1, 28, 28)).astype(np.float32)

    def judge(model):
        model = replaced(student, guest, model, weights, classes)
        held = by_shape(guest.props.arrays(model), shapes(classes), "SimpleCNN after replace_head")
        assert_values(guest.props.respond(model, x), oracles.logits([*weights[:6], *held[6:]], x), CALL)

    on_a_simple_cnn(student, guest, judge)


@pytest.mark.weight(2)
def test_the_rest_stays(student, guest, rng):
    """The other layers keep what they have learned; the old head is gone."""
    weights = oracles.random_weights(rng, oracles.SIMPLE)

    def judge(model):
        arrays = guest.props.arrays(replaced(student, guest, model, weights, 7))
        held = by_shape(arrays, shapes(7), "SimpleCNN after replace_head")
        for got, want in zip(held[:6], weights[:6], strict=True):
            assert_values(got, want, "the other layers after replace_head")
        if len(arrays) != 8:
            fail("shape", "after replace_head the model has other layers than before, besides the new head.")

    on_a_simple_cnn(student, guest, judge)


@pytest.mark.weight(2)
def test_the_new_head_learns(student, guest, rng):
    """On frozen features the new head is trainable, and the features stay frozen."""
    weights = oracles.random_weights(rng, oracles.SIMPLE)
    x, labels = rng.normal(size=(6, 1, 28, 28)).astype(np.float32), rng.integers(0, 4, 6)

    def judge(model):
        guest.props.freeze(model, 6)
        model = replaced(student, guest, model, weights, 4)
        before = by_shape(guest.props.arrays(model), shapes(4), "SimpleCNN after replace_head")
        trained = [shape for shape, on in guest.props.trainable(model) if on]
        if sorted(map(tuple, trained)) != [(4,), (4, 128)]:
            fail("values", "after replace_head on a frozen model, the new head and nothing else is to be trained.")
        after = by_shape(guest.props.one_step(model, x, labels, 0.5), shapes(4), "SimpleCNN after replace_head")
        slopes = oracles.gradients([*weights[:6], *before[6:]], x, labels)
        for got, start, slope in zip(after[6:], before[6:], slopes[6:], strict=True):
            assert_values(got, start - 0.5 * slope, "the new head after a training step")

    on_a_simple_cnn(student, guest, judge)
