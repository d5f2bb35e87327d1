"""The hidden suite of `Conv2D`."""

import numpy as np
import pytest
from layers_cases import (
    BOTH,
    EVEN,
    PADDED,
    PLAIN,
    POINTWISE,
    SINGLE,
    STRIDED,
    Bench,
    Conv,
    conv_bench,
    follows_latest_forward,
    keep_apart,
    leaves_arguments_alone,
    leaves_weights_alone,
    other_input,
    repeats,
    same_in_any_layout,
    same_on_every_call,
    uses_new_weights,
)
from layers_weights import flat_bias, made, starting, stored, with_weights

from autograder.suite import as_array, assert_shape, assert_values, fail


def bench(student, process, reference, rng, case: Conv) -> Bench:
    return conv_bench(student, process, reference, rng, case)


@pytest.mark.weight(2)
def test_forward(student, process, reference, rng, agree):
    """Every output sums a window over all input channels and adds its filter's bias (stride 1, no padding)."""
    bench(student, process, reference, rng, PLAIN).forward(agree)


def test_forward_padding(student, process, reference, rng, agree):
    """`padding` puts that many zeros on each side, whatever the kernel's size."""
    for case in PADDED:
        bench(student, process, reference, rng, case).forward(agree)


def test_forward_stride(student, process, reference, rng, agree):
    """The window moves by `stride` both ways, and rows and columns left over are ignored."""
    for case in STRIDED:
        bench(student, process, reference, rng, case).forward(agree)


def test_forward_padding_and_stride(student, process, reference, rng, agree):
    """Padding and stride work together, also where the stride does not divide."""
    for case in BOTH:
        bench(student, process, reference, rng, case).forward(agree)


def test_forward_even_kernel(student, process, reference, rng, agree):
    """Kernels of even size and of a single pixel work like any other."""
    for case in (*EVEN, POINTWISE):
        bench(student, process, reference, rng, case).forward(agree)


def test_forward_single(student, process, reference, rng, agree):
    """One image, one channel, one filter: the output still has four dimensions."""
    for case in SINGLE:
        bench(student, process, reference, rng, case).forward(agree)


def test_forward_again(student, process, reference, rng, agree):
    """The same layer gives the right output on every call, and an earlier output stays what it was."""
    same_on_every_call(bench(student, process, reference, rng, PLAIN), agree)


def test_new_weights(student, process, reference, rng, agree):
    """`forward` uses the weights the layer holds now: after an update of W and b, the new ones."""
    this, other = (bench(student, process, reference, rng, PADDED[0]) for _ in range(2))
    uses_new_weights(this, other, agree)


def test_integer_input(student, process, reference, rng, agree):
    """An image of integers gives the exact output; its fractions are not cut off."""
    for case in (PLAIN, BOTH[1]):
        this = bench(student, process, reference, rng, case)
        this.forward(agree, rng.integers(-9, 10, this.X.shape))


def test_float32_input(student, process, reference, rng, agree):
    """An image in float32 is right forward and backward."""
    this = bench(student, process, reference, rng, BOTH[0])
    this.X = this.X.astype(np.float32)
    this.whole(agree)


@pytest.mark.weight(2)
def test_input_gradient(student, process, reference, rng, agree):
    """`backward` gives the gradient with respect to X: overlapping windows add up (stride 1, no padding)."""
    for case in (PLAIN, *EVEN[:2], POINTWISE):
        bench(student, process, reference, rng, case).gradients(agree, ["dX"])


def test_input_gradient_padding(student, process, reference, rng, agree):
    """With padding, the gradient has the shape of X: what belongs to the zeros around it is cut off."""
    for case in (*PADDED, EVEN[2]):
        bench(student, process, reference, rng, case).gradients(agree, ["dX"])


def test_input_gradient_stride(student, process, reference, rng, agree):
    """With a stride, pixels that no window reached get the gradient 0."""
    for case in (*STRIDED, *BOTH):
        bench(student, process, reference, rng, case).gradients(agree, ["dX"])


@pytest.mark.weight(2)
def test_weight_gradient(student, process, reference, rng, agree):
    """`dW` sums over the positions and over the batch (stride 1, no padding)."""
    for case in (PLAIN, *EVEN[:2], POINTWISE):
        bench(student, process, reference, rng, case).gradients(agree, ["dW"])


def test_weight_gradient_padding_and_stride(student, process, reference, rng, agree):
    """`dW` is right with padding and stride."""
    for case in (*PADDED, *STRIDED, *BOTH, EVEN[2]):
        bench(student, process, reference, rng, case).gradients(agree, ["dW"])


