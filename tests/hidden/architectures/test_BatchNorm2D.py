"""Hidden checks of `BatchNorm2D`."""

import numpy as np
import pytest
import torch
from architectures_cases import as_plain, tensor
from torch import nn

from autograder.suite import assert_unchanged, assert_values, fail, say

SHAPE = (3, 4, 5, 6)
PARTS = ("gamma", "beta", "running_mean", "running_var")


def drawn_parts(rng, channels=4):
    """gamma of both signs, beta, and running statistics."""
    return {
        "gamma": rng.normal(size=channels) + np.where(rng.random(channels) < 0.5, -1, 1),
        "beta": rng.normal(size=channels),
        "running_mean": rng.normal(size=channels),
        "running_var": rng.uniform(0.3, 3, channels),
    }


def images(rng, shape=SHAPE):
    """Channels far from mean 0 and variance 1, each in its own way."""
    channels = shape[1]
    return rng.normal(size=shape) * rng.uniform(0.2, 4, (channels, 1, 1)) + 3 * rng.normal(size=(channels, 1, 1))


def filled(layer, parts, training=True):
    for name, value in parts.items():
        setattr(layer, name, value.copy())
    layer.training = training
    return layer


def by_torch(parts, training=True, eps=1e-5, momentum=0.1):
    layer = nn.BatchNorm2d(len(parts["gamma"]), eps=eps, momentum=momentum).double()
    with torch.no_grad():
        for name, holder in zip(PARTS, (layer.weight, layer.bias, layer.running_mean, layer.running_var), strict=True):
            holder.copy_(tensor(parts[name]))
    return layer.train(training)


def stored(layer, name, call):
    """An attribute of the layer as an array."""
    try:
        return as_plain(getattr(layer, name), f"{call}: {name}")
    except AttributeError:
        return fail("missing", say("{call}: the layer has no attribute `{name}`.", call=call, name=name))


class Pair:
    """The student's layer, the reference's and torch's, with the same numbers in them."""

    def __init__(self, student, reference, rng, *, training=True, parts=None, **settings):
        self.parts = parts or drawn_parts(rng)
        channels = len(self.parts["gamma"])
        self.theirs = filled(student.BatchNorm2D(channels, **settings), self.parts, training)
        self.oracle = filled(reference.BatchNorm2D(channels, **settings), self.parts, training)
        self.torch = by_torch(self.parts, training, **settings)
        self.call = (
            say("BatchNorm2D(…).forward(x) in training") if training else say("BatchNorm2D(…).forward(x) in evaluation")
        )

    def forward(self, x, agree, call=""):
        want = agree(self.oracle.forward(x), lambda: self.torch(tensor(x)).detach().numpy())
        assert_values(as_plain(self.theirs.forward(x), self.call), want, call or self.call, [x])

    def running(self, agree):
        """The running statistics now."""
        for name in PARTS[2:]:
            want = agree(getattr(self.oracle, name), lambda name=name: getattr(self.torch, name).numpy())
            assert_values(
                stored(self.theirs, name, self.call), want, say("BatchNorm2D(…): {name} after forward(x)", name=name)
            )

    def backward(self, x, dout, agree, names=("dx", "dgamma", "dbeta")):
        """forward, backward, and what it leaves; those called ``names`` are judged."""
        as_plain(self.theirs.forward(x), self.call)
        got = {"dx": self.theirs.backward(dout)}
        self.oracle.forward(x)
        right = {"dx": self.oracle.backward(dout), "dgamma": self.oracle.dgamma, "dbeta": self.oracle.dbeta}
        there = tensor(x).requires_grad_()
        self.torch.zero_grad()
        self.torch(there).backward(tensor(dout))
        second = {"dx": there.grad, "dgamma": self.torch.weight.grad, "dbeta": self.torch.bias.grad}
        for name in names:
            want = agree(right[name], lambda name=name: second[name].numpy())
            call = (
                "BatchNorm2D(…).backward(dout)"
                if name == "dx"
                else say("BatchNorm2D(…): {name} after backward(dout)", name=name)
            )
            answer = (
                got.get(name) if name == "dx" else stored(self.theirs, name, say("BatchNorm2D(…) after backward(dout)"))
            )
            assert_values(as_plain(answer, call), want, call, [x, dout])


def test_starting(student):
    """gamma starts at 1, beta at 0, running_mean at 0, running_var at 1, one number a channel, and `training` at True."""
    layer = student.BatchNorm2D(5)
    for name, value in zip(PARTS, (1.0, 0.0, 0.0, 1.0), strict=True):
        assert_values(stored(layer, name, "BatchNorm2D(5)"), np.full(5, value), f"BatchNorm2D(5): {name}")
    if layer.training is not True:
        fail("values", "BatchNorm2D(5): `training` does not start at True.")


