"""freeze_features: what was learned is kept, the rest is trained."""

import numpy as np
import pytest
import torch_cnn_oracles as oracles
from torch_cnn_models import answer, assert_close, exercise, on_a_simple_cnn, with_weights

from autograder.suite import Handle, assert_values, fail, kind_of, say

SHAPES = oracles.shapes(oracles.SIMPLE)
CALL = say("SimpleCNN()(x) after freeze_features")
AFTER = {1: say("{call} and 1 training step", call=CALL), 2: say("{call} and 2 training steps", call=CALL)}


class Frozen:
    """``model`` with weights of ours, after the student's freeze_features, in eval mode."""

    def __init__(self, student, process, model, rng):
        self.process, self.weights = process, oracles.random_weights(rng, oracles.SIMPLE)
        with_weights(process, model, self.weights, "SimpleCNN")
        self.given = student.freeze_features(model)
        self.model = process.props.chosen(self.given, model)
        self.model.eval()
        trained = process.props.told(self.model)[1]
        self.flags = dict(zip(map(tuple, process.props.shapes(self.model)), trained, strict=True))

    def answer(self, x):
        """Its logits."""
        return answer(self.model, x, CALL)

    def assert_trained(self, rng, steps, places=range(4, 8)):
        """Steps of gradient descent move those of the parameters in ``places`` that it says are trained, and nothing else: fc1 and fc2, of
        which fc1 is up to the student."""
        x, labels, weights = digits(rng, 5), rng.integers(0, 10, 5), self.weights
        trained = [place for place in places if self.flags.get(SHAPES[place])]
        for _ in range(steps):
            weights = oracles.descended(weights, x, labels, 0.25, trained)
        *_, got = exercise(self.process, self.model, *[("descend", x, labels, 0.25)] * steps, ("answer", x))
        assert_close(got, oracles.logits(weights, x), AFTER[steps])


def digits(rng, count):
    return rng.normal(size=(count, 1, 28, 28)).astype(np.float32)


@pytest.mark.weight(2)
def test_features_stay(student, process, rng):
    """The parameters of the convolutions, biases too, are not trained any more: after training steps the rest alone has moved."""

    def judge(model):
        frozen = Frozen(student, process, model, rng)
        if any(frozen.flags.get(shape, True) for shape in SHAPES[:4]):
            told = "after freeze_features a parameter of a convolution still asks for a gradient (biases too?)."
            fail("values", told)
        frozen.assert_trained(rng, 2)

    on_a_simple_cnn(student, process, judge)


@pytest.mark.weight(2)
def test_only_the_rest_learns(student, process, rng):
    """A training step changes the head as it should, and leaves the convolutions alone."""

    def judge(model):
        frozen = Frozen(student, process, model, rng)
        if not all(frozen.flags.get(shape, False) for shape in SHAPES[6:]):
            fail("values", "after freeze_features the head, fc2, is frozen too: nothing is left to learn the new task.")
        frozen.assert_trained(rng, 1)

    on_a_simple_cnn(student, process, judge)


def test_values_stay(student, process, rng):
    """Freezing changes no value: some of the features are frozen, and the logits are the same as before."""

    def judge(model):
        frozen = Frozen(student, process, model, rng)
        if all(frozen.flags.get(shape, True) for shape in SHAPES[:4]):
            fail("values", "after freeze_features no parameter of a convolution is frozen.")
        x = digits(rng, 2)
        assert_values(frozen.answer(x), oracles.logits(frozen.weights, x), CALL)
        frozen.assert_trained(rng, 1, range(8))

    on_a_simple_cnn(student, process, judge)


@pytest.mark.weight(0.5)
def test_model_is_returned(student, process, rng):
    """The model is what freeze_features returns, its features frozen."""

    def judge(model):
        frozen = Frozen(student, process, model, rng)
        if not isinstance(frozen.given, Handle):
            told = say(
                "freeze_features(model) gave {kind}; it changes the model and returns it.", kind=kind_of(frozen.given)
            )
            fail("type", told)
        x, returned = digits(rng, 2), say("what freeze_features(model) gave")
        assert_values(answer(frozen.given, x, returned), oracles.logits(frozen.weights, x), returned)
        frozen.assert_trained(rng, 1)

    on_a_simple_cnn(student, process, judge)
