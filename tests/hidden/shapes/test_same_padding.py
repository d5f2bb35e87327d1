"""`same_padding`: odd and even kernels, strides, and ints."""

import pytest
from shapes_cases import assert_whole, integer, torch_same_padding

from autograder.suite import assert_sizes

CALL = "same_padding(input_size, kernel_size, stride)"


def assert_right(student, reference, agree, *layer):
    right = agree(reference.same_padding(*layer), lambda: torch_same_padding(*layer))
    assert_sizes(student.same_padding(*layer), right, CALL)


@pytest.mark.weight(3)
def test_odd_kernels(student, reference, rng, agree):
    """Odd kernels with stride 1 need as much on either side."""
    for kernel in (3, 5, 7, 9):
        assert_right(student, reference, agree, integer(rng, kernel, 40), kernel)


@pytest.mark.weight(3)
def test_even_kernels(student, reference, rng, agree):
    """Even kernels with stride 1: the extra zero goes after."""
    for kernel in (2, 4, 6, 8):
        assert_right(student, reference, agree, integer(rng, kernel, 40), kernel)


@pytest.mark.weight(3)
def test_strides(student, reference, rng, agree):
    """With a stride above 1 the output is still as large as the input."""
    for stride in (2, 3, 4):
        for kernel in (3, 4):
            assert_right(student, reference, agree, integer(rng, 5, 30), kernel, stride)
    assert_right(student, reference, agree, integer(rng, 200, 240), 7, 3)  # as large as photographs


@pytest.mark.weight(2)
def test_odd_totals(student, reference, rng, agree):
    """Where stride and input make the total odd, the extra zero goes after."""
    for _ in range(4):
        size, kernel = 2 * integer(rng, 3, 12), 2 * integer(rng, 1, 3) + 1
        assert_right(student, reference, agree, size, kernel, 2)


def test_small_cases(student, reference, rng, agree):
    """A kernel of one, an input of one, and a kernel larger than the input."""
    for size, kernel, stride in (
        (integer(rng, 3, 9), 1, 1),
        (1, 1, 3),
        (1, 4, 2),
        (3, 8, 1),
        (integer(rng, 3, 9), 1, 2),
    ):
        assert_right(student, reference, agree, size, kernel, stride)


def test_ints(student, reference, rng, agree):
    """The answer is a pair of ints."""
    for stride in (1, 2, 3):
        layer = integer(rng, 5, 30), integer(rng, 3, 8), stride
        right = agree(reference.same_padding(*layer), lambda layer=layer: torch_same_padding(*layer))
        assert_whole(student.same_padding(*layer), right, CALL)
