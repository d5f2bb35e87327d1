"""ConvolutionalNetwork: the small network, judged by what it computes."""

import numpy as np
import pytest
import torch_cnn_oracles as oracles
from torch_cnn_cases import tensor
from torch_cnn_models import assert_close, assert_gradients, assert_logits, by_shape, exercise, with_weights

from autograder.suite import fail, say

NET = oracles.SMALL
CALLS = {
    "eval": say("ConvolutionalNetwork()(x) in eval mode"),
    "training": say("ConvolutionalNetwork()(x) in training mode"),
}
SHAPES = oracles.shapes(NET)


def ready(student, process, rng):
    """A new model of the student's with random weights of ours, in eval mode, and the weights."""
    weights = oracles.random_weights(rng, NET)
    return with_weights(process, student.ConvolutionalNetwork(), weights, "ConvolutionalNetwork"), weights


def judge(model, weights, x, agree, mode="eval"):
    """The logits of ``x``."""
    want = agree(oracles.logits(weights, x), lambda: oracles.logits_by_hand(weights, x))
    assert_logits(model(tensor(x)), want, CALLS[mode])


@pytest.mark.weight(3)
@pytest.mark.parametrize("batch", [3, 2])
def test_logits(student, process, rng, agree, batch):
    """With weights of ours in it, the network gives the logits of the asked architecture."""
    model, weights = ready(student, process, rng)
    judge(model, weights, rng.normal(size=(batch, 1, 28, 28)).astype(np.float32), agree)


def test_batch_of_one(student, process, rng, agree):
    """A batch of one image gives logits `(1, 10)`."""
    model, weights = ready(student, process, rng)
    judge(model, weights, rng.normal(size=(1, 1, 28, 28)).astype(np.float32), agree)


def test_real_digits_in_training(student, process, rng, agree):
    """Without dropout, training mode gives the same logits; on real digits."""
    model, weights = ready(student, process, rng)
    model.train()
    judge(model, weights, oracles.unseen(rng, count=4)[0], agree, "training")


def test_models_are_independent(student, process, rng, agree):
    """Two models have weights of their own."""
    one, other = (ready(student, process, rng) for _ in range(2))
    x = rng.normal(size=(2, 1, 28, 28)).astype(np.float32)
    for model, weights in (one, other):
        judge(model, weights, x, agree)


@pytest.mark.on_word
def test_parameters(student, process, rng):
    """The model has the 13,242 parameters of the asked layers, and no others."""
    model, _ = ready(student, process, rng)
    held = process.props.arrays(model)
    by_shape(held, SHAPES, "ConvolutionalNetwork")
    if len(held) != len(SHAPES):
        fail("shape", "ConvolutionalNetwork has layers besides the asked ones.")


@pytest.mark.weight(2)
def test_gradients(student, process, rng):
    """Backward from the loss, the right gradient reaches every parameter."""
    model, weights = ready(student, process, rng)
    model.train()
    x, labels = rng.normal(size=(3, 1, 28, 28)).astype(np.float32), rng.integers(0, 10, 3)
    _, found = process.props.gradients(model, x, labels)
    assert_gradients(found, oracles.gradients(weights, x, labels), SHAPES, "ConvolutionalNetwork")


def test_training_steps(student, process, rng):
    """Trained on real digits, it goes where the asked network goes, step by step."""
    model, weights = ready(student, process, rng)
    x, labels = oracles.unseen(rng, "train", 45)
    steps = [("descend", x[i : i + 15], labels[i : i + 15], 0.1) for i in (0, 15)]
    *_, got = exercise(process, model, *steps, ("answer", x[30:]))
    for _, *step in steps:
        weights = oracles.descended(weights, *step)
    assert_close(got, oracles.logits(weights, x[30:]), say("ConvolutionalNetwork()(x) after two training steps"))
