"""`feature_map_shape`: channels first, height and width apart, the formula, ints."""

import pytest
from shapes_cases import assert_whole, integer, torch_map_shape

from autograder.suite import assert_sizes

CALL = "feature_map_shape(input_shape, out_channels, kernel_size, stride, padding)"


def drawn_map(rng):
    """An input shape whose height and width differ, and a number of filters that is none of its numbers."""
    channels, height = integer(rng, 1, 4), integer(rng, 12, 20)
    return (channels, height, height + integer(rng, 3, 9)), integer(rng, 5, 11)


def right(reference, agree, *case):
    return agree(reference.feature_map_shape(*case), lambda: torch_map_shape(*case))


@pytest.mark.weight(3)
def test_plain(student, reference, rng, agree):
    """Without padding, stride 1: channels first, then height and width, each on its own."""
    for kernel in (2, 3, 5):
        shape, filters = drawn_map(rng)
        got = student.feature_map_shape(shape, filters, kernel)
        assert_sizes(got, right(reference, agree, shape, filters, kernel), CALL)
    fewer = integer(rng, 1, 4)
    deep = (fewer + integer(rng, 1, 9), *drawn_map(rng)[0][1:])
    assert_sizes(student.feature_map_shape(deep, fewer, 3), right(reference, agree, deep, fewer, 3), CALL)


@pytest.mark.weight(2)
def test_stride(student, reference, rng, agree):
    """Strides that do not divide round down."""
    for kernel, stride in ((3, 2), (4, 3), (5, 4), (2, 5)):
        shape, filters = drawn_map(rng)
        got = student.feature_map_shape(shape, filters, kernel, stride)
        assert_sizes(got, right(reference, agree, shape, filters, kernel, stride), CALL)


@pytest.mark.weight(2)
def test_padding(student, reference, rng, agree):
    """Padding is added on all sides, whatever the kernel is."""
    for kernel, padding in ((3, 2), (4, 1), (5, 3), (7, 1)):
        shape, filters = drawn_map(rng)
        got = student.feature_map_shape(shape, filters, kernel, padding=padding)
        assert_sizes(got, right(reference, agree, shape, filters, kernel, 1, padding), CALL)


@pytest.mark.weight(2)
def test_together(student, reference, rng, agree):
    """Stride and padding at once."""
    for kernel, stride, padding in ((3, 2, 2), (5, 3, 1), (7, 2, 2), (4, 3, 3)):
        shape, filters = drawn_map(rng)
        got = student.feature_map_shape(shape, filters, kernel, stride, padding)
        assert_sizes(got, right(reference, agree, shape, filters, kernel, stride, padding), CALL)


def test_two_layers(student, reference, rng, agree):
    """The answer can be put in again: two layers in a row."""
    shape, filters = drawn_map(rng)
    first = student.feature_map_shape(shape, filters, 3, 1, 2)
    assert_sizes(first, right(reference, agree, shape, filters, 3, 1, 2), CALL)
    got = student.feature_map_shape(first, filters + 3, 5, 2)
    assert_sizes(
        got, right(reference, agree, reference.feature_map_shape(shape, filters, 3, 1, 2), filters + 3, 5, 2), CALL
    )


def test_ints(student, reference, rng, agree):
    """The shape is made of ints."""
    for stride in (1, 2, 3):
        shape, filters = drawn_map(rng)
        got = student.feature_map_shape(shape, filters, 3, stride, 1)
        assert_whole(got, right(reference, agree, shape, filters, 3, stride, 1), CALL)
