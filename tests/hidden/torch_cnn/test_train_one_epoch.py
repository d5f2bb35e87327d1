"""train_one_epoch: one pass of gradient descent, step by step and on real digits."""

import numpy as np
import pytest
import torch_cnn_oracles as oracles
from torch_cnn_cases import assert_plain_number, read_files

from autograder.suite import (
    StudentError,
    StudentTimeout,
    TensorValue,
    assert_values,
    fail,
    how_many,
    kind_of,
    measured,
    remark,
)

CALL = "train_one_epoch(model, loader, optimizer, criterion)"
WEIGHTS = "a weight or running statistic of the model after train_one_epoch"
SHAPES = ((3, 1, 3, 3), (3,), (4, 72), (4,))


def one_epoch(student, model, loader, optimizer, criterion):
    """The student's ``(loss, accuracy)``."""
    try:
        got = student.train_one_epoch(model, loader, optimizer, criterion)
    except StudentTimeout:
        raise StudentTimeout("one pass over the loader is asked, and then an end.") from None
    if isinstance(got, (np.ndarray, TensorValue)) and np.shape(getattr(got, "array", got)) == (2,):
        remark(f"{CALL} gave an array; two plain numbers are asked: `return loss, accuracy`.")
        got = getattr(got, "array", got).tolist()
    if not isinstance(got, (tuple, list)) or len(got) != 2:
        what = f"a {type(got).__name__} of {how_many(len(got))}" if isinstance(got, (tuple, list)) else kind_of(got)
        fail("type", f"{CALL} gave {what}; two numbers are asked: the mean loss over the samples, and the accuracy.")
    return got


class Setup:
    """One of the props' tiny models with weights of ours, digits to train on, and the same model in the grader."""

    def __init__(self, process, rng, count=23, batch_size=5, lr=0.1, momentum=0.0, smoothing=0.0, normalise=False):
        self.x = rng.normal(size=(count, 1, 8, 6)).astype(np.float32)
        self.y = rng.integers(0, 4, count)
        self.batch_size, self.lr, self.momentum, self.smoothing = batch_size, lr, momentum, smoothing
        arrays = [rng.normal(0, 0.4, shape).astype(np.float32) for shape in SHAPES]
        if normalise:
            arrays[2:2] = [np.ones(3, np.float32), np.zeros(3, np.float32)]
        self.own = oracles.same_model("TinyNet", arrays, normalise=normalise)
        self.model = process.props.TinyNet(normalise)
        # The two vectors of a normalisation have the shape of the bias before them: `load` fills equal shapes in order.
        process.props.load(self.model, arrays)
        self.loader = process.props.loader(self.x, self.y, batch_size)
        self.optimizer = process.props.sgd(self.model, lr, momentum)
        self.criterion = process.props.cross_entropy(smoothing)

    def train(self, student):
        """The student's answer for one epoch, as ``(loss, accuracy)``."""
        return one_epoch(student, self.model, self.loader, self.optimizer, self.criterion)

    def right(self, epochs=1):
        """Our own ``(loss, accuracy)``; our model is trained by it."""
        return oracles.train(self.own, self.x, self.y, self.batch_size, self.lr, self.momentum, epochs, self.smoothing)

    def assert_weights(self, process):
        """The student's model has come to the same weights (and running statistics) as ours."""
        props = oracles.props()
        for view in ("arrays", "buffers"):
            found, own = getattr(process.props, view)(self.model), getattr(props, view)(self.own)
            for got, want in zip(found, own, strict=True):
                assert_values(got, want, WEIGHTS)


@pytest.mark.weight(3)
@pytest.mark.parametrize(("count", "batch_size"), [(23, 5), (12, 4)])
def test_steps(student, process, rng, count, batch_size):
    """One step of the given optimizer per batch, each from that batch's gradient alone; the last batch may be smaller."""
    setup = Setup(process, rng, count, batch_size, momentum=0.5)
    setup.train(student)
    setup.right()
    setup.assert_weights(process)


