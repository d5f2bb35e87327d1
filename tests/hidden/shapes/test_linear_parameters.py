"""`linear_parameters`: weights, biases, and the figures that make one want convolutions."""

import pytest
from shapes_cases import integer, torch_linear_parameters

from autograder.suite import assert_integer, assert_size

CALL = "linear_parameters(in_features, out_features, bias)"


def right(reference, agree, *case):
    return agree(reference.linear_parameters(*case), lambda: torch_linear_parameters(*case))


def drawn_features(rng):
    one = integer(rng, 2, 90)
    return one, one + integer(rng, 1, 90)


@pytest.mark.weight(3)
def test_with_bias(student, reference, rng, agree):
    """One bias for each output."""
    one, other = drawn_features(rng)
    for case in ((one, other), (other, one), (1, one)):
        assert_size(student.linear_parameters(*case), right(reference, agree, *case), CALL)


@pytest.mark.weight(2)
def test_without_bias(student, reference, rng, agree):
    """Without biases; and with them, said explicitly."""
    one, other = drawn_features(rng)
    for case in ((one, other, False), (other, one, False), (other, one, True)):
        assert_size(student.linear_parameters(*case[:2], bias=case[2]), right(reference, agree, *case), CALL)


@pytest.mark.weight(2)
def test_pictures(student, reference, rng, agree):
    """Whole pictures as inputs: millions and billions of parameters, exactly."""
    odd = 2 * integer(rng, 2500, 4500) + 1  # float32 counts no further than to 2**24
    vast = 150528, integer(rng, 30_000, 50_000)  # beyond the largest uint32
    for case in ((784, 256), (150528, 256), (784, 25088), (odd, odd + 2, False), vast):
        assert_size(student.linear_parameters(*case), right(reference, agree, *case), CALL)


def test_int(student, reference, rng, agree):
    """The count is an int."""
    for bias in (True, False, True):
        case = (*drawn_features(rng), bias)
        assert_integer(student.linear_parameters(*case), right(reference, agree, *case), CALL)
