"""`conv_parameters`: channels in and out, square kernels and pairs, with and without biases."""

import pytest
from shapes_cases import integer, torch_conv_parameters

from autograder.suite import assert_integer, assert_size

CALL = "conv_parameters(in_channels, out_channels, kernel_size, bias)"


def right(reference, agree, *case):
    return agree(reference.conv_parameters(*case), lambda: torch_conv_parameters(*case))


def drawn_channels(rng):
    """Numbers of channels that are not each other's."""
    one = integer(rng, 2, 12)
    return one, one + integer(rng, 1, 20)


@pytest.mark.weight(2)
def test_one_channel(student, reference, rng, agree):
    """A grey picture: one channel in."""
    for case in ((1, 16, 3), (1, 16, 5), (1, integer(rng, 2, 40), integer(rng, 2, 9))):
        assert_size(student.conv_parameters(*case), right(reference, agree, *case), CALL)


@pytest.mark.weight(3)
def test_many_channels(student, reference, rng, agree):
    """Every filter looks at all input channels."""
    one, other = drawn_channels(rng)
    same = 8 * integer(rng, 20, 40)  # as many channels out as in
    for case in ((16, 32, 3), (one, other, integer(rng, 2, 4)), (other, one, integer(rng, 5, 8)), (same, same, 3)):
        assert_size(student.conv_parameters(*case), right(reference, agree, *case), CALL)


@pytest.mark.weight(2)
def test_no_bias(student, reference, rng, agree):
    """Without biases; and with them, said explicitly."""
    one, other = drawn_channels(rng)
    for case in ((4, 8, 3, False), (one, other, 2, False), (other, one, 5, False), (one, other, 3, True)):
        assert_size(student.conv_parameters(*case[:3], bias=case[3]), right(reference, agree, *case), CALL)


@pytest.mark.weight(2)
def test_pairs(student, reference, rng, agree):
    """A kernel given as (height, width)."""
    for kernel in ((1, 7), (3, 2), (4, 5)):
        one, other = drawn_channels(rng)
        assert_size(student.conv_parameters(one, other, kernel), right(reference, agree, one, other, kernel), CALL)


def test_pairs_without_bias(student, reference, rng, agree):
    """A kernel given as (height, width), without biases."""
    for kernel in ((1, 4), (5, 2)):
        one, other = drawn_channels(rng)
        got = student.conv_parameters(one, other, kernel, False)
        assert_size(got, right(reference, agree, one, other, kernel, False), CALL)


def test_int(student, reference, rng, agree):
    """The count is an int."""
    for kernel in (3, (2, 5), 7):
        one, other = drawn_channels(rng)
        assert_integer(student.conv_parameters(one, other, kernel), right(reference, agree, one, other, kernel), CALL)
