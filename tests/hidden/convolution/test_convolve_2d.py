"""Hidden checks of `convolve_2d`."""

import numpy as np
import pytest
from convolution_cases import Judge, decimals, weights


@pytest.mark.weight(2)
def test_oblong(student, reference, rng, agree):
    """Wide and tall images with wide and tall kernels of odd size."""
    with Judge("convolve_2d", student, reference, agree) as judge:
        short, long = 7 + int(rng.integers(2)), 11 + int(rng.integers(3))
        for image in ((short, long), (long, short)):
            for kernel in ((3, 5), (5, 3)):
                judge(decimals(rng, *image), weights(rng, *kernel))


@pytest.mark.weight(2)
def test_even_kernels(student, reference, rng, agree):
    """Kernels with an even number of rows, of columns, or of both."""
    with Judge("convolve_2d", student, reference, agree) as judge:
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
    """Square kernels without any symmetry, symmetric ones and antisymmetric ones."""
    with Judge("convolve_2d", student, reference, agree) as judge:
        loose = weights(rng, 3, 3)
        for kernel in (loose, weights(rng, 4, 4), loose + loose[::-1, ::-1], loose - loose[::-1, ::-1]):
            judge(decimals(rng, 8, 7), np.array(kernel))


def test_extreme_kernels(student, reference, rng, agree):
    """Kernels of one element, one row or one column, and kernels as high, as wide or as large as the image."""
    with Judge("convolve_2d", student, reference, agree) as judge:
        for kernel in ((1, 1), (1, 4), (3, 1), (6, 2), (3, 9), (6, 9)):
            judge(rng.uniform(-2, 9, (6, 9)), rng.uniform(0.5, 2, kernel))
        for image, kernel in (((9, 4), (7, 4)), ((1, 9), (1, 4)), ((8, 1), (3, 1))):
            judge(rng.uniform(-2, 9, image), rng.uniform(0.5, 2, kernel))


@pytest.mark.weight(2)
def test_whole_numbers(student, reference, rng, agree):
    """Images and kernels of integers give exact answers, fractions included."""
    with Judge("convolve_2d", student, reference, agree) as judge:
        judge.whole_numbers(rng, (6, 8), (3, 2))


def test_scales(student, reference, rng, agree):
    """Negative, tiny, huge and mostly black images are answered as exactly as others."""
    with Judge("convolve_2d", student, reference, agree) as judge:
        judge.scales(rng, (9, 7), (2, 3))


def test_arguments_unchanged(student, reference, rng, agree, process):
    """Image and kernel are left as they were, and a second call gives the same answer."""
    with Judge("convolve_2d", student, reference, agree) as judge:
        judge.unchanged(process, decimals(rng, 7, 9), weights(rng, 3, 4))


def test_again(student, reference, rng, agree, process):
    """Every call is answered from its own arguments, whatever was asked before."""
    with Judge("convolve_2d", student, reference, agree) as judge:
        judge.again(process, lambda: (decimals(rng, 6, 8), weights(rng, 2, 3)))


def test_layouts(student, reference, rng, agree, process):
    """float32 images and views of larger, transposed or reversed arrays are read correctly."""
    with Judge("convolve_2d", student, reference, agree) as judge:
        judge.layouts(process, decimals(rng, 8, 6), weights(rng, 3, 2))
