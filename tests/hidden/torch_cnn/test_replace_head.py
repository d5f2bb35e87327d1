"""replace_head: a new last layer for a new task."""

import numpy as np
import pytest
import torch_cnn_oracles as oracles
from torch_cnn_models import answer, assert_close, by_shape, exercise, on_a_simple_cnn, with_weights

from autograder.suite import assert_values, fail, say, values_agree

CALL = say("SimpleCNN()(x) after replace_head(model, num_classes)")
AFTER_A_STEP = say("{call} and a training step", call=CALL)


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
    return by_shape(arrays, shapes(classes), say("SimpleCNN after replace_head"))


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
        assert_values(answer(model, x, CALL), oracles.logits([*weights[:6], *held[6:]], x), CALL)

    on_a_simple_cnn(student, process, judge)


@pytest.mark.weight(2)
def test_the_rest_stays(student, process, rng):
    """The other layers keep what they have learned and stay trainable; the old head is gone."""
    weights = oracles.random_weights(rng, oracles.SIMPLE)
    x, labels = rng.normal(size=(4, 1, 28, 28)).astype(np.float32), rng.integers(0, 7, 4)

    def judge(model):
        model = replaced(student, process, model, weights, 7)
        if len(process.props.arrays(model)) != 8:
            fail("shape", "after replace_head the model has other layers than before, besides the new head.")
        if not all(process.props.told(model)[1]):
            told = "replace_head froze a parameter that was trained before; nothing but the head is to change."
            fail("changed", told)
        held = [*weights[:6], *in_order(process, model, 7)[6:]]
        before, _, got = exercise(process, model, ("answer", x), ("descend", x, labels, 0.2), ("answer", x))
        assert_values(before, oracles.logits(held, x), CALL)
        assert_close(got, oracles.logits(oracles.descended(held, x, labels, 0.2), x), AFTER_A_STEP)

    on_a_simple_cnn(student, process, judge)


@pytest.mark.parametrize("training", [True, False])
def test_dropout_stays(student, process, rng, training):
    """Dropout stays as it was, and the model in the mode it came in: in training mode a quarter of what enters the head is dropped."""
    weights = oracles.random_weights(rng, oracles.SIMPLE)
    x = rng.normal(size=(1, 1, 28, 28)).astype(np.float32)
    units = oracles.hidden_units(weights, x)[0]
    shown = np.argsort(-units)[:7]

    def judge(model):
        with_weights(process, model, weights, "SimpleCNN")
        model.train(training)
        model = process.props.chosen(student.replace_head(model, 7), model)
        in_order(process, model, 7)
        process.props.load(model, [*weights[:6], np.eye(128, dtype=np.float32)[shown], np.zeros(7, np.float32)])
        process.props.seed(int(rng.integers(2**31)))
        got = np.asarray(answer(model, np.repeat(x, 200, axis=0), CALL))
        if got.shape != (200, 7):
            fail("shape", say("{call} gave an array of the wrong shape{hint}.", call=CALL, hint=""))
        dropped = np.mean(got == 0)
        if training and (dropped == 0 or not process.props.told(model)[0][0]):
            fail(
                "changed",
                "replace_head got a model in training mode, whose dropout acts, and left it without dropout."
                if process.props.told(model)[0][0]
                else "replace_head got a model in training mode, whose dropout acts, and left it in eval mode.",
            )
        if abs(dropped - 0.25 * training) > 0.08 * training:  # 0.012 is usual for 1,400 numbers
            told = "after replace_head dropout acts at another rate than before; nothing but the head is to change."
            fail("changed", told, f"share dropped {dropped:.3f}")
        kept = np.where(got == 0, 0, units[shown] / (0.75 if training else 1))
        mode = say("{call} in training mode", call=CALL) if training else say("{call} in eval mode", call=CALL)
        assert_values(got, kept, mode)

    on_a_simple_cnn(student, process, judge)


def test_a_new_start(student, process, rng):
    """The new head starts with random weights of its own, none of them the old head's."""
    weights = oracles.random_weights(rng, oracles.SIMPLE)
    x = rng.normal(size=(3, 1, 28, 28)).astype(np.float32)

    def judge(model):
        model = replaced(student, process, model, weights, 12)
        head, bias = in_order(process, model, 12)[6:]
        assert_values(answer(model, x, CALL), oracles.logits([*weights[:6], head, bias], x), CALL)
        if any(values_agree(row, old) for row in head for old in weights[6]):
            fail("values", "the new head of replace_head holds weights of the old one; a new layer starts at random.")
        if any(values_agree(head[0], row) for row in head[1:]):
            told = "the new head of replace_head gives every class the same weights; a new layer starts at random."
            fail("values", told)

    on_a_simple_cnn(student, process, judge)


@pytest.mark.weight(2)
def test_the_new_head_learns(student, process, rng):
    """On frozen features the new head is trainable, and the features stay frozen: a training step moves the head alone."""
    weights = oracles.random_weights(rng, oracles.SIMPLE)
    x, labels = rng.normal(size=(6, 1, 28, 28)).astype(np.float32), rng.integers(0, 4, 6)

    def judge(model):
        process.props.freeze(model, oracles.shapes(oracles.SIMPLE)[:6])
        model = replaced(student, process, model, weights, 4)
        held = [*weights[:6], *in_order(process, model, 4)[6:]]
        trained = [
            shape for shape, on in zip(process.props.shapes(model), process.props.told(model)[1], strict=True) if on
        ]
        if sorted(map(tuple, trained)) != [(4,), (4, 128)]:
            fail("values", "after replace_head on a frozen model, the new head and nothing else is to be trained.")
        _, got = exercise(process, model, ("descend", x, labels, 0.5), ("answer", x))
        want = oracles.logits(oracles.descended(held, x, labels, 0.5, (6, 7)), x)
        assert_close(got, want, say("{call} and a training step on frozen features", call=CALL))

    on_a_simple_cnn(student, process, judge)
