"""Hidden checks of `conv2d`."""

import pytest
from convolution_cases import Judge, decimals, weights


@pytest.mark.weight(2)
def test_oblong(student, reference, rng, agree):
    """Wide and tall images with wide and tall kernels of odd size."""
    with Judge("conv2d", student, reference, agree) as judge:
        short, long = 7 + int(rng.integers(2)), 11 + int(rng.integers(3))
        for image in ((short, long), (long, short)):
            for kernel in ((3, 5), (5, 3)):
                judge(decimals(rng, *image), weights(rng, *kernel))


@pytest.mark.weight(2)
def test_even_kernels(student, reference, rng, agree):
    """Kernels with an even number of rows, of columns, or of both."""
    with Judge("conv2d", student, reference, agree) as judge:
        for image, kernel in (
            ((6, 9), (2, 4)),
            ((10, 7), (4, 2)),
            ((8, 11), (2, 3)),
            ((9, 6), (3, 4)),
            ((7, 12), (2, 2)),
        ):
            judge(decimals(rng, *image), weights(rng, *kernel))


@pytest.mark.weight(2)
def test_square(student, reference, rng, agree):
    """Square kernels of several sizes on square and oblong images."""
    with Judge("conv2d", student, reference, agree) as judge:
        for image, kernel in (((8, 8), (3, 3)), ((6, 9), (3, 3)), ((9, 13), (5, 5)), ((7, 7), (4, 4))):
            judge(decimals(rng, *image), weights(rng, *kernel))


def test_extreme_kernels(student, reference, rng, agree):
    """Kernels of one element, one row or one column, and kernels as high, as wide or as large as the image."""
    with Judge("conv2d", student, reference, agree) as judge:
        for kernel in ((1, 1), (1, 4), (3, 1), (6, 2), (3, 9), (1, 9), (6, 1), (6, 9)):
            judge(rng.uniform(-2, 9, (6, 9)), rng.uniform(0.5, 2, kernel))
        judge(rng.uniform(-2, 9, (9, 4)), rng.uniform(0.5, 2, (7, 4)))
        for image, kernel in (((1, 1), (1, 1)), ((1, 9), (1, 4)), ((8, 1), (3, 1))):
            judge(rng.uniform(1, 9, image), rng.uniform(-2, -1, kernel))


@pytest.mark.weight(2)
def test_whole_numbers(student, reference, rng, agree):
    """Images and kernels of integers give exact answers, fractions included."""
    with Judge("conv2d", student, reference, agree) as judge:
        judge.whole_numbers(rng, (6, 8), (3, 2))


def test_scales(student, reference, rng, agree):
    """Negative, tiny, huge and mostly black images are answered as exactly as others."""
    with Judge("conv2d", student, reference, agree) as judge:
        judge.scales(rng, (9, 7), (2, 3))


def test_arguments_unchanged(student, reference, rng, agree, process):
    """Image and kernel are left as they were, and a second call gives the same answer."""
    with Judge("conv2d", student, reference, agree) as judge:
        for kernel in ((3, 4), (1, 1)):
            judge.unchanged(process, decimals(rng, 7, 9), weights(rng, *kernel))


def test_again(student, reference, rng, agree, process):
    """Every call is answered from its own arguments, whatever was asked before."""
    with Judge("conv2d", student, reference, agree) as judge:
        judge.again(process, lambda: (decimals(rng, 6, 8), weights(rng, 2, 3)))


def test_layouts(student, reference, rng, agree, process):
    """float32 images and views of larger, transposed or reversed arrays are read correctly."""
    with Judge("conv2d", student, reference, agree) as judge:
        judge.layouts(process, decimals(rng, 8, 6), weights(rng, 3, 2))
