"""Hidden checks of `conv2d_same`."""

import pytest
from convolution_cases import Judge, decimals, weights


@pytest.mark.weight(2)
def test_zero_odd(student, reference, rng, agree):
    """Zeros around the image, kernels of odd size: the size stays."""
    with Judge("conv2d_same", student, reference, agree) as judge:
        short, long = 6 + int(rng.integers(2)), 9 + int(rng.integers(3))
        judge(decimals(rng, short, long), weights(rng, 3, 5))
        judge(decimals(rng, long, short), weights(rng, 3, 3), boundary="zero")
        judge(decimals(rng, long, short), weights(rng, 5, 3), "zero")


@pytest.mark.weight(2)
def test_zero_even(student, reference, rng, agree):
    """Zeros around the image, kernels of even size: the extra row or column goes after."""
    with Judge("conv2d_same", student, reference, agree) as judge:
        for image, kernel in (
            ((6, 9), (2, 4)),
            ((9, 6), (4, 2)),
            ((7, 10), (2, 3)),
            ((8, 5), (3, 4)),
            ((7, 7), (2, 2)),
        ):
            judge(decimals(rng, *image), weights(rng, *kernel), boundary="zero")


@pytest.mark.weight(2)
def test_symmetric_odd(student, reference, rng, agree):
    """The mirrored image around the image, kernels of odd size up to several rows of padding."""
    with Judge("conv2d_same", student, reference, agree) as judge:
        judge(decimals(rng, 6, 9), weights(rng, 3, 5), boundary="symmetric")
        judge(decimals(rng, 10, 7), weights(rng, 7, 3), "symmetric")
        judge(decimals(rng, 8, 11), weights(rng, 5, 7), boundary="symmetric")


@pytest.mark.weight(2)
def test_symmetric_even(student, reference, rng, agree):
    """The mirrored image around the image, kernels of even size."""
    with Judge("conv2d_same", student, reference, agree) as judge:
        for image, kernel in (((7, 9), (2, 4)), ((9, 6), (4, 3)), ((8, 10), (6, 2)), ((6, 8), (3, 6))):
            judge(decimals(rng, *image), weights(rng, *kernel), boundary="symmetric")


@pytest.mark.parametrize("boundary", ["zero", "symmetric"])
def test_extreme_kernels(student, reference, rng, agree, boundary):
    """Kernels of one element, one row or one column, and as high, as wide or as large as the image."""
    with Judge("conv2d_same", student, reference, agree) as judge:
        for kernel in ((1, 1), (1, 4), (5, 1), (5, 2), (3, 8), (5, 8)):
            judge(decimals(rng, 5, 8), rng.uniform(0.5, 2, kernel), boundary=boundary)
        for image, kernel in (((6, 3), (6, 3)), ((1, 7), (1, 4)), ((8, 1), (5, 1)), ((1, 1), (1, 1))):
            judge(decimals(rng, *image), rng.uniform(0.5, 2, kernel), boundary=boundary)


@pytest.mark.weight(2)
def test_whole_numbers(student, reference, rng, agree):
    """Images and kernels of integers give exact answers, fractions included."""
    with Judge("conv2d_same", student, reference, agree) as judge:
        judge.whole_numbers(rng, (7, 5), (3, 1))
        judge.whole_numbers(rng, (5, 8), (3, 5))


def test_scales(student, reference, rng, agree):
    """Negative, bright, tiny, huge and mostly black images are answered as exactly as others."""
    with Judge("conv2d_same", student, reference, agree) as judge:
        judge(rng.uniform(50, 60, (6, 8)), rng.uniform(0.5, 2, (3, 5)))
        judge.scales(rng, (7, 9), (3, 1))
        judge.scales(rng, (9, 6), (5, 3))


@pytest.mark.parametrize("boundary", ["zero", "symmetric"])
def test_arguments_unchanged(student, reference, rng, agree, process, boundary):
    """Image and kernel are left as they were, and a second call gives the same answer."""
    with Judge("conv2d_same", student, reference, agree) as judge:
        for kernel in ((3, 5), (1, 1)):
            judge.unchanged(process, decimals(rng, 7, 6), weights(rng, *kernel), boundary=boundary)


def test_again(student, reference, rng, agree, process):
    """Every call is answered from its own arguments, whatever came before; views and float32 are read correctly."""
    with Judge("conv2d_same", student, reference, agree) as judge:
        arrays = decimals(rng, 8, 9), weights(rng, 3, 5)
        for boundary in ("symmetric", "zero", "symmetric"):
            judge(*arrays, boundary=boundary)
        for boundary in ("zero", "symmetric"):
            judge.again(process, lambda: (decimals(rng, 6, 7), weights(rng, 5, 3)), boundary=boundary)
            judge.layouts(process, decimals(rng, 8, 6), weights(rng, 3, 5), boundary=boundary)