@pytest.mark.weight(2)
def test_loss(student, process, rng):
    """The loss is the mean over the samples: a smaller last batch weighs less."""
    setup = Setup(process, rng, 17, 7, lr=0.3)
    loss, _ = setup.train(student)
    assert_plain_number(loss, setup.right()[0], f"the loss of {CALL}")


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
    assert_plain_number(accuracy, want, f"the accuracy of {CALL}", percent=True)


def test_frozen_stays(student, process, rng):
    """Parameters that are frozen stay frozen and as they are, the others are trained."""
    setup = Setup(process, rng, 14, 4, momentum=0.5)
    process.props.freeze(setup.model, SHAPES[:2])
    oracles.props().freeze(setup.own, SHAPES[:2])
    setup.train(student)
    setup.right()
    setup.assert_weights(process)
    if [trained for _, trained in process.props.trainable(setup.model)] != [False, False, True, True]:
        fail("changed", f"{CALL} thawed parameters that were frozen, or froze others.")


@pytest.mark.weight(2)
def test_training_mode(student, process, rng):
    """The model is in training mode while it is trained, whatever mode it came in."""
    setup = Setup(process, rng, 18, 6, normalise=True)
    setup.model.eval()
    loss, _ = setup.train(student)
    right, _ = setup.right()
    setup.assert_weights(process)
    assert_plain_number(loss, right, f"the loss of {CALL}")


@pytest.mark.weight(2)
def test_second_epoch(student, process, rng):
    """A second call goes on where the first ended, with the same optimizer."""
    setup = Setup(process, rng, 20, 6, momentum=0.9, lr=0.05)
    setup.train(student)
    loss, _ = setup.train(student)
    right, _ = setup.right(epochs=2)
    setup.assert_weights(process)
    assert_plain_number(loss, right, f"the loss of a second {CALL}")


def test_criterion(student, process, rng):
    """The given criterion is the loss that is minimised and reported."""
    setup = Setup(process, rng, 16, 4, smoothing=0.4)
    loss, _ = setup.train(student)
    right, _ = setup.right()
    assert_plain_number(loss, right, f"the loss of {CALL}")
    setup.assert_weights(process)


def test_leaves_the_loader(student, process, rng):
    """The loader gives the same digits afterwards."""
    setup = Setup(process, rng, 13, 4)
    loss, _ = setup.train(student)
    try:
        images, labels, batch = process.props.contents(setup.loader)
    except StudentError:  # it gives nothing any more
        images, labels, batch = (), (), 0
    if batch != 4 or not np.array_equal(images, setup.x) or not np.array_equal(labels, setup.y):
        fail("changed", f"{CALL} changed the loader: it gives other digits now. Work on the batches it hands out.")
    assert_plain_number(loss, setup.right()[0], f"the loss of {CALL}")


@pytest.mark.weight(3)
def test_real_digits(student, process, rng):
    """A few epochs over real handwritten digits, and the network reads most of the digits it has never seen."""
    images, labels = oracles.digits("train")
    order = rng.permutation(len(labels))
    net = process.props.DigitNet()
    process.props.load(net, oracles.starting_weights())
    loader, optimizer = process.props.loader(images[order], labels[order], 20), process.props.adam(net, 0.004)
    criterion = process.props.cross_entropy()
    losses = [one_epoch(student, net, loader, optimizer, criterion)[0] for _ in range(4)]
    reached = oracles.accuracy(process.props.arrays(net), *oracles.digits("heldout"))
    measured(reached)
    if reached < 0.55:  # 0.77 and more over 100 orders of the digits
        told = "trained with train_one_epoch on real digits, the network reads too few of the digits it has not seen."
        fail("values", told, f"accuracy {reached:.3f} on held-out digits, losses {losses!r}")


@pytest.mark.weight(0)
def test_weights_file(process, files):
    """Trained weights handed in as `.pt` or `.safetensors` are tried on digits never seen; no points, for the fun of it."""
    for name, accuracy, problem in read_files(process, files):
        if accuracy is not None:
            measured(accuracy)
        remark(f"{name}: {problem}." if problem else f"{name} reads {accuracy:.1%} of 500 digits it has never seen.")


def answers(setup):
    """What our model in the grader, as it is now, takes the images for."""
    with oracles.torch.no_grad():
        return setup.own(oracles.torch.as_tensor(setup.x)).argmax(1).numpy()
