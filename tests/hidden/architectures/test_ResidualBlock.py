"""Hidden checks of `ResidualBlock`: judged by what it computes with weights of ours in it, whatever its layers are called."""

import itertools

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from architectures_cases import as_maps, props

from autograder.suite import assert_unchanged, assert_values, fail, say, values_agree

CALL = "ResidualBlock(…)(x)"
NORM = ("weight", "bias", "running_mean", "running_var")


def images(rng, *shape):
    return rng.normal(size=shape).astype(np.float32)


def by_module(names):
    """What a block holds, as ``{module: {name of a value in it: shape}}``."""
    if not isinstance(names, list) or len(names) > 60:
        fail("type", "ResidualBlock(…) holds no parameters that can be read.")
    found = {}
    for name, shape in names:
        module, _, last = str(name).rpartition(".")
        found.setdefault(module, {})[last] = tuple(shape)
    return found


def roles(held, channels, filters, shortcut):
    """The ways in which a block's convolutions and normalisations can be those of the stub, likeliest first."""
    shapes = [(filters, channels, 3, 3), (filters, filters, 3, 3)] + [(filters, channels, 1, 1)] * shortcut
    convolutions = [name for name, parts in held.items() if len(parts.get("weight", ())) == 4]
    norms = [name for name, parts in held.items() if parts.get("running_mean") == (filters,)]
    missing = len(convolutions) < len(shapes) or len(norms) < len(shapes)
    if missing or len(convolutions) > len(shapes) or len(norms) > len(shapes):
        fail(
            "shape",
            "ResidualBlock(…) has fewer convolutions or batch norms than the stub asks, or they are not assigned to `self`."
            if missing
            else "ResidualBlock(…) has more convolutions or batch norms than the stub asks, or they are not assigned to `self`.",
        )
    found = [
        (convs, by)
        for convs in itertools.permutations(convolutions)
        for by in itertools.permutations(norms)
        if [held[name]["weight"] for name in convs] == shapes
    ]
    if not found:
        fail("shape", "ResidualBlock(…): the convolutions have other sizes than the stub asks.")
    return found


def second(values, role, x, stride):
    """The block in evaluation, by functions alone, in double precision."""
    x = torch.from_numpy(x).double()
    convs, norms = role
    weight = [torch.from_numpy(values[f"{name}.weight"]).double() for name in convs]

    def norm(y, name):
        gamma, beta, mean, var = (torch.from_numpy(values[f"{name}.{part}"]).double()[:, None, None] for part in NORM)
        return (y - mean) / torch.sqrt(var + 1e-5) * gamma + beta

    inner = F.relu(norm(F.conv2d(x, weight[0], stride=stride, padding=1), norms[0]))
    inner = norm(F.conv2d(inner, weight[1], padding=1), norms[1])
    beside = norm(F.conv2d(x, weight[2], stride=stride), norms[2]) if len(convs) > 2 else x
    return F.relu(inner + beside).numpy()


class Twin:
    """A block of the student's and the reference's, with the same weights in them."""

    def __init__(self, student, process, reference, rng, channels, filters, stride=1):
        settings = (channels, filters, stride) if stride != 1 else (channels, filters)
        self.process, self.rng = process, rng
        self.theirs, self.own = student.ResidualBlock(*settings), reference.ResidualBlock(*settings)
        held = by_module(process.props.named(self.theirs))
        values = {}
        for module, parts in held.items():
            for last, shape in parts.items():
                drawn = rng.uniform(0.3, 3, shape) if last == "running_var" else rng.normal(size=shape)
                plain_bias = last == "bias" and len(parts.get("weight", ())) == 4  # not asked, and made harmless
                values[f"{module}.{last}"] = (drawn * (not plain_bias)).astype(np.float32)
        process.props.fill(self.theirs, values)
        x = images(rng, 2, channels, 6, 7)
        (got,) = self.answers(False, x)
        found = roles(held, channels, filters, shortcut=stride != 1 or channels != filters)
        for role in found:
            self._fill_own(values, role)
            (want,) = self.right(False, x)
            if got.shape == want.shape and values_agree(got, want):
                break
        else:  # none fits: the likeliest shows the difference
            role = found[0]
            self._fill_own(values, role)
        self.values, self.role, self.stride = values, role, stride

    def _fill_own(self, values, role):
        convs, norms = role
        mine = zip(("conv1", "conv2", "shortcut.0"), convs, strict=False)
        told = {f"{own}.weight": values[f"{name}.weight"] for own, name in mine}
        for own, name in zip(("bn1", "bn2", "shortcut.1"), norms, strict=False):
            told |= {f"{own}.{part}": values[f"{name}.{part}"] for part in NORM}
        props().fill(self.own, told)

    def answers(self, training, *given):
        """The student's answers, as arrays."""
        got = self.process.props.answers(self.theirs, training, *given)
        if not isinstance(got, list) or len(got) != len(given):
            fail("type", f"{CALL} gave something else than a tensor.")
        return [as_maps(one, CALL) for one in got]

    def right(self, training, *given):
        return [one.detach().numpy() for one in props().answers(self.own, training, *given)]

    def judge(self, training, *given, call=CALL):
        for got, want in zip(self.answers(training, *given), self.right(training, *given), strict=True):
            assert_values(got, want, call)


