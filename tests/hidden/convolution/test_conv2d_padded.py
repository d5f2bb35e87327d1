"""Hidden checks of `conv2d_padded`."""

import pytest
from convolution_cases import Judge, decimals, weights


@pytest.mark.weight(2)
def test_paddings(student, reference, rng, agree):
    """Paddings that are not half of the kernel, on wide and tall images."""
    with Judge("conv2d_padded", student, reference, agree) as judge:
        short, long = 5 + int(rng.integers(2)), 8 + int(rng.integers(3))
        judge(decimals(rng, short, long), weights(rng, 3, 5), padding=2)
        judge(decimals(rng, long, short), weights(rng, 3, 5), padding=3)
        judge(decimals(rng, long, short), weights(rng, 5, 3), padding=1)


@pytest.mark.weight(2)
def test_no_padding(student, reference, rng, agree):
    """Without padding, asked for or by default, it is the plain convolution."""
    with Judge("conv2d_padded", student, reference, agree) as judge:
        judge(decimals(rng, 7, 10), weights(rng, 3, 2))
        judge(decimals(rng, 10, 7), weights(rng, 3, 3), padding=0)
        judge(decimals(rng, 6, 8), weights(rng, 2, 5), 0)


def test_wide_paddings(student, reference, rng, agree):
    """A padding larger than the kernel, or than the image, and kernels that only fit with it."""
    with Judge("conv2d_padded", student, reference, agree) as judge:
        judge(decimals(rng, 6, 9), weights(rng, 2, 3), padding=4)
        judge(decimals(rng, 4, 3), weights(rng, 3, 2), padding=5)
        judge(decimals(rng, 2, 9), weights(rng, 5, 4), padding=3)
        judge(decimals(rng, 8, 3), weights(rng, 2, 6), padding=4)


def test_even_kernels(student, reference, rng, agree):
    """Kernels with an even number of rows or columns; the padding is given by position."""
    with Judge("conv2d_padded", student, reference, agree) as judge:
        for image, kernel, padding in (((5, 8), (2, 4), 1), ((8, 6), (4, 3), 2), ((7, 9), (2, 2), 3)):
            judge(decimals(rng, *image), weights(rng, *kernel), padding)


def test_extreme_kernels(student, reference, rng, agree):
    """Kernels of one element, one row or one column, and as large as the image."""
    with Judge("conv2d_padded", student, reference, agree) as judge:
        for kernel, padding in (((1, 1), 2), ((1, 4), 1), ((3, 1), 2), ((5, 7), 1), ((5, 2), 3), ((5, 7), 0)):
            judge(decimals(rng, 5, 7), rng.uniform(0.5, 2, kernel), padding=padding)
        judge(decimals(rng, 1, 7), rng.uniform(0.5, 2, (3, 2)), padding=1)
        judge(decimals(rng, 8, 1), rng.uniform(0.5, 2, (4, 1)), padding=2)


@pytest.mark.weight(2)
def test_frame_is_zero(student, reference, rng, agree):
    """The frame is zero whatever the image holds: all negative, all bright, tiny or huge."""
    with Judge("conv2d_padded", student, reference, agree) as judge:
        judge(rng.uniform(50, 60, (6, 8)), rng.uniform(0.5, 2, (3, 4)), padding=2)
        judge.scales(rng, (6, 9), (3, 2), padding=1)


@pytest.mark.weight(2)
def test_whole_numbers(student, reference, rng, agree):
    """Images and kernels of integers give exact answers, fractions included."""
    with Judge("conv2d_padded", student, reference, agree) as judge:
        judge.whole_numbers(rng, (5, 7), (2, 3), padding=2)


def test_arguments_unchanged(student, reference, rng, agree, process):
    """Image and kernel are left as they were, with and without padding."""
    with Judge("conv2d_padded", student, reference, agree) as judge:
        for padding, kernel in ((0, (2, 3)), (2, (2, 3)), (0, (1, 1))):
            judge.unchanged(process, decimals(rng, 7, 5), weights(rng, *kernel), padding=padding)


def test_again(student, reference, rng, agree, process):
    """Every call is answered from its own arguments, whatever was asked before."""
    with Judge("conv2d_padded", student, reference, agree) as judge:
        for padding in (0, 2):
            judge.again(process, lambda: (decimals(rng, 5, 7), weights(rng, 3, 2)), padding=padding)
        arrays = decimals(rng, 6, 5), weights(rng, 2, 3)
        for padding in (2, 1, 0, 2):
            judge(*arrays, padding=padding)


def test_layouts(student, reference, rng, agree, process):
    """float32 images and views of larger, transposed or reversed arrays are read correctly."""
    with Judge("conv2d_padded", student, reference, agree) as judge:
        for padding in (0, 1):
            judge.layouts(process, decimals(rng, 8, 6), weights(rng, 3, 2), padding=padding)
