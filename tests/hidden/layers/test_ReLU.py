"""The hidden suite of `ReLU`."""

import numpy as np
import pytest
from layers_cases import (
    Bench,
    follows_latest_forward,
    keep_apart,
    leaves_arguments_alone,
    plain_bench,
    repeats,
    same_in_any_layout,
    same_on_every_call,
)

MAPS, VECTORS = (2, 3, 5, 4), (3, 7)


def bench(student, process, reference, rng, shape=MAPS) -> Bench:
    return plain_bench(student, process, reference, rng, "ReLU", shape)


@pytest.mark.weight(2)
def test_forward(student, process, reference, rng, agree):
    """Positive values pass as they are, negative ones become 0."""
    bench(student, process, reference, rng).forward(agree)


def test_forward_vectors(student, process, reference, rng, agree):
    """It works behind a fully connected layer, on (N, features), and for a single image."""
    for shape in (VECTORS, (1, 6), (1, 1, 4, 3)):
        this = bench(student, process, reference, rng, shape)
        this.whole(agree)


def test_forward_one_sign(student, process, reference, rng, agree):
    """All negative gives all 0; large, small and mixed positive values are neither clipped nor scaled."""
    this = bench(student, process, reference, rng)
    for X in (-np.abs(this.X), 1e4 * this.X, np.abs(this.X) + 1, 1e-3 * this.X):
        this.X = X
        this.whole(agree)


def test_number_types(student, process, reference, rng, agree):
    """Integers and float32 work too."""
    this = bench(student, process, reference, rng)
    this.forward(agree, rng.integers(-9, 10, this.X.shape))
    this.X = this.X.astype(np.float32)
    this.whole(agree)


def test_forward_again(student, process, reference, rng, agree):
    """The same layer gives the right output on every call, and an earlier output stays what it was."""
    same_on_every_call(bench(student, process, reference, rng), agree)


@pytest.mark.weight(2)
def test_gradient(student, process, reference, rng, agree):
    """The gradient passes where X was positive and is 0 elsewhere, whatever the sign of dZ."""
    for _ in range(2):
        bench(student, process, reference, rng).gradients(agree)


def test_gradient_at_zero(student, process, reference, rng, agree):
    """Where X is exactly 0, the gradient is 0."""
    this = bench(student, process, reference, rng)
    this.X = rng.integers(-1, 2, this.X.shape).astype(float)
    this.gradients(agree)
    this.X = np.zeros(this.X.shape)
    this.X[0, 0, 0, 0] = 1.0
    this.gradients(agree)


def test_backward_twice(student, process, reference, rng, agree):
    """A second `backward` gives its own gradient."""
    repeats(bench(student, process, reference, rng), agree)


def test_backward_after_another_forward(student, process, reference, rng, agree):
    """The gradient belongs to the latest `forward`, whose input may have another size."""
    first, second = bench(student, process, reference, rng), bench(student, process, reference, rng, (3, 2, 4, 6))
    follows_latest_forward(first, second, agree)


def test_two_layers(student, process, reference, rng, agree):
    """Two layers remember their own inputs."""
    keep_apart(bench(student, process, reference, rng), bench(student, process, reference, rng), agree)
    keep_apart(bench(student, process, reference, rng), bench(student, process, reference, rng, VECTORS), agree)


@pytest.mark.weight(2)
def test_leaves_arguments_alone(student, process, reference, rng, agree):
    """`forward` leaves X as it was, and `backward` dZ."""
    leaves_arguments_alone(bench(student, process, reference, rng), agree)


def test_any_memory_layout(student, process, reference, rng, agree):
    """Inputs and gradients that are views (transposed, reversed, strided) are arrays like any other."""
    same_in_any_layout(bench(student, process, reference, rng), agree)
