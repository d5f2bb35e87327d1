"""Hidden checks of `max_pool_2d`."""

import numpy as np
import pytest
from pooling_cases import Judge, decimals, whole


@pytest.mark.weight(2)
def test_two_by_two(student, reference, rng, agree):
    """Windows of two by two that fit, on wide and tall images, with the defaults."""
    judge = Judge("max_pool_2d", student, reference, agree)
    half = 3 + int(rng.integers(2))
    judge(decimals(rng, 2 * half, 4 + 2 * half))
    judge(decimals(rng, 6 + 2 * half, 2 * half), pool_size=2, stride=2)
    judge(decimals(rng, 8, 8), 2, 2)


@pytest.mark.weight(2)
def test_leftovers(student, reference, rng, agree):
    """Rows, columns, or both that do not fill a window are ignored."""
    judge = Judge("max_pool_2d", student, reference, agree)
    for rows, columns in ((7, 10), (8, 9), (9, 5)):
        judge(decimals(rng, rows, columns))
    judge(decimals(rng, 10, 12), pool_size=3, stride=3)
    judge(decimals(rng, 11, 8), pool_size=4, stride=4)


@pytest.mark.weight(2)
def test_overlap(student, reference, rng, agree):
    """Windows that overlap: the stride is smaller than the window."""
    judge = Judge("max_pool_2d", student, reference, agree)
    judge(decimals(rng, 7, 9), pool_size=3, stride=2)
    judge(decimals(rng, 8, 6), pool_size=3, stride=1)
    judge(decimals(rng, 6, 7), 2, 1)
    judge(decimals(rng, 9, 12), 5, 3)


def test_gaps(student, reference, rng, agree):
    """Windows with gaps between them: the stride is larger than the window, or than the image."""
    judge = Judge("max_pool_2d", student, reference, agree)
    judge(decimals(rng, 9, 11), pool_size=2, stride=3)
    judge(decimals(rng, 11, 8), pool_size=1, stride=4)
    judge(decimals(rng, 7, 5), pool_size=1, stride=2)
    judge(rng.uniform(2, 9, (6, 5)), pool_size=3, stride=8)


@pytest.mark.weight(2)
def test_one_of_two(student, reference, rng, agree):
    """The window or the stride alone is given: the other one stays at two."""
    judge = Judge("max_pool_2d", student, reference, agree)
    judge(decimals(rng, 9, 8), pool_size=3)
    judge(decimals(rng, 7, 11), 4)
    judge(decimals(rng, 6, 10), stride=3)
    judge(decimals(rng, 5, 7), stride=1)


def test_extreme_windows(student, reference, rng, agree):
    """Windows of a single pixel, and as high, as wide or as large as the image."""
    judge = Judge("max_pool_2d", student, reference, agree)
    judge(decimals(rng, 4, 6), pool_size=1, stride=1)
    judge(decimals(rng, 4, 9), pool_size=4, stride=4)
    judge(decimals(rng, 9, 3), pool_size=3, stride=3)
    judge(rng.uniform(2, 9, (5, 5)), pool_size=5, stride=5)
    judge(rng.uniform(2, 9, (1, 1)), pool_size=1, stride=1)
    judge(rng.uniform(2, 9, (1, 7)), pool_size=1, stride=1)


@pytest.mark.weight(2)
def test_negative(student, reference, rng, agree):
    """Images without a positive number, and windows whose largest value is barely below zero."""
    judge = Judge("max_pool_2d", student, reference, agree)
    judge(-rng.uniform(1, 9, (6, 8)))
    judge(-rng.uniform(1e-3, 2e-3, (7, 6)), pool_size=3, stride=3)
    judge(-whole(rng, 8, 6) - 2000, pool_size=2, stride=2)


def test_ties(student, reference, rng, agree):
    """Flat images and windows in which the largest value stands several times."""
    judge = Judge("max_pool_2d", student, reference, agree)
    judge(np.full((6, 7), rng.uniform(2, 9)))
    judge(rng.integers(1, 4, (9, 6)), pool_size=3, stride=3)


@pytest.mark.weight(2)
def test_whole_numbers(student, reference, rng, agree):
    """Whole numbers are compared exactly: integers of both signs, stored as integers."""
    judge = Judge("max_pool_2d", student, reference, agree)
    judge(whole(rng, 6, 8))
    judge(whole(rng, 9, 7), pool_size=3, stride=3)
    judge(whole(rng, 7, 10) * 10_000_000, pool_size=2, stride=2)


def test_scales(student, reference, rng, agree):
    """Negative, tiny, huge and mostly black images are answered as exactly as others."""
    Judge("max_pool_2d", student, reference, agree).scales(rng, 9, 7, pool_size=3, stride=3)


def test_arguments_unchanged(student, reference, rng, agree, process):
    """The image is left as it was, and a second call gives the same answer."""
    judge = Judge("max_pool_2d", student, reference, agree)
    for pool_size, stride in ((2, 2), (3, 3), (1, 1)):
        judge.unchanged(process, decimals(rng, 6, 8), pool_size=pool_size, stride=stride)


def test_again(student, reference, rng, agree, process):
    """Every call is answered from its own arguments, whatever came before; views and float32 are read correctly."""
    judge = Judge("max_pool_2d", student, reference, agree)
    image = decimals(rng, 8, 9)
    for pool_size, stride in ((2, 2), (3, 3), (4, 4), (3, 3), (2, 2)):
        judge(image, pool_size=pool_size, stride=stride)
    judge.again(process, lambda: decimals(rng, 8, 6))
    judge.again(process, lambda: decimals(rng, 7, 6), pool_size=3, stride=3)
    judge.layouts(process, decimals(rng, 8, 6))
    judge.layouts(process, decimals(rng, 7, 9), pool_size=3, stride=3)