@pytest.mark.weight(3)
def test_same_shape(student, process, reference, rng, agree):
    """As many channels as before and stride 1: two convolutions with batch norm, plus x itself, and ReLU after the sum."""
    twin = Twin(student, process, reference, rng, 3, 3)
    x = images(rng, 2, 3, 5, 8)
    agree(
        twin.right(False, x)[0].astype(np.float64),
        lambda: second(twin.values, twin.role, x, 1).astype(np.float32).astype(np.float64),
    )
    twin.judge(False, x, images(rng, 1, 3, 4, 4), call=say("{call} in evaluation", call=CALL))


@pytest.mark.weight(3)
def test_other_channels(student, process, reference, rng):
    """More channels, or fewer: a 1 × 1 convolution and a batch norm on the shortcut."""
    for channels, filters in ((2, 5), (4, 3)):
        twin = Twin(student, process, reference, rng, channels, filters)
        twin.judge(False, images(rng, 2, channels, 6, 5), call=say("{call} in evaluation", call=CALL))


@pytest.mark.weight(3)
def test_stride(student, process, reference, rng):
    """With a stride the first convolution and the shortcut take it, also where it does not divide."""
    for channels, filters, stride in ((2, 4, 2), (3, 3, 2), (2, 3, 3)):
        twin = Twin(student, process, reference, rng, channels, filters, stride)
        twin.judge(False, images(rng, 2, channels, 7, 8), call=say("{call} with a stride, in evaluation", call=CALL))


@pytest.mark.weight(2)
def test_training(student, process, reference, rng):
    """In training the batch's own statistics normalise, and move the running ones."""
    for settings in ((3, 3), (2, 4, 2)):
        twin = Twin(student, process, reference, rng, *settings)
        x = images(rng, 3, settings[0], 6, 5)
        twin.judge(True, x, call=say("{call} in training", call=CALL))
        twin.judge(False, x, call=say("{call} in evaluation, after training,", call=CALL))


@pytest.mark.weight(2)
def test_learns(student, process, reference, rng):
    """A step of gradient descent moves every weight as it should, those of the shortcut too; x stays as it is."""
    for settings in ((3, 3), (2, 4, 2)):
        twin = Twin(student, process, reference, rng, *settings)
        x = images(rng, 3, settings[0], 6, 5)
        upstream = images(rng, *twin.right(True, x)[0].shape)
        twin.answers(True, x)
        there = as_maps(process.props.stepped(twin.theirs, x, upstream, 0.05), CALL)
        assert_unchanged(there, x, "x", CALL)
        props().stepped(twin.own, x, upstream, 0.05)
        (got,), (want,) = twin.answers(False, x), twin.right(False, x)
        if got.shape != want.shape or not np.allclose(got, want, rtol=0, atol=1e-3 * np.abs(want).max()):
            fail("values", f"{CALL}, after one step of gradient descent: not where the asked block gets.")


def test_two_blocks(student, process, reference, rng):
    """Two blocks have weights of their own, and a block answers the same on every call."""
    one, two = (Twin(student, process, reference, rng, 2, 3) for _ in range(2))
    x, y = images(rng, 2, 2, 4, 5), images(rng, 2, 2, 4, 5)
    one.judge(False, x, y, x)
    two.judge(False, x)


@pytest.mark.on_word
def test_no_bias(student, process, reference, rng):
    """The convolutions have no bias: batch norm shifts by itself."""
    for settings in ((3, 3), (2, 4, 2)):
        Twin(student, process, reference, rng, *settings).judge(False, images(rng, 2, settings[0], 5, 6))
        held = by_module(process.props.named(student.ResidualBlock(*settings)))
        if any(len(parts.get("weight", ())) == 4 and "bias" in parts for parts in held.values()):
            fail(
                "shape",
                "ResidualBlock(…): a convolution has a bias, which the batch norm behind it takes off again: `bias=False`.",
            )
