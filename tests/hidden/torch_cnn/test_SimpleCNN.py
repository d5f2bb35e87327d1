"""SimpleCNN: the architecture, judged by what it computes."""

import numpy as np
import pytest
import torch_cnn_oracles as oracles
from torch_cnn_cases import tensor
from torch_cnn_models import answer, assert_close, assert_gradients, assert_logits, by_shape, exercise, with_weights

from autograder.suite import CheckFailed, TensorValue, as_array, assert_values, fail, say, values_agree

NET = oracles.SIMPLE
SHAPES = oracles.shapes(NET)
CALL, TRAINING = say("SimpleCNN()(x) in eval mode"), say("SimpleCNN()(x) in training mode")


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
            told = say(
                "{call} gave other logits when it was called again: dropout acts in eval mode too. "
                "`F.dropout` has to be told `training=self.training`, and an `nn.Dropout` belongs in `__init__`.",
                call=CALL,
            )
            fail("values", told)
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
    x, _ = oracles.unseen(rng, count=4)
    want = judge(model, weights, x, agree)
    assert_the(model, x[::-1].copy(), want[::-1])
    kept = process.keep(tensor(x))
    for _ in range(2):
        assert_logits(model(kept), want, CALL)


def test_models_are_independent(student, process, rng):
    """Two models have weights of their own."""
    one, weights = ready(student, process, rng)
    two, others = ready(student, process, rng)
    x = rng.normal(size=(2, 1, 28, 28)).astype(np.float32)
    assert_the(one, x, oracles.logits(weights, x))
    assert_the(two, x, oracles.logits(others, x))


@pytest.mark.on_word
def test_parameters(student, process, rng):
    """The model has the 206,922 parameters of the asked layers, and no others."""
    model, _ = ready(student, process, rng)
    held = process.props.arrays(model)
    by_shape(held, SHAPES, "SimpleCNN")
    if len(held) != len(SHAPES):
        fail("shape", "SimpleCNN has layers besides the asked ones.", f"{len(held)} parameters, not {len(SHAPES)}")


@pytest.mark.weight(2)
def test_gradients(student, process, rng):
    """Backward from the loss, the right gradient reaches every parameter."""
    model, weights = ready(student, process, rng)
    x, labels = rng.normal(size=(3, 1, 28, 28)).astype(np.float32), rng.integers(0, 10, 3)
    _, found = process.props.gradients(model, x, labels)
    assert_gradients(found, oracles.gradients(weights, x, labels), SHAPES, "SimpleCNN")


def in_pairs(rng, weights, count=1):
    """Images, and ``weights`` with an fc2 that shows five hidden units, each in two logits; what those logits are without dropout, less 1,
    and which units they are."""
    x = rng.normal(size=(count, 1, 28, 28)).astype(np.float32)
    units = oracles.hidden_units(weights, x)
    shown = rng.permutation(np.argsort(-units.min(axis=0))[:5])
    last = np.zeros((10, units.shape[1]), np.float32)
    last[np.arange(10), np.repeat(shown, 2)] = 1
    return x, [*weights[:6], last, np.ones(10, np.float32)], units[:, np.repeat(shown, 2)], shown


@pytest.mark.weight(3)
def test_dropout_acts_in_training(student, process, rng):
    """In training mode a quarter of what enters fc2 is dropped at random, and the rest is scaled up to make up for it."""
    weights = oracles.random_weights(rng, NET)
    x, weights, units, _ = in_pairs(rng, weights)
    model = with_weights(process, student.SimpleCNN(), weights, "SimpleCNN")
    process.props.seed(int(rng.integers(2**31)))
    model.train()
    got = as_array(answer(model, np.repeat(x, 300, axis=0), TRAINING), TRAINING)
    if got.shape != (300, 10):
        fail("shape", "SimpleCNN()(x) in training mode has another shape than in eval mode.")
    model.eval()
    assert_dropout(got, units[0], values_agree(as_array(answer(model, x, CALL), CALL), 1 + units))


