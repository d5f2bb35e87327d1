"""Hidden checks of `convolve_1d`."""

import numpy as np
import pytest
from convolution_cases import Judge, decimals, weights


@pytest.mark.weight(2)
def test_odd_kernels(student, reference, rng, agree):
    """A kernel of odd length slides along signals of several lengths."""
    with Judge("convolve_1d", student, reference, agree) as judge:
        for n, k in ((9, 3), (14, 5), (12, 7)):
            judge(decimals(rng, n + int(rng.integers(3))), weights(rng, k))


@pytest.mark.weight(2)
def test_even_kernels(student, reference, rng, agree):
    """A kernel of even length slides along signals of several lengths."""
    with Judge("convolve_1d", student, reference, agree) as judge:
        for n, k in ((8, 2), (13, 4), (11, 6)):
            judge(decimals(rng, n + int(rng.integers(3))), weights(rng, k))


def test_shortest_and_longest(student, reference, rng, agree):
    """A kernel of one element, a kernel as long as the signal, and one just shorter."""
    with Judge("convolve_1d", student, reference, agree) as judge:
        for n, k in ((7, 1), (8, 8), (5, 5), (10, 9), (1, 1)):
            judge(rng.uniform(-2, 9, n), rng.uniform(0.5, 2, k))


@pytest.mark.weight(2)
def test_whole_numbers(student, reference, rng, agree):
    """Signals and kernels of integers give exact answers, fractions included."""
    with Judge("convolve_1d", student, reference, agree) as judge:
        judge.whole_numbers(rng, (11,), (4,))


def test_scales(student, reference, rng, agree):
    """Negative, tiny, huge and mostly zero signals are answered as exactly as others."""
    with Judge("convolve_1d", student, reference, agree) as judge:
        judge.scales(rng, (13,), (3,))


def test_arguments_unchanged(student, reference, rng, agree, process):
    """Signal and kernel are left as they were, and a second call gives the same answer."""
    with Judge("convolve_1d", student, reference, agree) as judge:
        for kernel in (4, 1):
            judge.unchanged(process, decimals(rng, 12), weights(rng, kernel))


def test_again(student, reference, rng, agree, process):
    """Every call is answered from its own arguments, whatever was asked before."""
    with Judge("convolve_1d", student, reference, agree) as judge:
        judge.again(process, lambda: (decimals(rng, 10), weights(rng, 3)))


def test_layouts(student, reference, rng, agree, process):
    """float32 arrays and views of larger or reversed arrays are read correctly."""
    with Judge("convolve_1d", student, reference, agree) as judge:
        judge.layouts(process, np.abs(decimals(rng, 11)), weights(rng, 5))
