"""The hidden suite of `Flatten`."""

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


def bench(student, process, reference, rng, shape=(3, 2, 5, 4)) -> Bench:
    return plain_bench(student, process, reference, rng, "Flatten", shape)


@pytest.mark.weight(2)
def test_forward(student, process, reference, rng, agree):
    """Every image becomes one row: channel by channel, row by row."""
    for shape in ((3, 2, 5, 4), (2, 5, 3, 4), (4, 1, 2, 3)):
        bench(student, process, reference, rng, shape).forward(agree)


def test_forward_single(student, process, reference, rng, agree):
    """One image gives one row, (1, features), and a 1 x 1 map with one channel a single column."""
    for shape in ((1, 3, 2, 4), (3, 1, 1, 1), (1, 5, 1, 1)):
        this = bench(student, process, reference, rng, shape)
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
    """`backward` puts every number back where it came from, in the shape of X."""
    for shape in ((3, 2, 5, 4), (2, 5, 3, 4)):
        bench(student, process, reference, rng, shape).gradients(agree)


def test_backward_twice(student, process, reference, rng, agree):
    """`backward` can be called again."""
    repeats(bench(student, process, reference, rng), agree)


def test_backward_after_another_forward(student, process, reference, rng, agree):
    """The shape is that of the latest `forward`: another batch, other maps."""
    follows_latest_forward(
        bench(student, process, reference, rng), bench(student, process, reference, rng, (2, 3, 4, 2)), agree
    )
    follows_latest_forward(
        bench(student, process, reference, rng), bench(student, process, reference, rng, (4, 5, 2, 4)), agree
    )


def test_two_layers(student, process, reference, rng, agree):
    """Two layers remember their own shapes."""
    keep_apart(bench(student, process, reference, rng), bench(student, process, reference, rng, (3, 4, 2, 5)), agree)


def test_leaves_arguments_alone(student, process, reference, rng, agree):
    """`forward` leaves X as it was (its shape too), and `backward` dZ."""
    leaves_arguments_alone(bench(student, process, reference, rng), agree)


def test_any_memory_layout(student, process, reference, rng, agree):
    """The order is that of the indices, not of the memory: transposed and reversed views flatten like any array."""
    same_in_any_layout(bench(student, process, reference, rng), agree)
