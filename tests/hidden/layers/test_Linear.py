"""The hidden suite of `Linear`."""

import numpy as np
import pytest
from layers_cases import (
    Bench,
    follows_latest_forward,
    keep_apart,
    leaves_arguments_alone,
    leaves_weights_alone,
    linear_bench,
    other_input,
    repeats,
    same_in_any_layout,
    same_on_every_call,
    uses_new_weights,
)
from layers_weights import flat_bias, made, starting

from autograder.suite import assert_shape, fail

SIZES = ((4, 7, 5), (3, 2, 6), (5, 4, 4), (4, 4, 3))
"""(batch, inputs, outputs): more in than out, fewer, and square where a transposed W would still multiply."""


def bench(student, process, reference, rng, batch=4, inputs=7, outputs=5) -> Bench:
    return linear_bench(student, process, reference, rng, batch, inputs, outputs)


@pytest.mark.weight(2)
def test_forward(student, process, reference, rng, agree):
    """Every output is the dot product of a row of W with the input, plus the bias."""
    for sizes in SIZES:
        bench(student, process, reference, rng, *sizes).forward(agree)


def test_single(student, process, reference, rng, agree):
    """One image, one input, one output: arrays keep their two dimensions."""
    for sizes in ((1, 6, 4), (1, 1, 3), (3, 4, 1), (1, 5, 1)):
        this = bench(student, process, reference, rng, *sizes)
        this.whole(agree)


def test_forward_again(student, process, reference, rng, agree):
    """The same layer gives the right output on every call, and an earlier output stays what it was."""
    same_on_every_call(bench(student, process, reference, rng), agree)


def test_new_weights(student, process, reference, rng, agree):
    """`forward` uses the weights the layer holds now: after an update of W and b, the new ones."""
    this, other = (bench(student, process, reference, rng) for _ in range(2))
    uses_new_weights(this, other, agree)


def test_number_types(student, process, reference, rng, agree):
    """Integers and float32 work too."""
    this = bench(student, process, reference, rng)
    this.forward(agree, rng.integers(-9, 10, this.X.shape))
    this.X = this.X.astype(np.float32)
    this.whole(agree)


@pytest.mark.weight(2)
def test_input_gradient(student, process, reference, rng, agree):
    """`backward` gives the gradient with respect to X, in the shape of X."""
    for sizes in SIZES:
        bench(student, process, reference, rng, *sizes).gradients(agree, ["dX"])


@pytest.mark.weight(2)
def test_weight_gradient(student, process, reference, rng, agree):
    """`dW` has the shape of W and sums over the batch."""
    for sizes in SIZES:
        bench(student, process, reference, rng, *sizes).gradients(agree, ["dW"])


def test_bias_gradient(student, process, reference, rng, agree):
    """`db` sums dZ over the batch, and has the shape (out,)."""
    for sizes in SIZES:
        bench(student, process, reference, rng, *sizes).gradients(agree, ["db"])


def test_backward_twice(student, process, reference, rng, agree):
    """A second `backward` overwrites dW and db; nothing is added up from call to call."""
    repeats(bench(student, process, reference, rng), agree)


def test_backward_after_another_forward(student, process, reference, rng, agree):
    """The gradients belong to the latest `forward`, whose batch may have another size."""
    first = bench(student, process, reference, rng)
    follows_latest_forward(first, other_input(first, rng.normal(size=(6, 7)), rng), agree)


def test_two_layers(student, process, reference, rng, agree):
    """Two layers remember their own inputs and gradients."""
    keep_apart(bench(student, process, reference, rng), bench(student, process, reference, rng), agree)
    keep_apart(bench(student, process, reference, rng), bench(student, process, reference, rng, 2, 3, 6), agree)


def test_leaves_arguments_alone(student, process, reference, rng, agree):
    """`forward` leaves X as it was, and `backward` dZ."""
    leaves_arguments_alone(bench(student, process, reference, rng), agree)


def test_leaves_weights_alone(student, process, reference, rng, agree):
    """`forward` and `backward` leave W and b as they are: the update is the optimizer's business."""
    leaves_weights_alone(bench(student, process, reference, rng), agree)


def test_any_memory_layout(student, process, reference, rng, agree):
    """Inputs and gradients that are views (transposed, reversed, strided) are arrays like any other."""
    same_in_any_layout(bench(student, process, reference, rng), agree)


def test_starting_weights(student):
    """`W` starts with the shape (out, in), drawn at random around 0; `b` has one number per output; layers start
    apart."""
    one, two = (made(student.Linear(300, 40), "Linear(…)") for _ in range(2))
    W, other = (starting(layer.W, (40, 300), "Linear(…): W") for layer in (one, two))
    assert_shape(flat_bias(one.b, "Linear(…): b"), (40,), "Linear(…): b")
    if np.unique(W).size < 0.9 * W.size or np.count_nonzero(other == W) > 0.1 * W.size:
        told = "Linear(…): the starting weights repeat; each is drawn on its own, in every layer anew."
        fail("values", told, f"{np.unique(W).size} of {W.size} differ")
    if abs(W.mean()) > 6 * W.std() / np.sqrt(W.size):
        fail(
            "values",
            "Linear(…): the starting weights are not centred on 0.",
            f"mean {W.mean():.3g}, deviation {W.std():.3g}",
        )
    if not 0.005 < W.var() * 300 / 2 < 4:
        told = "Linear(…): the starting weights are far too large or too small; He's variance is 2 / in."
        fail("values", told, f"variance {W.var():.3g}")
