"""Hidden checks of `conv2d_full`."""

from functools import partial

import pytest
from convolution_cases import Judge, decimals, weights

from autograder.suite import assert_raises, say


@pytest.mark.weight(2)
def test_steps_that_fit(student, reference, rng, agree):
    """Strides that leave nothing over: the last window ends at the image's edge."""
    with Judge("conv2d_full", student, reference, agree) as judge:
        judge(decimals(rng, 7, 11), weights(rng, 3, 5), stride=2)
        judge(decimals(rng, 14, 8), weights(rng, 5, 2), stride=3)
        judge(decimals(rng, 9, 9), weights(rng, 3, 3), stride=2)


@pytest.mark.weight(2)
def test_leftovers(student, reference, rng, agree):
    """Rows, columns, or both left over by the stride are ignored."""
    with Judge("conv2d_full", student, reference, agree) as judge:
        judge(decimals(rng, 8, 11), weights(rng, 3, 5), stride=2)
        judge(decimals(rng, 11, 8), weights(rng, 3, 5), stride=2)
        judge(decimals(rng, 12, 10), weights(rng, 4, 3), stride=3)
        judge(decimals(rng, 13, 8), weights(rng, 2, 3), stride=3)


def test_defaults(student, reference, rng, agree):
    """Without padding or stride it is the plain convolution, and either can be given alone."""
    with Judge("conv2d_full", student, reference, agree) as judge:
        judge(decimals(rng, 6, 9), weights(rng, 3, 2))
        judge(decimals(rng, 9, 6), weights(rng, 2, 3), padding=2)
        judge(decimals(rng, 7, 8), weights(rng, 3, 4), 1)
        judge(decimals(rng, 8, 7), weights(rng, 3, 3), 0, 1)


@pytest.mark.weight(2)
def test_padding_and_stride(student, reference, rng, agree):
    """Padding and stride together, by position and by keyword, with paddings that are not half of the kernel."""
    with Judge("conv2d_full", student, reference, agree) as judge:
        judge(decimals(rng, 6, 9), weights(rng, 3, 4), 3, 2)
        judge(decimals(rng, 9, 6), weights(rng, 2, 5), 1, 3)
        judge(decimals(rng, 8, 7), weights(rng, 3, 3), stride=2, padding=1)
        judge(decimals(rng, 2, 9), weights(rng, 3, 4), padding=4, stride=3)
        judge(rng.uniform(-2, 9, (5, 8)), rng.uniform(0.5, 2, (5, 8)), padding=1, stride=2)


def test_long_steps(student, reference, rng, agree):
    """Strides longer than the kernel, and longer than the image."""
    with Judge("conv2d_full", student, reference, agree) as judge:
        judge(decimals(rng, 12, 15), weights(rng, 2, 3), stride=4)
        judge(decimals(rng, 9, 7), weights(rng, 1, 2), padding=1, stride=5)
        judge(rng.uniform(-2, 9, (5, 6)), rng.uniform(0.5, 2, (3, 2)), stride=7)


def test_extreme_kernels(student, reference, rng, agree):
    """Kernels of one element, one row or one column, and as high, as wide or as large as the image."""
    with Judge("conv2d_full", student, reference, agree) as judge:
        for kernel in ((1, 1), (1, 4), (3, 1), (5, 3), (2, 8), (4, 8), (5, 8)):
            judge(rng.uniform(-2, 9, (5, 8)), rng.uniform(0.5, 2, kernel))
        judge(rng.uniform(-2, 9, (3, 9)), rng.uniform(0.5, 2, (2, 5)))
        judge(rng.uniform(-2, 9, (9, 3)), rng.uniform(0.5, 2, (5, 2)))
        judge(rng.uniform(-2, 9, (1, 9)), rng.uniform(0.5, 2, (1, 4)))
        judge(rng.uniform(-2, 9, (8, 1)), rng.uniform(0.5, 2, (3, 1)))


@pytest.mark.weight(2)
def test_whole_numbers(student, reference, rng, agree):
    """Images and kernels of integers give exact answers, fractions included."""
    with Judge("conv2d_full", student, reference, agree) as judge:
        judge.whole_numbers(rng, (7, 6), (2, 3))


def test_scales(student, reference, rng, agree):
    """Negative, tiny, huge and mostly black images are answered as exactly as others."""
    with Judge("conv2d_full", student, reference, agree) as judge:
        judge.scales(rng, (9, 8), (3, 2))


def test_arguments_unchanged(student, reference, rng, agree, process):
    """Image and kernel are left as they were, with and without padding."""
    with Judge("conv2d_full", student, reference, agree) as judge:
        for padding in (0, 2):
            judge.unchanged(process, decimals(rng, 7, 9), weights(rng, 2, 3), padding=padding)


def test_again(student, reference, rng, agree, process):
    """Every call is answered from its own arguments, whatever came before; views and float32 are read correctly."""
    with Judge("conv2d_full", student, reference, agree) as judge:
        arrays = decimals(rng, 8, 9), weights(rng, 3, 2)
        for padding in (0, 1, 0):
            judge(*arrays, padding=padding)
        judge.again(process, lambda: (decimals(rng, 6, 8), weights(rng, 2, 3)))
        judge.layouts(process, decimals(rng, 8, 6), weights(rng, 3, 2))


def test_refuses_nonsense(student, reference, rng, agree):
    """A kernel that does not fit even with padding, a stride below 1 and a negative padding raise ValueError."""
    with Judge("conv2d_full", student, reference, agree) as judge:
        image, kernel = decimals(rng, 6, 9), weights(rng, 2, 3)
        judge(image, kernel)
        judge(image, weights(rng, 8, 10), padding=1)
        for rows, columns, padding in ((7, 3, 0), (2, 10, 0), (9, 3, 1)):
            large = weights(rng, rows, columns)
            call = say("conv2d_full with a kernel larger than the padded image")
            assert_raises(ValueError, partial(student.conv2d_full, image, large, padding=padding), call)
        for stride in (0, -1, -4):
            call = say("conv2d_full with a stride below 1")
            assert_raises(ValueError, partial(student.conv2d_full, image, kernel, stride=stride), call)
        for padding in (-1, -2):
            call = say("conv2d_full with a negative padding")
            assert_raises(ValueError, partial(student.conv2d_full, image, kernel, padding=padding), call)
