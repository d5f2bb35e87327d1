"""Hidden checks of `conv2d_dilated`."""

import pytest
from convolution_cases import Judge, decimals, weights


@pytest.mark.weight(2)
def test_gaps(student, reference, rng, agree):
    """Dilations of two and three on wide and tall images, with no padding and every position."""
    with Judge("conv2d_dilated", student, reference, agree) as judge:
        short, long = 8 + int(rng.integers(2)), 12 + int(rng.integers(3))
        judge(decimals(rng, short, long), weights(rng, 3, 5), dilation=2)
        judge(decimals(rng, long, short), weights(rng, 4, 2), dilation=3)
        judge(decimals(rng, long, short), weights(rng, 3, 3), 0, 1, 2)


@pytest.mark.weight(2)
def test_no_gaps(student, reference, rng, agree):
    """Without a dilation it is an ordinary convolution with padding and stride."""
    with Judge("conv2d_dilated", student, reference, agree) as judge:
        judge(decimals(rng, 7, 9), weights(rng, 3, 2))
        judge(decimals(rng, 9, 7), weights(rng, 2, 4), 2)
        judge(decimals(rng, 8, 7), weights(rng, 3, 2), 1, 2)
        judge(decimals(rng, 6, 9), weights(rng, 3, 4), padding=1, stride=3, dilation=1)


def test_gaps_and_padding(student, reference, rng, agree):
    """Dilation and padding: the frame is as wide as it was asked."""
    with Judge("conv2d_dilated", student, reference, agree) as judge:
        judge(decimals(rng, 6, 9), weights(rng, 3, 4), padding=1, dilation=2)
        judge(decimals(rng, 9, 8), weights(rng, 2, 3), padding=4, dilation=3)
        judge(rng.uniform(-60, -50, (7, 6)), rng.uniform(0.5, 2, (2, 3)), padding=2, dilation=2)


def test_gaps_and_stride(student, reference, rng, agree):
    """Dilation and stride: with and without rows or columns left over."""
    with Judge("conv2d_dilated", student, reference, agree) as judge:
        judge(decimals(rng, 9, 12), weights(rng, 3, 2), stride=2, dilation=2)
        judge(decimals(rng, 12, 9), weights(rng, 2, 3), stride=3, dilation=2)
        judge(decimals(rng, 13, 11), weights(rng, 2, 3), stride=2, dilation=4)
        judge(decimals(rng, 14, 10), weights(rng, 3, 2), stride=2, dilation=3)


@pytest.mark.weight(2)
def test_all_together(student, reference, rng, agree):
    """Padding, stride and dilation all different, by position and by keyword."""
    with Judge("conv2d_dilated", student, reference, agree) as judge:
        judge(decimals(rng, 9, 8), weights(rng, 3, 2), 1, 2, 3)
        judge(decimals(rng, 7, 10), weights(rng, 2, 4), 3, 1, 2)
        judge(decimals(rng, 8, 11), weights(rng, 3, 2), dilation=2, padding=1, stride=3)
        judge(decimals(rng, 10, 9), weights(rng, 2, 3), stride=4, dilation=3, padding=2)


def test_extreme_kernels(student, reference, rng, agree):
    """Kernels of one element, one row or one column, and kernels that with their gaps just cover the image."""
    with Judge("conv2d_dilated", student, reference, agree) as judge:
        judge(decimals(rng, 5, 7), rng.uniform(0.5, 2, (1, 1)), dilation=3)
        judge(decimals(rng, 5, 9), rng.uniform(0.5, 2, (1, 4)), dilation=2)
        judge(decimals(rng, 10, 4), rng.uniform(0.5, 2, (3, 1)), dilation=4)
        judge(rng.uniform(-2, 9, (7, 9)), rng.uniform(0.5, 2, (4, 5)), dilation=2)
        judge(rng.uniform(-2, 9, (5, 10)), rng.uniform(0.5, 2, (5, 10)))
        judge(rng.uniform(-2, 9, (1, 9)), rng.uniform(0.5, 2, (1, 3)), dilation=3)
        judge(rng.uniform(-2, 9, (8, 1)), rng.uniform(0.5, 2, (3, 1)), dilation=2)


@pytest.mark.weight(2)
def test_whole_numbers(student, reference, rng, agree):
    """Images and kernels of integers give exact answers, fractions included."""
    with Judge("conv2d_dilated", student, reference, agree) as judge:
        judge.whole_numbers(rng, (8, 6), (2, 3), dilation=2)


def test_scales(student, reference, rng, agree):
    """Negative, tiny, huge and mostly black images are answered as exactly as others."""
    with Judge("conv2d_dilated", student, reference, agree) as judge:
        judge.scales(rng, (9, 11), (2, 3), dilation=3)


def test_arguments_unchanged(student, reference, rng, agree, process):
    """Image and kernel are left as they were, with and without gaps."""
    with Judge("conv2d_dilated", student, reference, agree) as judge:
        for dilation in (2, 3, 1):
            judge.unchanged(process, decimals(rng, 9, 8), weights(rng, 2, 3), dilation=dilation)


def test_again(student, reference, rng, agree, process):
    """Every call is answered from its own arguments, whatever came before; views and float32 are read correctly."""
    with Judge("conv2d_dilated", student, reference, agree) as judge:
        arrays = decimals(rng, 9, 8), weights(rng, 2, 3)
        for dilation in (2, 3, 1, 2):
            judge(*arrays, dilation=dilation)
        judge.again(process, lambda: (decimals(rng, 6, 8), weights(rng, 3, 2)), dilation=2)
        judge.layouts(process, decimals(rng, 8, 6), weights(rng, 3, 2), dilation=2)
