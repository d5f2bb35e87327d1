"""Hidden checks of `conv_cost`."""

import pytest

from autograder.suite import assert_integer, assert_sizes

CALL = "conv_cost(in_channels, out_channels, kernel_size, output_size, groups)"


def by_counting(in_channels, out_channels, kernel_size, output_size, groups):
    """One weight after the other."""
    (rows, columns), (height, width) = kernel_size, output_size
    weights = sum(rows * columns for _ in range(out_channels) for _ in range(in_channels // groups))
    return weights, sum(weights * width for _ in range(height))


def one(student, reference, agree, channels, filters, kernel, output, groups=1):
    want = agree(
        reference.conv_cost(channels, filters, kernel, output, groups),
        lambda: by_counting(channels, filters, kernel, output, groups),
    )
    got = (
        student.conv_cost(channels, filters, kernel, output, groups)
        if groups > 1
        else student.conv_cost(channels, filters, kernel, output)
    )
    assert_sizes(got, [int(n) for n in want], CALL)
    return got


@pytest.mark.weight(2)
def test_plain(student, reference, rng, agree):
    """Without groups: parameters and multiply-adds, for kernels and outputs that are not square."""
    for _ in range(3):
        c, f, kh, kw, h, w = (int(n) for n in rng.integers(2, 9, 6))
        one(student, reference, agree, 3 * c, 5 * f, (kh, kw + 8), (4 * h, 7 * w))


@pytest.mark.weight(2)
def test_groups(student, reference, rng, agree):
    """Groups divide both by their number; as many as channels is depthwise."""
    for groups in (2, 3, 8):
        c, f, h, w = (int(n) for n in rng.integers(2, 9, 4))
        one(student, reference, agree, groups * c, groups * f, (3, 5), (4 * h, 7 * w), groups)
        one(student, reference, agree, groups, groups * f, (2, 3), (h, w), groups)


def test_single_numbers(student, reference, rng):
    """One number for the kernel or the output is as many rows as columns."""
    k, n = (int(n) for n in rng.integers(3, 9, 2))
    assert_sizes(student.conv_cost(5, 7, k, n), [int(n) for n in reference.conv_cost(5, 7, k, n)], CALL)
    assert_sizes(student.conv_cost(4, 8, k, n, 2), [int(n) for n in reference.conv_cost(4, 8, k, n, 2)], CALL)


def test_whole_numbers(student, reference, agree):
    """Counts are ints."""
    got = one(student, reference, agree, 6, 9, (3, 2), (10, 4), 3)
    for number, want in zip(got, (108, 108 * 40), strict=True):
        assert_integer(number, want, CALL)