@pytest.mark.weight(2)
def test_training(student, reference, rng, agree):
    """In training each channel is normalised by its own mean and variance over batch and places."""
    for shape in (SHAPE, (4, 2, 3, 7)):
        parts = drawn_parts(rng, shape[1]) | {"gamma": np.ones(shape[1]), "beta": np.zeros(shape[1])}
        Pair(student, reference, rng, parts=parts).forward(images(rng, shape), agree)


def test_scale_and_shift(student, reference, rng, agree):
    """gamma scales and beta shifts, each channel by its own."""
    Pair(student, reference, rng).forward(images(rng), agree)


@pytest.mark.weight(2)
def test_running_statistics(student, reference, rng, agree):
    """Training moves running_mean and running_var towards the batch's, whose variance divides by count - 1."""
    pair = Pair(student, reference, rng)
    for _ in range(2):
        pair.forward(images(rng, (2, 4, 2, 3)), agree)
        pair.running(agree)


@pytest.mark.weight(2)
def test_evaluation(student, reference, rng, agree):
    """In evaluation the running statistics normalise, and stay what they are."""
    pair = Pair(student, reference, rng, training=False)
    pair.forward(images(rng), agree)
    pair.forward(images(rng, (1, 4, 1, 1)), agree, say("BatchNorm2D(…).forward(x) of one pixel, in evaluation,"))
    pair.running(agree)


def test_eps_and_momentum(student, reference, rng, agree):
    """`eps` is added to the variance under the root, and `momentum` is the batch's share."""
    pair = Pair(student, reference, rng, eps=0.5, momentum=0.7)
    pair.forward(images(rng), agree)
    pair.running(agree)


@pytest.mark.weight(3)
def test_gradient_in_training(student, reference, rng, agree):
    """dx in training, where mean and variance depend on x as well."""
    for shape in (SHAPE, (2, 3, 4, 2)):
        pair = Pair(student, reference, rng, parts=drawn_parts(rng, shape[1]))
        pair.backward(images(rng, shape), rng.normal(size=shape), agree, ("dx",))


@pytest.mark.weight(2)
def test_parameter_gradients(student, reference, rng, agree):
    """dgamma and dbeta sum over batch and places, in training and in evaluation."""
    for training in (True, False):
        pair = Pair(student, reference, rng, training=training)
        for _ in range(2):  # the second backward overwrites what the first left
            pair.backward(images(rng), rng.normal(size=SHAPE), agree, ("dgamma", "dbeta"))


def test_gradient_in_evaluation(student, reference, rng, agree):
    """dx in evaluation, where mean and variance are constants."""
    Pair(student, reference, rng, training=False).backward(images(rng), rng.normal(size=SHAPE), agree, ("dx",))


def test_latest_forward(student, reference, rng, agree):
    """backward belongs to the latest forward, whose input may have another size, and to the mode of that one."""
    pair = Pair(student, reference, rng)
    for shape in (SHAPE, (2, 4, 3, 3)):
        pair.backward(images(rng, shape), rng.normal(size=shape), agree)
    for layer in (pair.theirs, pair.oracle):
        layer.training = False
    pair.torch.eval()
    pair.call = say("BatchNorm2D(…).forward(x) in evaluation, after training,")
    pair.forward(images(rng), agree)
    pair.backward(images(rng), rng.normal(size=SHAPE), agree)


def test_arguments_and_answers_stay(student, process, reference, rng):
    """`x`, `dout`, gamma and beta stay as they are, and an earlier answer does too."""
    layer, oracle, parts = student.BatchNorm2D(4), reference.BatchNorm2D(4), drawn_parts(rng)
    filled(layer, parts), filled(oracle, parts)
    x, dout = images(rng), rng.normal(size=SHAPE)
    kept_x, kept_dout = process.keep(x), process.keep(dout)
    call = "BatchNorm2D(…).forward(x)"
    assert_values(as_plain(layer.forward(kept_x), call), oracle.forward(x), call, [x])
    assert_values(
        as_plain(layer.backward(kept_dout), call), oracle.backward(dout), "BatchNorm2D(…).backward(dout)", [x, dout]
    )
    assert_unchanged(process.value(kept_x), x, "x", call)
    assert_unchanged(process.value(kept_dout), dout, "dout", "BatchNorm2D(…).backward(dout)")
    for name in PARTS[:2]:
        assert_values(
            stored(layer, name, call), parts[name], say("BatchNorm2D(…): {name} after forward and backward", name=name)
        )


def test_two_layers(student, reference, rng, agree):
    """Two layers remember their own inputs and statistics."""
    one, two = (Pair(student, reference, rng) for _ in range(2))
    x, y, dout = images(rng), images(rng), rng.normal(size=SHAPE)
    for pair, given in ((one, x), (two, y)):
        pair.forward(given, agree)
    want = one.oracle.backward(dout)
    assert_values(
        as_plain(one.theirs.backward(dout), one.call),
        want,
        say("BatchNorm2D(…).backward(dout), with another layer used between,"),
        [x, dout],
    )
    one.running(agree)
