"""Hidden checks of `conv2d_multichannel`."""

import numpy as np
import pytest
from convolution_cases import Judge, decimals, weights, whole


@pytest.mark.weight(2)
def test_channels(student, reference, rng, agree):
    """Several channels in and out, neither bias nor padding nor stride."""
    with Judge("conv2d_multichannel", student, reference, agree) as judge:
        judge(decimals(rng, 3, 7, 9), weights(rng, 5, 3, 2, 4))
        judge(decimals(rng, 4, 8, 6), weights(rng, 2, 4, 3, 5), None)
        judge(decimals(rng, 3, 8, 7), weights(rng, 3, 3, 3, 3), bias=None)


def test_one_channel(student, reference, rng, agree):
    """One channel in, one channel out, or both: the output keeps its three dimensions."""
    with Judge("conv2d_multichannel", student, reference, agree) as judge:
        judge(decimals(rng, 1, 6, 8), weights(rng, 4, 1, 3, 2))
        judge(decimals(rng, 3, 8, 6), weights(rng, 1, 3, 2, 3))
        judge(decimals(rng, 1, 7, 5), weights(rng, 1, 1, 3, 3))
        judge(decimals(rng, 2, 5, 7), weights(rng, 1, 2, 2, 3))


@pytest.mark.weight(2)
def test_bias(student, reference, rng, agree):
    """A bias for every output channel, some of them negative or zero, given by keyword or by position."""
    with Judge("conv2d_multichannel", student, reference, agree) as judge:
        bias = rng.uniform(20, 90, 5) * np.array([1, -1, 0, 1, -1])
        judge(decimals(rng, 3, 7, 6), weights(rng, 5, 3, 3, 2), bias=bias)
        judge(decimals(rng, 2, 6, 8), weights(rng, 4, 2, 2, 3), rng.uniform(20, 90, 4))
        judge(decimals(rng, 2, 6, 8), weights(rng, 3, 2, 2, 2), bias=np.zeros(3))
        judge(decimals(rng, 3, 8, 6), weights(rng, 1, 3, 2, 3), bias=rng.uniform(3, 9, 1))
        images, kernels = whole(rng, 3, 6, 7), whole(rng, 2, 3, 2, 3, largest=9)
        judge(images, kernels, bias=rng.integers(9, 90, 2) + rng.uniform(0.4, 0.6, 2))
        judge(decimals(rng, 2, 7, 5), weights(rng, 3, 2, 2, 3), bias=rng.integers(20, 90, 3))
        judge(decimals(rng, 3, 6, 8), weights(rng, 3, 3, 2, 4), bias=rng.uniform(20, 90, 3))


@pytest.mark.weight(2)
def test_padding(student, reference, rng, agree):
    """Padding of height and width, not half of the kernel and sometimes wider than it."""
    with Judge("conv2d_multichannel", student, reference, agree) as judge:
        judge(decimals(rng, 3, 5, 8), weights(rng, 2, 3, 3, 4), padding=2)
        judge(rng.uniform(-60, -50, (2, 8, 5)), rng.uniform(0.5, 2, (4, 2, 3, 2)), padding=3)
        judge(decimals(rng, 4, 6, 7), weights(rng, 3, 4, 5, 3), padding=1)


@pytest.mark.weight(2)
def test_stride(student, reference, rng, agree):
    """Strides that fit, leave rows or columns over, or exceed the kernel."""
    with Judge("conv2d_multichannel", student, reference, agree) as judge:
        judge(decimals(rng, 2, 9, 8), weights(rng, 3, 2, 3, 2), stride=2)
        judge(decimals(rng, 3, 8, 11), weights(rng, 2, 3, 2, 3), stride=3)
        judge(decimals(rng, 2, 12, 8), weights(rng, 4, 2, 3, 4), stride=2)
        judge(decimals(rng, 4, 9, 11), weights(rng, 2, 4, 2, 3), stride=4)


@pytest.mark.weight(2)
def test_all_together(student, reference, rng, agree):
    """Bias, padding and stride together, by position and by keyword."""
    with Judge("conv2d_multichannel", student, reference, agree) as judge:
        judge(decimals(rng, 3, 7, 9), weights(rng, 4, 3, 2, 3), rng.uniform(-90, 90, 4), 1, 2)
        judge(decimals(rng, 2, 8, 6), weights(rng, 5, 2, 3, 4), stride=3, padding=2, bias=rng.uniform(-90, 90, 5))
        judge(decimals(rng, 4, 6, 8), weights(rng, 3, 4, 3, 3), rng.uniform(-90, 90, 3), padding=1, stride=2)


def test_extreme_kernels(student, reference, rng, agree):
    """Kernels of one element, one row or one column, and as high, as wide or as large as the image."""
    with Judge("conv2d_multichannel", student, reference, agree) as judge:
        for size in ((1, 1), (1, 4), (3, 1), (5, 2), (3, 7), (5, 7)):
            judge(rng.uniform(-2, 9, (3, 5, 7)), rng.uniform(0.5, 2, (4, 3, *size)))
        judge(rng.uniform(-2, 9, (2, 1, 8)), rng.uniform(0.5, 2, (3, 2, 1, 4)))
        judge(rng.uniform(-2, 9, (3, 7, 1)), rng.uniform(0.5, 2, (2, 3, 3, 1)))


@pytest.mark.weight(2)
def test_whole_numbers(student, reference, rng, agree):
    """Images and kernels of integers give exact answers, fractions included."""
    with Judge("conv2d_multichannel", student, reference, agree) as judge:
        judge.whole_numbers(rng, (2, 7, 6), (3, 2, 2, 3))


def test_scales(student, reference, rng, agree):
    """Negative, tiny, huge and mostly zero channels are answered as exactly as others."""
    with Judge("conv2d_multichannel", student, reference, agree) as judge:
        judge.scales(rng, (3, 8, 6), (2, 3, 2, 3))


def test_arguments_unchanged(student, reference, rng, agree, process):
    """Image, kernels and bias are left as they were, with and without padding."""
    with Judge("conv2d_multichannel", student, reference, agree) as judge:
        for padding in (0, 2):
            arrays = decimals(rng, 2, 6, 7), weights(rng, 4, 2, 3, 2), rng.uniform(-90, 90, 4)
            judge.unchanged(process, *arrays, padding=padding)


def test_again(student, reference, rng, agree, process):
    """Every call is answered from its own arguments, whatever came before; views and float32 are read correctly."""
    with Judge("conv2d_multichannel", student, reference, agree) as judge:
        draw = lambda: (decimals(rng, 2, 6, 7), weights(rng, 3, 2, 3, 4))
        judge.again(process, draw)
        judge.layouts(process, *draw())
