"""SimpleCNN: the architecture, judged by what it computes."""

import numpy as np
import pytest
import torch_cnn_oracles as oracles
from torch_cnn_cases import assert_gradients, assert_logits, by_shape, tensor, with_weights

from autograder.suite import CheckFailed, TensorValue, as_array, assert_unchanged, assert_values, fail, values_agree

NET = oracles.SIMPLE
SHAPES = oracles.shapes(NET)
CALL = "SimpleCNN()(x) in eval mode"


def ready(student, process, rng):
    """A new model of the student's with random weights of ours, in eval mode, and the weights."""
    weights = oracles.random_weights(rng, NET)
    return with_weights(process, student.SimpleCNN(), weights, "SimpleCNN"), weights


def judge(model, weights, x, agree):
    """The logits of ``x``, which are given back."""
    want = agree(oracles.logits(weights, x), lambda: oracles.logits_by_hand(weights, x))
    assert_the(model, x, want)
    return want


def assert_the(model, x, want):
    """The logits ``want``; answers that change from call to call are called what they are."""
    try:
        assert_logits(model(tensor(x)), want, CALL)
    except CheckFailed:
        answers = [model(tensor(x)) for _ in range(2)]
        if all(isinstance(got, TensorValue) for got in answers) and not np.array_equal(*(got.array for got in answers)):
            told = (
                "gave other logits when it was called again: dropout acts in eval mode too. `F.dropout` has to be told "
            )
            fail("values", f"{CALL} {told}`training=self.training`, and an `nn.Dropout` belongs in `__init__`.")
        raise


@pytest.mark.weight(3)
@pytest.mark.parametrize("batch", [3, 2])
def test_logits(student, process, rng, agree, batch):
    """With weights of ours in it, the network gives the logits of the asked architecture, in eval mode."""
    model, weights = ready(student, process, rng)
    judge(model, weights, rng.normal(size=(batch, 1, 28, 28)).astype(np.float32), agree)


def test_batch_of_one(student, process, rng, agree):
    """A batch of one image gives logits `(1, 10)`."""
    model, weights = ready(student, process, rng)
    judge(model, weights, rng.normal(size=(1, 1, 28, 28)).astype(np.float32), agree)


@pytest.mark.weight(2)
def test_real_digits(student, process, rng, agree):
    """The same on real digits, and on the same model twice: in eval mode nothing is left to chance, and the digits stay."""
    model, weights = ready(student, process, rng)
    x = oracles.digits("heldout")[0][rng.choice(500, 4, replace=False)]
    want = judge(model, weights, x, agree)
    assert_the(model, x[::-1].copy(), want[::-1])
    kept = process.keep(tensor(x))
    assert_logits(model(kept), want, CALL)
    assert_unchanged(process.value(kept).array, x, "x", CALL)


def test_models_are_independent(student, process, rng):
    """Two models have weights of their own."""
    one, weights = ready(student, process, rng)
    two, others = ready(student, process, rng)
    x = rng.normal(size=(2, 1, 28, 28)).astype(np.float32)
    assert_the(one, x, oracles.logits(weights, x))
    assert_the(two, x, oracles.logits(others, x))


@pytest.mark.weight(2)
def test_parameters(student, process, rng):
    """The model has the 206,922 parameters of the asked layers, and no others."""
    model, weights = ready(student, process, rng)
    held = process.props.arrays(model)
    for got, want in zip(by_shape(held, SHAPES, "SimpleCNN"), weights, strict=True):
        assert_values(got, want, "a parameter of SimpleCNN")
    if len(held) != len(SHAPES):
        fail("shape", "SimpleCNN has layers besides the asked ones.", f"{len(held)} parameters, not {len(SHAPES)}")


@pytest.mark.weight(2)
def test_gradients(student, process, rng):
    """Backward from the loss, the right gradient reaches every parameter."""
    model, weights = ready(student, process, rng)
    x, labels = rng.normal(size=(3, 1, 28, 28)).astype(np.float32), rng.integers(0, 10, 3)
    _, found = process.props.gradients(model, x, labels, False)
    assert_gradients(found, oracles.gradients(weights, x, labels), SHAPES, "SimpleCNN")


def in_pairs(rng, weights):
    """``weights`` with an fc2 that shows five hidden units, each in two logits; what those logits are without dropout, less 1."""
    x = rng.normal(size=(1, 1, 28, 28)).astype(np.float32)
    units = oracles.hidden_units(weights, x)[0]
    shown = rng.permutation(np.argsort(-units)[:5])
    last = np.zeros((10, len(units)), np.float32)
    last[np.arange(10), np.repeat(shown, 2)] = 1
    return x, [*weights[:6], last, np.ones(10, np.float32)], np.repeat(units[shown], 2)


