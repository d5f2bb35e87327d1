"""Hidden checks of `col2im`."""

import numpy as np
import pytest
from architectures_cases import folded, judge, judge_again, judge_untouched

CALL = "col2im(columns, input_shape, kernel_size, stride, padding)"


def one(student, reference, rng, agree, shape, kernel, draw=None, **settings):
    columns = reference.im2col(np.zeros(shape), kernel, **settings)
    columns = (draw or rng.normal)(size=columns.shape)
    judge(student.col2im, reference.col2im, folded, agree, (columns, shape, kernel), settings, CALL)


def test_side_by_side(student, reference, rng, agree):
    """Patches that do not overlap go back to their places."""
    for shape, kernel in (((1, 1, 4, 6), 2), ((2, 3, 6, 9), 3)):
        one(student, reference, rng, agree, shape, kernel, stride=kernel)


@pytest.mark.weight(2)
def test_overlaps(student, reference, rng, agree):
    """Where patches overlap, their numbers add up."""
    for shape, kernel in (((1, 1, 4, 5), 2), ((2, 1, 7, 5), 3), ((1, 2, 6, 8), (3, 2))):
        one(student, reference, rng, agree, shape, kernel)


@pytest.mark.weight(2)
def test_channels_and_batch(student, reference, rng, agree):
    """Several images of several channels."""
    for shape, kernel in (((3, 4, 5, 6), 2), ((2, 3, 6, 4), (2, 3))):
        one(student, reference, rng, agree, shape, kernel)


def test_stride(student, reference, rng, agree):
    """With a stride, places that no patch reached are 0, also at the lower and the right edge."""
    for shape, kernel, stride in (((2, 2, 8, 9), 3, 2), ((1, 3, 8, 6), (1, 2), 3), ((2, 2, 9, 10), 2, 3)):
        one(student, reference, rng, agree, shape, kernel, stride=stride)


def test_padding(student, reference, rng, agree):
    """What belongs to the padding is cut off."""
    for shape, kernel, padding in (((2, 2, 4, 6), 3, 1), ((1, 3, 5, 4), (4, 2), 2)):
        one(student, reference, rng, agree, shape, kernel, padding=padding)


def test_stride_and_padding(student, reference, rng, agree):
    """Stride and padding together."""
    for shape, kernel, stride, padding in (((2, 3, 7, 6), 3, 2, 1), ((3, 2, 5, 9), (2, 4), 3, 2)):
        one(student, reference, rng, agree, shape, kernel, stride=stride, padding=padding)


def test_whole_numbers(student, reference, rng, agree):
    """Columns of integers add up exactly, and large ones do not overflow; float32 is as good."""
    one(student, reference, rng, agree, (2, 2, 5, 6), 3, lambda size: rng.integers(-900, 901, size))
    one(
        student,
        reference,
        rng,
        agree,
        (1, 2, 6, 4),
        2,
        lambda size: (rng.integers(-90, 91, size) / 4).astype(np.float32),
    )


def test_leaves_columns_alone(student, process, reference, rng):
    """`columns` stays as it is, and answers do not depend on earlier calls."""
    columns, other = rng.normal(size=(2, 2, 8, 20))
    judge_untouched(process, student.col2im, (columns, (2, 2, 5, 6), 2), reference.col2im, CALL, ("columns",))
    judge_again(student.col2im, reference.col2im, (columns, (2, 2, 5, 6), 2), (other, (2, 2, 5, 6), 2), CALL)
