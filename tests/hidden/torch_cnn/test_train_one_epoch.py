"""train_one_epoch: one pass of gradient descent, judged by where it leads from the same start, on made-up and on real digits."""

import numpy as np
import pytest
import torch
import torch_cnn_networks as networks
import torch_cnn_oracles as oracles
from torch_cnn_cases import assert_plain_number
from torch_cnn_models import THE_MODEL, assert_close, bounded, read_files

from autograder.suite import (
    StudentTimeout,
    TensorValue,
    assert_values,
    fail,
    how_many,
    kind_of,
    measured,
    remark,
    say,
)

CALL = "train_one_epoch(model, loader, optimizer, criterion)"
THE_LOSS = say("the loss of {call}", call=CALL)
WEIGHTS = say("a weight or running statistic of the model after train_one_epoch")


def one_epoch(student, model, loader, optimizer, criterion):
    """The student's ``(loss, accuracy)``."""
    try:
        got = student.train_one_epoch(model, loader, optimizer, criterion)
    except StudentTimeout:
        raise StudentTimeout("one pass over the loader is expected, and then an end.") from None
    if isinstance(got, (np.ndarray, TensorValue)) and np.shape(getattr(got, "array", got)) == (2,):
        remark(f"{CALL} gave an array; two plain numbers are expected: `return loss, accuracy`.")
        got = getattr(got, "array", got).tolist()
    if not isinstance(got, (tuple, list)) or len(got) != 2:
        what = (
            say("a {kind} of {number}", kind=type(got).__name__, number=how_many(len(got)))
            if isinstance(got, (tuple, list))
            else kind_of(got)
        )
        fail(
            "type",
            say(
                "{call} gave {what}; two numbers are expected: the mean loss over the samples, and the accuracy.",
                call=CALL,
                what=what,
            ),
        )
    return got


class Setup:
    """A network of ours in the student's process, digits to train it on, and the same here."""

    def __init__(self, process, rng, count=23, batch_size=5, lr=0.1, momentum=0.0, smoothing=0.0, normalise=False):
        self.process, self.batch_size, self.smoothing = process, batch_size, smoothing
        self.x = rng.normal(size=(count, 1, 8, 6)).astype(np.float32)
        self.y = rng.integers(0, 4, count)
        description = networks.tiny(normalise)
        self.values = networks.draw(rng, description)
        self.model, self.own = (
            networks.theirs(process, description, self.values),
            networks.own(description, self.values),
        )
        self.loader = process.props.loader(self.x, self.y, batch_size)
        self.optimizer = process.props.sgd(self.model, lr, momentum)
        self.own_optimizer = oracles.props().sgd(self.own, lr, momentum)
        self.criterion = process.props.cross_entropy(smoothing)

    def train(self, student):
        """The student's answer for one epoch, as ``(loss, accuracy)``."""
        return one_epoch(student, self.model, self.loader, self.optimizer, self.criterion)

    def right(self):
        """Our own ``(loss, accuracy)``; our model is trained by it."""
        return oracles.train(self.own, self.x, self.y, self.batch_size, self.own_optimizer, self.smoothing)

    def assert_weights(self):
        """The student's model has come to the same weights (and running statistics) as ours."""
        props = oracles.props()
        for view in ("arrays", "buffers"):
            found = bounded(getattr(self.process.props, view)(self.model), THE_MODEL)
            for got, want in zip(found, getattr(props, view)(self.own), strict=True):
                assert_values(got, want, WEIGHTS)


@pytest.mark.weight(3)
@pytest.mark.parametrize(("count", "batch_size"), [(23, 5), (12, 4)])
def test_steps(student, process, rng, count, batch_size):
    """One step of the given optimizer per batch, each from that batch's gradient alone; the last batch may be smaller."""
    setup = Setup(process, rng, count, batch_size, momentum=0.5)
    setup.train(student)
    setup.right()
    setup.assert_weights()


@pytest.mark.weight(2)
def test_loss(student, process, rng):
    """The loss is the mean over the samples: a smaller last batch weighs less."""
    setup = Setup(process, rng, 17, 7, lr=0.3)
    loss, _ = setup.train(student)
    assert_plain_number(loss, setup.right()[0], THE_LOSS)


