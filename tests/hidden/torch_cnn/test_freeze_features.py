"""freeze_features: what was learned is kept, the rest is trained."""

import numpy as np
import pytest
import torch_cnn_oracles as oracles
from torch_cnn_cases import by_shape, on_a_simple_cnn, with_weights

from autograder.suite import assert_values, fail

SHAPES = oracles.shapes(oracles.SIMPLE)


def frozen(student, process, model, weights):
    """``model`` with our weights, after the student's freeze_features."""
    with_weights(process, model, weights, "SimpleCNN")
    return process.props.chosen(student.freeze_features(model), model)


def flags(process, model):
    """Whether each parameter is trained, by its shape."""
    return {tuple(shape): trained for shape, trained in process.props.trainable(model)}


@pytest.mark.weight(2)
def test_flags(student, process, rng):
    """No parameter of a convolution is trained any more, those of the head still are."""
    weights = oracles.random_weights(rng, oracles.SIMPLE)

    def judge(model):
        trained = flags(process, frozen(student, process, model, weights))
        if any(trained.get(shape, True) for shape in SHAPES[:4]):
            fail(
                "values", "after freeze_features a parameter of a convolution still asks for a gradient (biases too?)."
            )
        if not all(trained.get(shape, False) for shape in SHAPES[6:]):
            fail("values", "after freeze_features the head, fc2, is frozen too: nothing is left to learn the new task.")

    on_a_simple_cnn(student, process, judge)


@pytest.mark.weight(2)
def test_only_the_rest_learns(student, process, rng):
    """One training step changes the head as it should, and leaves the convolutions alone."""
    weights = oracles.random_weights(rng, oracles.SIMPLE)
    x, labels = rng.normal(size=(5, 1, 28, 28)).astype(np.float32), rng.integers(0, 10, 5)

    def judge(model):
        model = frozen(student, process, model, weights)
        after = by_shape(process.props.one_step(model, x, labels, 0.25), SHAPES, "SimpleCNN")
        for got, before in zip(after[:4], weights[:4], strict=True):
            assert_values(got, before, "a parameter of a convolution after freeze_features and a training step")
        for got, before, slope in zip(after[6:], weights[6:], oracles.gradients(weights, x, labels)[6:], strict=True):
            assert_values(
                got, before - 0.25 * slope, "a parameter of the head after freeze_features and a training step"
            )

    on_a_simple_cnn(student, process, judge)


def test_values_stay(student, process, rng):
    """Freezing changes no value: some of the features are frozen, and the logits are the same as before."""
    weights = oracles.random_weights(rng, oracles.SIMPLE)
    x = rng.normal(size=(2, 1, 28, 28)).astype(np.float32)

    def judge(model):
        model = frozen(student, process, model, weights)
        if all(flags(process, model).get(shape, True) for shape in SHAPES[:4]):
            fail("values", "after freeze_features no parameter of a convolution is frozen.")
        model.eval()
        assert_values(
            process.props.respond(model, x), oracles.logits(weights, x), "SimpleCNN()(x) after freeze_features"
        )

    on_a_simple_cnn(student, process, judge)
