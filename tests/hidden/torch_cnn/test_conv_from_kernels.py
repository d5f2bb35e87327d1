"""conv_from_kernels: a layer that holds the given kernels."""

import numpy as np
import pytest
import torch_cnn_oracles as oracles
from torch_cnn_cases import from_tensor, tensor

from autograder.suite import Handle, StudentError, assert_unchanged, assert_values, fail, kind_of

CALL = "conv_from_kernels(kernels)"


def layer_of(student, kernels):
    """The student's layer."""
    got = student.conv_from_kernels(kernels)
    if not isinstance(got, Handle) or got.type_name in ("function", "method", "type"):
        fail("type", f"{CALL} gave {kind_of(got)}; a layer is asked, an `nn.Conv2d` that holds the kernels.")
    return got


def judge_response(student, process, agree, kernels, x):
    """The layer answers ``x`` as the kernels do."""
    k = kernels.shape[-1]
    weight = kernels.astype(np.float64)[:, None]
    want = agree(oracles.conv(x, weight, padding=k // 2), lambda: oracles.conv_by_hand(x, weight, padding=k // 2))
    got = process.props.respond(layer_of(student, kernels), x)
    assert_values(got, want, f"the layer of {CALL}")


@pytest.mark.weight(2)
@pytest.mark.parametrize(("count", "size"), [(5, 3), (2, 5)])
def test_holds_the_kernels(student, process, rng, count, size):
    """The layer's only parameter is its weight, and it holds the kernels in order; there is no bias."""
    kernels = rng.normal(size=(count, size, size))
    held = process.props.arrays(layer_of(student, kernels))
    if not isinstance(held, list) or len(held) != 1:
        fail("shape", f"the layer of {CALL} has other parameters than one weight; is `bias=False` missing?")
    assert_values(held[0], kernels[:, None], f"the weight of {CALL}")


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
    assert_values(
        from_tensor(got, f"the layer of {CALL}"), oracles.conv(x, kernels[:, None], padding=1), f"the layer of {CALL}"
    )


def test_layers_are_independent(student, process, rng):
    """A second layer with other kernels leaves the first one and the kernels alone."""
    one, two = rng.normal(size=(2, 3, 3)), rng.normal(size=(2, 3, 3))
    kept = process.keep(one)
    first, second = layer_of(student, kept), layer_of(student, two)
    for layer, kernels in ((first, one), (second, two)):
        held = process.props.arrays(layer)
        assert_values(held[0] if held else None, kernels[:, None], f"the weight of {CALL}")
    assert_unchanged(process.value(kept), one, "kernels", CALL)
