"""replace_head: a new last layer for a new task."""

import numpy as np
import pytest
import torch_cnn_oracles as oracles
from torch_cnn_cases import by_shape, on_a_simple_cnn, with_weights

from autograder.suite import assert_values, fail, values_agree

CALL = "SimpleCNN()(x) after replace_head(model, num_classes)"


def shapes(classes):
    """The shapes of a SimpleCNN's parameters with a head of ``classes`` outputs."""
    return [*oracles.shapes(oracles.SIMPLE)[:6], (classes, 128), (classes,)]


def in_order(process, model, classes):
    """The model's parameters in the order of `shapes`."""
    arrays = process.props.arrays(model)
    if not any(np.shape(array) == (classes, 128) for array in arrays):
        told = "after replace_head the model has no linear layer from the 128 features to `num_classes` outputs."
        fail("shape", told, f"shapes {[np.shape(array) for array in arrays]}, num_classes {classes}")
    if not any(np.shape(array) == (classes,) for array in arrays):
        fail("shape", "after replace_head the last layer has no bias for each of the `num_classes` outputs.")
    return by_shape(arrays, shapes(classes), "SimpleCNN after replace_head")


def replaced(student, process, model, weights, classes):
    """``model`` with our weights, after the student's replace_head, in eval mode."""
    with_weights(process, model, weights, "SimpleCNN")
    model = process.props.chosen(student.replace_head(model, classes), model)
    model.eval()
    return model


@pytest.mark.weight(2)
@pytest.mark.parametrize("classes", [5, 13])
def test_new_head(student, process, rng, classes):
    """The model gives `num_classes` logits, by a new last layer on the old features."""
    weights = oracles.random_weights(rng, oracles.SIMPLE)
    x = rng.normal(size=(3, 1, 28, 28)).astype(np.float32)

    def judge(model):
        model = replaced(student, process, model, weights, classes)
        held = in_order(process, model, classes)
        assert_values(process.props.respond(model, x), oracles.logits([*weights[:6], *held[6:]], x), CALL)

    on_a_simple_cnn(student, process, judge)


@pytest.mark.weight(2)
def test_the_rest_stays(student, process, rng):
    """The other layers keep what they have learned and stay trainable, dropout stays; the old head is gone."""
    weights = oracles.random_weights(rng, oracles.SIMPLE)
    x = rng.normal(size=(1, 1, 28, 28)).astype(np.float32)
    shown = np.argsort(-oracles.hidden_units(weights, x)[0])[:7]

    def judge(model):
        model = replaced(student, process, model, weights, 7)
        arrays = process.props.arrays(model)
        held = in_order(process, model, 7)
        for got, want in zip(held[:6], weights[:6], strict=True):
            assert_values(got, want, "a parameter of the other layers after replace_head")
        if len(arrays) != 8:
            fail("shape", "after replace_head the model has other layers than before, besides the new head.")
        if not all(trained for _, trained in process.props.trainable(model)):
            fail(
                "changed", "replace_head froze a parameter that was trained before; nothing but the head is to change."
            )
        process.props.seed(int(rng.integers(2**31)))
        model.train()
        process.props.load(model, [*weights[:6], np.eye(128, dtype=np.float32)[shown], np.zeros(7, np.float32)])
        dropped = np.mean(np.asarray(process.props.respond(model, np.repeat(x, 200, axis=0))) == 0)
        if dropped == 0:
            fail("changed", "after replace_head nothing is dropped in training mode any more; keep the dropout.")
        if abs(dropped - 0.25) > 0.08:  # 0.012 is usual for 1,400 numbers
            told = "after replace_head dropout acts at another rate than before; nothing but the head is to change."
            fail("changed", told, f"share dropped {dropped:.3f}")

    on_a_simple_cnn(student, process, judge)


def test_a_new_start(student, process, rng):
    """The new head starts with random weights of its own, none of them the old head's, and the model stays in its mode."""
    weights = oracles.random_weights(rng, oracles.SIMPLE)

    def judge(model):
        with_weights(process, model, weights, "SimpleCNN")
        model.train()
        model = process.props.chosen(student.replace_head(model, 12), model)
        if not process.props.modes(model)[0]:
            fail("changed", "replace_head got a model in training mode and left it in eval mode.")
        head, _ = in_order(process, model, 12)[6:]
        if any(values_agree(row, old) for row in head for old in weights[6]):
            fail("values", "the new head of replace_head holds weights of the old one; a new layer starts at random.")
        if any(values_agree(head[0], row) for row in head[1:]):
            fail(
                "values",
                "the new head of replace_head gives every class the same weights; a new layer starts at random.",
            )

    on_a_simple_cnn(student, process, judge)


@pytest.mark.weight(2)
def test_the_new_head_learns(student, process, rng):
    """On frozen features the new head is trainable, and the features stay frozen."""
    weights = oracles.random_weights(rng, oracles.SIMPLE)
    x, labels = rng.normal(size=(6, 1, 28, 28)).astype(np.float32), rng.integers(0, 4, 6)

    def judge(model):
        process.props.freeze(model, oracles.shapes(oracles.SIMPLE)[:6])
        model = replaced(student, process, model, weights, 4)
        before = in_order(process, model, 4)
        trained = [shape for shape, on in process.props.trainable(model) if on]
        if sorted(map(tuple, trained)) != [(4,), (4, 128)]:
            fail("values", "after replace_head on a frozen model, the new head and nothing else is to be trained.")
        after = by_shape(process.props.one_step(model, x, labels, 0.5), shapes(4), "SimpleCNN after replace_head")
        slopes = oracles.gradients([*weights[:6], *before[6:]], x, labels)
        for got, start, slope in zip(after[6:], before[6:], slopes[6:], strict=True):
            assert_values(got, start - 0.5 * slope, "a parameter of the new head after a training step")

    on_a_simple_cnn(student, process, judge)
