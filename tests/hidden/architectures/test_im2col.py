"""Hidden checks of `im2col`."""

import numpy as np
import pytest
from architectures_cases import judge, judge_again, judge_untouched, unfolded

CALL = "im2col(x, kernel_size, stride, padding)"


def one(student, reference, agree, x, kernel_size, **settings):
    judge(student.im2col, reference.im2col, unfolded, agree, (x, kernel_size), settings, CALL)


@pytest.mark.weight(2)
def test_patches(student, reference, rng, agree):
    """One image of one channel: every patch is a column, row by row, in the order of the output."""
    for shape, kernel in (((1, 1, 4, 6), 2), ((1, 1, 7, 5), 3), ((1, 1, 6, 8), 1)):
        one(student, reference, agree, rng.normal(size=shape), kernel)


@pytest.mark.weight(2)
def test_channels_and_batch(student, reference, rng, agree):
    """Several channels stand below one another in a column, and every image has its own columns."""
    for shape, kernel in (((1, 3, 5, 7), 2), ((4, 1, 6, 5), 3), ((3, 2, 5, 8), 3)):
        one(student, reference, agree, rng.normal(size=shape), kernel)


def test_pair(student, reference, rng, agree):
    """A kernel with another number of rows than of columns."""
    for kernel in ((2, 3), (4, 1), (1, 5)):
        one(student, reference, agree, rng.normal(size=(2, 3, 6, 7)), kernel)


def test_stride(student, reference, rng, agree):
    """With a stride, patches lie that far apart, and rows and columns left over are ignored."""
    for shape, kernel, stride in (((2, 3, 8, 9), 3, 2), ((1, 2, 7, 11), (2, 3), 3), ((2, 2, 9, 6), 1, 4)):
        one(student, reference, agree, rng.normal(size=shape), kernel, stride=stride)


def test_padding(student, reference, rng, agree):
    """Padding puts zeros on all four sides, before the patches are taken."""
    for shape, kernel, padding in (((2, 2, 4, 6), 3, 1), ((1, 3, 5, 4), (4, 2), 2)):
        one(student, reference, agree, rng.normal(size=shape), kernel, padding=padding)


def test_stride_and_padding(student, reference, rng, agree):
    """Stride and padding together."""
    for shape, kernel, stride, padding in (((2, 3, 7, 6), 3, 2, 1), ((3, 2, 5, 9), (2, 4), 3, 2)):
        one(student, reference, agree, rng.normal(size=shape), kernel, stride=stride, padding=padding)


def test_whole_numbers(student, reference, rng, agree):
    """Images of integers, and of float32, keep their values."""
    x = rng.integers(-9, 10, (2, 2, 5, 6))
    one(student, reference, agree, x, 2, padding=1)
    one(student, reference, agree, (x / 4).astype(np.float32), (2, 3))


def test_leaves_x_alone(student, process, reference, rng):
    """`x` stays as it is, and answers do not depend on earlier calls."""
    x, other = rng.normal(size=(2, 2, 2, 5, 6))
    judge_untouched(process, student.im2col, (x, 3, 1, 1), reference.im2col, CALL)
    judge_again(student.im2col, reference.im2col, (x, 2), (other, 2), CALL)
