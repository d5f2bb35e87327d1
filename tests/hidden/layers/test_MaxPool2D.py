"""The hidden suite of `MaxPool2D`."""

import numpy as np
import pytest
from layers_cases import (
    POOL_GAPS,
    POOL_OVERLAP,
    POOL_PLAIN,
    POOL_REST,
    POOL_SINGLE,
    Bench,
    Pool,
    follows_latest_forward,
    keep_apart,
    leaves_arguments_alone,
    other_input,
    pool_bench,
    repeats,
    same_in_any_layout,
    same_on_every_call,
)
from layers_weights import made

from autograder.suite import assert_values


def bench(student, process, reference, rng, case: Pool = POOL_PLAIN) -> Bench:
    return pool_bench(student, process, reference, rng, "MaxPool2D", case)


def with_input(this: Bench, X) -> Bench:
    this.X = np.asarray(X)
    return this


@pytest.mark.weight(2)
def test_forward(student, process, reference, rng, agree):
    """Every output is the largest value of its window."""
    bench(student, process, reference, rng).forward(agree)


def test_forward_rest(student, process, reference, rng, agree):
    """Rows and columns that fill no whole window are ignored."""
    for case in POOL_REST:
        bench(student, process, reference, rng, case).forward(agree)


def test_forward_overlap(student, process, reference, rng, agree):
    """Window and stride are independent: windows may overlap or leave gaps."""
    for case in (*POOL_OVERLAP, *POOL_GAPS):
        bench(student, process, reference, rng, case).forward(agree)


def test_defaults(student, process, reference, rng, agree):
    """Window and stride are 2 where nothing is said, each on its own, and they can be given by name."""
    X = rng.normal(size=(2, 3, 9, 8))
    for settings in ({}, {"pool_size": 3}, {"stride": 3}, {"stride": 1, "pool_size": 4}):
        want = reference.MaxPool2D(**settings).forward(X)
        assert_values(
            made(student.MaxPool2D(**settings), "MaxPool2D(…)").forward(X), want, "MaxPool2D(…).forward(X)", (X,)
        )


def test_negative(student, process, reference, rng, agree):
    """Where everything is negative, the largest value is negative too."""
    for case in (POOL_PLAIN, Pool(2, 3, 6, 9, size=3, stride=3)):
        this = bench(student, process, reference, rng, case)
        with_input(this, -np.abs(this.X) - 1)
        this.whole(agree)


def test_forward_single(student, process, reference, rng, agree):
    """One image, one channel: the output still has four dimensions, and so has the gradient."""
    for case in POOL_SINGLE:
        this = bench(student, process, reference, rng, case)
        this.whole(agree)


def test_number_types(student, process, reference, rng, agree):
    """Integers and float32 give the same maxima."""
    this = bench(student, process, reference, rng)
    this.forward(agree, rng.integers(-99, 100, this.X.shape))
    with_input(this, this.X.astype(np.float32))
    this.whole(agree)


def test_forward_again(student, process, reference, rng, agree):
    """The same layer gives the right output on every call, and an earlier output stays what it was."""
    same_on_every_call(bench(student, process, reference, rng), agree)


@pytest.mark.weight(2)
def test_gradient(student, process, reference, rng, agree):
    """`backward` sends the gradient of an output to the element that was the maximum, and 0 to the rest."""
    bench(student, process, reference, rng).gradients(agree)


def test_gradient_rest(student, process, reference, rng, agree):
    """The gradient has the shape of X; rows, columns and gaps that no window covered get 0."""
    for case in (*POOL_REST, *POOL_GAPS):
        bench(student, process, reference, rng, case).gradients(agree)


@pytest.mark.weight(2)
def test_gradient_overlap(student, process, reference, rng, agree):
    """An element that is the maximum of several windows gets the sum of their gradients."""
    for case in POOL_OVERLAP:
        bench(student, process, reference, rng, case).gradients(agree)


@pytest.mark.weight(2)
def test_tie(student, process, reference, rng, agree):
    """Of several equal maxima, only the first in row-major order gets the gradient."""
    for case in (POOL_PLAIN, POOL_REST[1], Pool(2, 3, 8, 9, size=4, stride=4)):
        this = bench(student, process, reference, rng, case)
        for X in (
            np.full(this.X.shape, 2.5),
            rng.integers(0, 2, this.X.shape) * 1.5,
            -1.0 * rng.integers(0, 3, this.X.shape),
        ):
            with_input(this, X).gradients(agree)


def test_tie_overlap(student, process, reference, rng, agree):
    """The same where windows overlap: the first maximum of each window gets that window's gradient."""
    for case in POOL_OVERLAP:
        this = bench(student, process, reference, rng, case)
        for X in (np.zeros(this.X.shape), rng.integers(0, 3, this.X.shape) * 0.5):
            with_input(this, X).gradients(agree)


def test_almost_tie(student, process, reference, rng, agree):
    """Values that differ by very little are no tie: the larger one gets the gradient."""
    this = bench(student, process, reference, rng)
    near = np.arange(this.X.size, dtype=float)
    rng.shuffle(near)
    with_input(this, 1 + 2e-6 * (near.reshape(this.X.shape) % 64)).gradients(agree)


def test_backward_twice(student, process, reference, rng, agree):
    """A second `backward` gives its own gradient; nothing is added up from call to call."""
    repeats(bench(student, process, reference, rng), agree)


def test_backward_after_another_forward(student, process, reference, rng, agree):
    """The gradient belongs to the latest `forward`, whose input may have another size."""
    first = bench(student, process, reference, rng)
    follows_latest_forward(first, other_input(first, rng.normal(size=(3, 3, 5, 10)), rng), agree)


def test_two_layers(student, process, reference, rng, agree):
    """Two layers remember their own inputs."""
    keep_apart(bench(student, process, reference, rng), bench(student, process, reference, rng), agree)
    keep_apart(
        bench(student, process, reference, rng),
        bench(student, process, reference, rng, Pool(2, 3, 6, 9, size=3, stride=3)),
        agree,
    )


def test_leaves_arguments_alone(student, process, reference, rng, agree):
    """`forward` leaves X as it was, and `backward` dZ."""
    leaves_arguments_alone(bench(student, process, reference, rng), agree)


def test_any_memory_layout(student, process, reference, rng, agree):
    """Inputs and gradients that are views (transposed, reversed, strided) are arrays like any other."""
    same_in_any_layout(bench(student, process, reference, rng), agree)