@pytest.mark.weight(3)
def test_dropout_acts_in_training(student, process, rng):
    """In training mode a quarter of what enters fc2 is dropped at random, and the rest is scaled up to make up for it."""
    weights = oracles.random_weights(rng, NET)
    x, weights, units = in_pairs(rng, weights)
    model = with_weights(process, student.SimpleCNN(), weights, "SimpleCNN")
    process.props.seed(int(rng.integers(2**31)))
    model.train()
    got = as_array(process.props.respond(model, np.repeat(x, 400, axis=0)), "SimpleCNN()(x) in training mode")
    if got.shape != (400, 10):
        fail("shape", "SimpleCNN()(x) in training mode has another shape than in eval mode.")
    model.eval()
    assert_dropout(got, units, values_agree(process.props.respond(model, x), 1 + units[None]))


def assert_dropout(got, units, right_without):
    """In 400 rows of logits, 1 plus what fc2 shows, every unit is dropped for itself; ``right_without`` dropout they are right."""
    if got.min() >= 0 and np.allclose(got.sum(axis=1), 1, atol=1e-3):
        told = (
            "in training mode SimpleCNN gives softmax(logits); logits are asked in both modes, the plain output of fc2."
        )
        fail("values", told)
    kept = np.rint((got - 1) / (units / 0.75))
    if np.array_equal(kept, np.ones_like(kept)) or values_agree(got, np.repeat(1 + units[None], len(got), axis=0)):
        fail("values", "SimpleCNN drops nothing in training mode; `self.dropout` belongs between fc1 and fc2.")
    share = 1 - kept[:, ::2].mean()
    dropped = np.array_equal(kept[:, ::2], kept[:, 1::2]) and set(np.unique(kept)) <= {0.0, 1.0}
    if (dropped and 0 < share < 1) and (
        np.ptp(kept, axis=0).max() == 0 or np.var(kept[:, ::2].sum(axis=1)) > 2.2
    ):  # 0.94 where units are on their own
        told = "every number that enters fc2 has a chance of its own to be dropped, in every image: `nn.Dropout(0.25)`."
        fail("values", f"SimpleCNN's dropout drops whole images, or the same numbers of every image; {told}")
    if not dropped or abs(share - 0.25) > 0.06 or not values_agree(got, 1 + kept * units / 0.75):
        asked = "0.25, on what enters fc2, and what is left scaled up"
        told = f"SimpleCNN's dropout acts at another rate or in another place than asked: {asked}."
        if not right_without:
            told = "In training mode SimpleCNN is not the asked network with a quarter dropped; its logits in eval mode are wrong too."
        fail("values", told, f"share dropped {share:.3f}, values {np.unique(kept)[:6]}")


def test_gradients_in_training(student, process, rng):
    """In training mode a gradient reaches every parameter too."""
    model, _ = ready(student, process, rng)
    x, labels = rng.normal(size=(4, 1, 28, 28)).astype(np.float32), rng.integers(0, 10, 4)
    process.props.seed(int(rng.integers(2**31)))
    logits, found = process.props.gradients(model, x, labels, True)
    logits = as_array(logits, "SimpleCNN()(x) in training mode")
    if logits.shape != (4, 10):
        fail("shape", "SimpleCNN()(x) in training mode has another shape than in eval mode.")
    shares = np.exp(logits.astype(np.float64))
    shares /= shares.sum(axis=1, keepdims=True)
    ordered = by_shape(found, SHAPES, "SimpleCNN")
    assert_values(ordered[-1], (shares - np.eye(10)[labels]).mean(axis=0), "the gradient of fc2's bias")
    if not all(np.any(gradient) for gradient in ordered):
        fail("values", "in training mode no gradient reaches one of the parameters of SimpleCNN.")


@pytest.mark.weight(2)
def test_learns_real_digits(student, process, rng):
    """A new model, trained on a few hundred real digits, reads most of the digits it has never seen."""
    images, labels = oracles.digits("train")
    process.props.seed(int(rng.integers(2**31)))
    trained = process.props.fit(student.SimpleCNN(), images[:300], labels[:300], 3, 0.003, 20)
    weights = by_shape(trained, SHAPES, "SimpleCNN")
    reached = oracles.accuracy(weights, *oracles.digits("heldout"))
    if reached < 0.5:  # 0.71 and more over 50 seeds
        fail("values", "a new SimpleCNN does not learn to read digits.", f"accuracy {reached:.3f} on held-out digits")