def test_bias_gradient(student, process, reference, rng, agree):
    """`db` sums dZ over the batch and over all positions, one number per filter: its shape is (C_out,)."""
    for case in (PLAIN, *BOTH):
        bench(student, process, reference, rng, case).gradients(agree, ["db"])


def test_gradients_single(student, process, reference, rng, agree):
    """The gradients of one image, one channel, one filter keep their dimensions."""
    for case in SINGLE:
        bench(student, process, reference, rng, case).gradients(agree)


def test_backward_twice(student, process, reference, rng, agree):
    """A second `backward` overwrites dW and db; nothing is added up from call to call."""
    repeats(bench(student, process, reference, rng, BOTH[0]), agree)


def test_backward_after_another_forward(student, process, reference, rng, agree):
    """The gradients belong to the latest `forward`, whose input may have another size."""
    first = bench(student, process, reference, rng, PADDED[0])
    second = other_input(first, rng.normal(size=(3, 3, 6, 7)), rng)
    follows_latest_forward(first, second, agree)


def test_two_layers(student, process, reference, rng, agree):
    """Two layers remember their own inputs and gradients."""
    keep_apart(bench(student, process, reference, rng, PLAIN), bench(student, process, reference, rng, PLAIN), agree)
    keep_apart(
        bench(student, process, reference, rng, PLAIN), bench(student, process, reference, rng, PADDED[1]), agree
    )


def test_leaves_arguments_alone(student, process, reference, rng, agree):
    """`forward` leaves X as it was, and `backward` dZ."""
    for case in (PLAIN, PADDED[1]):
        leaves_arguments_alone(bench(student, process, reference, rng, case), agree)


def test_leaves_weights_alone(student, process, reference, rng, agree):
    """`forward` and `backward` leave W and b as they are: the update is the optimizer's business."""
    leaves_weights_alone(bench(student, process, reference, rng, PADDED[0]), agree)


def test_any_memory_layout(student, process, reference, rng, agree):
    """Inputs and gradients that are views (transposed, reversed, strided) are arrays like any other."""
    same_in_any_layout(bench(student, process, reference, rng, PLAIN), agree)


def test_starting_shapes(student, process, reference, rng):
    """`W` starts with the shape (C_out, C_in, k, k), and `b` as C_out zeros; the settings can be given by name."""
    layer = made(student.Conv2D(in_channels=3, out_channels=5, kernel_size=2, stride=3, padding=1), "Conv2D(…)")
    starting(layer.W, (5, 3, 2, 2), "Conv2D(…): W")
    assert_values(flat_bias(layer.b, "Conv2D(…): b"), np.zeros(5), "Conv2D(…): b")
    defaults, oracle, X = student.Conv2D(2, 3, 4), reference.Conv2D(2, 3, 4), rng.normal(size=(1, 2, 6, 9))
    with_weights(oracle, starting(defaults.W, (3, 2, 4, 4), "Conv2D(…): W"), np.zeros(3))
    assert_values(defaults.forward(X), oracle.forward(X), "Conv2D(in, out, k).forward(X)", (X,))


@pytest.mark.weight(2)
def test_he_initialisation(student):
    """W is drawn around 0 with He's variance, 2 / fan-in, where fan-in counts the inputs of one output: C_in * k * k."""
    for channels, filters, kernel in ((12, 50, 4), (70, 90, 1), (3, 400, 3)):
        layer = made(student.Conv2D(channels, filters, kernel), "Conv2D(…)")
        W = starting(layer.W, (filters, channels, kernel, kernel), "Conv2D(…): W")
        right = 2 / (channels * kernel**2)
        ratio = float(W.var()) / right
        if not 0.85 < ratio < 1.15:
            told = "Conv2D(…): the variance of the starting weights is not 2 / fan-in."
            fail("values", told, f"variance {W.var():.3g}, should be {right:.3g}")
        if abs(W.mean()) > 6 * np.sqrt(right / W.size):
            fail("values", "Conv2D(…): the starting weights are not centred on 0.", f"mean {W.mean():.3g}")
        if np.unique(W).size < 0.9 * W.size:
            told = "Conv2D(…): many starting weights are the same number; each is drawn on its own."
            fail("values", told, f"{np.unique(W).size} of {W.size} differ")


def test_layers_start_apart(student):
    """Two layers of the same size start with different weights."""
    layers = [made(student.Conv2D(4, 6, 3), "Conv2D(…)") for _ in range(2)]
    one, two = (as_array(stored(layer.W, "Conv2D(…): W", "W"), "Conv2D(…): W") for layer in layers)
    assert_shape(two, one.shape, "Conv2D(…): W")
    if np.count_nonzero(one == two) > 0.1 * one.size:
        fail("values", "Conv2D(…): two layers start with the same weights; do not seed or share them.")