@pytest.mark.weight(2)
def test_accuracy(student, process, rng):
    """The accuracy is the share of right answers among those the loss was computed from, in 0..1."""
    for _ in range(20):
        setup = Setup(process, rng, 41, 6, lr=0.3)
        setup.y = np.where(np.arange(41) % 3 == 0, (answers(setup) + 1) % 4, answers(setup))
        setup.loader = process.props.loader(setup.x, setup.y, 6)
        _, want = setup.right()
        if abs(want - np.mean(answers(setup) == setup.y)) > 1 / 41:  # not what the trained model gets right
            break
    _, accuracy = setup.train(student)
    assert_plain_number(accuracy, want, say("the accuracy of {call}", call=CALL), percent=True)


def test_frozen_stays(student, process, rng):
    """Parameters that are frozen stay frozen and as they are, the others are trained, in a second epoch too."""
    setup = Setup(process, rng, 14, 4, momentum=0.5)
    for props, model in ((process.props, setup.model), (oracles.props(), setup.own)):
        props.freeze(model, [(3, 1, 3, 3), (3,)])
    for _ in range(2):
        setup.train(student)
        setup.right()
        setup.assert_weights()


@pytest.mark.weight(2)
def test_training_mode(student, process, rng):
    """The model is in training mode while it is trained, whatever mode it came in."""
    setup = Setup(process, rng, 18, 6, normalise=True)
    setup.model.eval()
    loss, _ = setup.train(student)
    right, _ = setup.right()
    setup.assert_weights()
    assert_plain_number(loss, right, THE_LOSS)


@pytest.mark.weight(2)
def test_second_epoch(student, process, rng):
    """A second call goes on where the first ended, with the same optimizer."""
    setup = Setup(process, rng, 20, 6, momentum=0.9, lr=0.05)
    for epoch in (THE_LOSS, say("the loss of a second {call}", call=CALL)):
        loss, _ = setup.train(student)
        right, _ = setup.right()
        setup.assert_weights()
        assert_plain_number(loss, right, epoch)


def test_criterion(student, process, rng):
    """The given criterion is the loss that is minimised and reported."""
    setup = Setup(process, rng, 16, 4, smoothing=0.4)
    loss, _ = setup.train(student)
    right, _ = setup.right()
    assert_plain_number(loss, right, THE_LOSS)
    setup.assert_weights()


def test_leaves_the_loader(student, process, rng):
    """The loader gives the same digits afterwards: another model, trained with it, learns from them what the first did."""
    setup = Setup(process, rng, 13, 4)
    setup.train(student)
    setup.model = networks.theirs(process, networks.tiny(), setup.values)
    setup.optimizer = process.props.sgd(setup.model, 0.1)
    loss, _ = setup.train(student)
    assert_plain_number(loss, setup.right()[0], say("{loss}, called with the same loader again,", loss=THE_LOSS))


@pytest.mark.weight(3)
def test_real_digits(student, process, rng):
    """On real handwritten digits the network learns what gradient descent teaches it, and reads digits that nobody has seen."""
    images, labels = oracles.unseen(rng, "train", 400)
    weights = oracles.starting_weights()
    first, last = oracles.taught(weights, images, labels)
    net = networks.theirs(process, networks.digits(), weights)
    loader, optimizer = process.props.loader(images, labels, 20), process.props.adam(net, 0.004)
    criterion, held, losses = process.props.cross_entropy(), [], []
    for _ in range(3):
        losses.append(one_epoch(student, net, loader, optimizer, criterion)[0])
        held.append(bounded(process.props.arrays(net), say("the network")))
    for got, want in zip(held[0], first, strict=True):
        assert_close(got, want, say("a weight after {call} with real digits", call=CALL), 1e-2)
    # Rounding grows from step to step: at the end it is compared what the network reads.
    x, y = oracles.unseen(rng)
    reached, right = (oracles.accuracy(arrays, x, y) for arrays in (held[-1], last))
    if abs(reached - right) > 0.05:
        told = "trained with train_one_epoch on real digits, the network reads more or fewer digits than gradient descent teaches it."
        fail("values", told, f"accuracy {reached:.3f}, and should be {right:.3f}; losses {losses!r}")
    measured(reached)


@pytest.mark.weight(0)
def test_weights_file(process, files, rng):
    """Trained weights handed in as `.pt` or `.safetensors` are tried on digits never seen; no points and no rank, for the fun of it."""
    for name, accuracy, problem in read_files(process, files, rng):
        remark(
            say("{name}: {problem}.", name=name, problem=problem)
            if problem
            else say("{name} reads {share} of 500 digits it has never seen.", name=name, share=f"{accuracy:.1%}")
        )


def answers(setup):
    """What our model in the grader, as it is now, takes the images for."""
    with torch.no_grad():
        return setup.own(torch.as_tensor(setup.x)).argmax(1).numpy()
