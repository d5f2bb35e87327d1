"""conv_from_kernels: a layer that holds the given kernels."""

import numpy as np
import pytest
import torch_cnn_oracles as oracles
from torch_cnn_cases import from_tensor, tensor
from torch_cnn_models import assert_close

from autograder.suite import Handle, StudentError, TensorValue, assert_values, fail, kind_of, say

CALL = "conv_from_kernels(kernels)"
THE_LAYER = say("the layer of {call}", call=CALL)


def layer_of(student, kernels):
    """The student's layer."""
    got = student.conv_from_kernels(kernels)
    if not isinstance(got, Handle) or got.type_name in ("function", "method", "type"):
        fail(
            "type",
            say(
                "{call} gave {kind}; a layer is expected, an `nn.Conv2d` that holds the kernels.",
                call=CALL,
                kind=kind_of(got),
            ),
        )
    return got


def answer_of(layer, x):
    """The layer's answer to ``x``: in single precision, or in double where it takes no other, which one check minds."""
    try:
        got = layer(tensor(x))
    except StudentError:
        got = layer(TensorValue(np.asarray(x, dtype=np.float64)))
    return from_tensor(got, THE_LAYER)


def right(agree, kernels, x):
    """What a layer of these kernels makes of ``x``."""
    weight, padding = kernels.astype(np.float64)[:, None], kernels.shape[-1] // 2
    return agree(oracles.conv(x, weight, padding=padding), lambda: oracles.conv_by_hand(x, weight, padding=padding))


def judge_response(student, process, agree, kernels, x):
    """The layer answers ``x`` as the kernels do."""
    got = answer_of(layer_of(student, kernels), x)
    assert_values(got, right(agree, kernels, x), THE_LAYER)


@pytest.mark.weight(2)
@pytest.mark.parametrize(("count", "size"), [(5, 3), (2, 5)])
def test_holds_the_kernels(student, process, rng, agree, count, size):
    """The layer holds the kernels in order and nothing else, no bias: one step of gradient descent changes them alone."""
    kernels = rng.normal(size=(count, size, size)).astype(np.float32)
    x, y = rng.normal(size=(2, 2, 1, 9, 12)).astype(np.float32)
    layer = layer_of(student, kernels)
    if len(held := process.props.arrays(layer)) != 1:
        told = f"the layer of {CALL} has other parameters than one weight; is `bias=False` missing?"
        fail("shape", told, f"{len(held)} parameters")
    upstream = rng.normal(size=right(agree, kernels, x).shape)
    process.props.pull(layer, x, upstream, 0.1)
    got = answer_of(layer, y)
    slopes = oracles.conv_slopes(x, kernels[:, None], upstream, size // 2)[:, 0]
    # A layer that is not trained is right as well: nobody asked for it.
    ends = [right(agree, kernels - rate * slopes, y) for rate in (0.1, 0.0)]
    want = min(ends, key=lambda end: np.abs(got - end).max() if np.shape(got) == end.shape else 0)
    assert_close(got, want, say("{layer} after a training step", layer=THE_LAYER))


@pytest.mark.weight(2)
@pytest.mark.parametrize(("count", "size"), [(4, 3), (1, 3), (3, 5), (2, 7)])
def test_answers_like_the_kernels(student, process, rng, agree, count, size):
    """Images keep their size, and each output channel is the image under one kernel, unflipped."""
    judge_response(student, process, agree, rng.normal(size=(count, size, size)), rng.normal(size=(2, 1, 9, 13)))


@pytest.mark.parametrize(("count", "size"), [(3, 1), (2, 4)])
def test_padding_follows_the_kernel(student, process, rng, agree, count, size):
    """The padding is k // 2 for every kernel size, 1×1 and even sizes too."""
    judge_response(student, process, agree, rng.normal(size=(count, size, size)), rng.normal(size=(2, 1, 8, 11)))


@pytest.mark.parametrize("dtype", ["int64", "float32"])
def test_any_number_type(student, process, rng, agree, dtype):
    """Kernels of whole numbers and of single precision are held as they are."""
    kernels = rng.integers(-4, 5, size=(3, 3, 3)).astype(dtype)
    judge_response(student, process, agree, kernels, rng.normal(size=(1, 1, 7, 10)))


def test_takes_ordinary_images(student, rng):
    """The layer takes images in float32, PyTorch's own type, whatever type the kernels had."""
    kernels, x = rng.normal(size=(2, 3, 3)), rng.normal(size=(1, 1, 6, 9)).astype(np.float32)
    layer = layer_of(student, kernels)
    try:
        got = layer(tensor(x))
    except StudentError as error:
        fail("type", f"the layer of {CALL} refuses images in float32; make its weight with that type.", str(error))
    assert_values(from_tensor(got, THE_LAYER), oracles.conv(x, kernels[:, None], padding=1), THE_LAYER)


def test_layers_are_independent(student, process, rng, agree):
    """A second layer with other kernels leaves the first one and the kernels alone: a third, made of the first's again, holds them too."""
    one, two = rng.normal(size=(2, 3, 3)), rng.normal(size=(2, 3, 3))
    x = rng.normal(size=(2, 1, 7, 8))
    kept = process.keep(one)
    layers = [layer_of(student, kernels) for kernels in (kept, two, kept)]
    for layer, kernels in zip(layers, (one, two, one), strict=True):
        assert_values(answer_of(layer, x), right(agree, kernels, x), THE_LAYER)