def assert_dropout(got, units, right_without):
    """In 300 rows of logits, 1 plus what fc2 shows, every unit is dropped for itself; ``right_without`` dropout they are right."""
    if got.min() >= 0 and np.allclose(got.sum(axis=1), 1, atol=1e-3):
        told = "in training mode SimpleCNN gives softmax(logits); logits are expected in both modes, the plain output of fc2."
        fail("values", told)
    kept = np.rint((got - 1) / (units / 0.75))
    if np.array_equal(kept, np.ones_like(kept)) or values_agree(got, np.repeat(1 + units[None], len(got), axis=0)):
        fail("values", "SimpleCNN drops nothing in training mode; `self.dropout` belongs between fc1 and fc2.")
    share = 1 - kept[:, ::2].mean()
    dropped = np.array_equal(kept[:, ::2], kept[:, 1::2]) and set(np.unique(kept)) <= {0.0, 1.0}
    if (dropped and 0 < share < 1) and (
        np.ptp(kept, axis=0).max() == 0 or np.var(kept[:, ::2].sum(axis=1)) > 2.2
    ):  # 0.94 where units are on their own
        fail(
            "values",
            "SimpleCNN's dropout drops whole images, or the same numbers of every image; every number that enters fc2 has "
            "a chance of its own to be dropped, in every image: `nn.Dropout(0.25)`.",
        )
    if not dropped or abs(share - 0.25) > 0.06 or not values_agree(got, 1 + kept * units / 0.75):
        told = (
            "SimpleCNN's dropout acts at another rate or in another place than asked: 0.25, on what enters fc2, and what is left scaled up."
            if right_without
            else "In training mode SimpleCNN is not the asked network with a quarter dropped; its logits in eval mode are wrong too."
        )
        fail("values", told, f"share dropped {share:.3f}, values {np.unique(kept)[:6]}")


def test_gradients_in_training(student, process, rng):
    """In training mode the gradient reaches every parameter through what was not dropped."""
    x, weights, units, shown = in_pairs(rng, oracles.random_weights(rng, NET), 4)
    model = with_weights(process, student.SimpleCNN(), weights, "SimpleCNN")
    labels = rng.integers(0, 10, 4)
    process.props.seed(int(rng.integers(2**31)))
    model.train()
    logits, found = process.props.gradients(model, x, labels)
    logits = as_array(logits, TRAINING)
    if logits.shape != (4, 10):
        fail("shape", "SimpleCNN()(x) in training mode has another shape than in eval mode.")
    # Which units were kept can be read from the logits; of the others nothing arrives anywhere but in their own column of fc2.
    kept = np.rint((logits - 1) / (units / 0.75))
    if not set(np.unique(kept)) <= {0.0, 1.0} or not values_agree(logits, 1 + kept * units / 0.75):
        fail("values", "in training mode SimpleCNN is not the asked network with a quarter of what enters fc2 dropped.")
    scales = np.ones((4, NET[2]), np.float32)
    scales[:, shown] = kept[:, ::2] / 0.75
    want, ordered = oracles.gradients(weights, x, labels, scales), by_shape(found, SHAPES, "SimpleCNN")
    want[6], ordered[6] = want[6][:, shown], ordered[6][:, shown]
    assert_gradients(ordered, want, [np.shape(one) for one in want], say("SimpleCNN in training mode"))


@pytest.mark.weight(2)
def test_learns_real_digits(student, process, rng):
    """A new model starts at random, learns to read real digits from there, and every step goes where the asked network's would."""
    images, labels = oracles.unseen(rng, "train", 300)
    x, y = oracles.unseen(rng)
    process.props.seed(int(rng.integers(2**31)))
    model = process.props.sized(student.SimpleCNN())
    model.eval()
    steps = [("descend", images[i : i + 20], labels[i : i + 20], 0.1) for i in (0, 20, 40)]
    start, first, *_, last = exercise(process, model, ("arrays",), ("answer", x[:5]), *steps, ("answer", x[:5]))
    weights = [weight.astype(np.float32) for weight in by_shape(start, SHAPES, "SimpleCNN")]
    assert_values(first, oracles.logits(weights, x[:5]), say("SimpleCNN()(x) of a new model in eval mode"))
    ahead = weights
    for _, *step in steps:
        ahead = oracles.descended(ahead, *step)
    assert_close(last, oracles.logits(ahead, x[:5]), say("SimpleCNN()(x) after three training steps"))
    before, reached = oracles.reading(weights, images, labels, x, y)
    if before > 0.4:  # 0.05 to 0.25 is usual
        told = "a new SimpleCNN reads digits before it is trained: its weights are to start at random."
        fail("values", told, f"accuracy {before:.3f} on digits nobody has seen")
    if reached < 0.35:
        fail(
            "values",
            "a new SimpleCNN does not learn to read digits.",
            f"accuracy {reached:.3f} on digits nobody has seen",
        )
