"""Hidden checks of `grouped_conv2d`."""

import numpy as np
import pytest
from architectures_cases import grouped, judge, judge_again, judge_untouched

CALL = "grouped_conv2d(x, weight, bias, stride, padding, groups)"


def one(student, reference, rng, agree, shape, filters, kernel, groups, bias=False, draw=None, **settings):
    draw = draw or rng.normal
    arguments = [draw(size=shape), draw(size=(filters, shape[1] // groups, *kernel))]
    if bias:
        settings["bias"] = rng.normal(size=filters)
    settings["groups"] = groups
    judge(student.grouped_conv2d, reference.grouped_conv2d, grouped, agree, arguments, settings, CALL)


def test_one_group(student, reference, rng, agree):
    """One group is the plain convolution, over all channels."""
    for shape, filters, kernel in (((2, 3, 5, 6), 4, (2, 3)), ((1, 2, 6, 4), 5, (3, 3))):
        one(student, reference, rng, agree, shape, filters, kernel, 1)
    x, weight = rng.normal(size=(2, 2, 4, 5)), rng.normal(size=(4, 2, 2, 3))
    judge(student.grouped_conv2d, reference.grouped_conv2d, grouped, agree, (x, weight), {}, CALL)


@pytest.mark.weight(3)
def test_groups(student, reference, rng, agree):
    """Two, three and four groups: every filter sees its own part of the channels."""
    cases = (((2, 4, 5, 6), 6, (2, 3), 2), ((1, 6, 5, 4), 3, (3, 2), 3), ((2, 8, 4, 5), 12, (2, 2), 4))
    for shape, filters, kernel, groups in cases:
        one(student, reference, rng, agree, shape, filters, kernel, groups)


@pytest.mark.weight(2)
def test_depthwise(student, reference, rng, agree):
    """As many groups as channels: a filter for every channel."""
    for shape, kernel in (((2, 3, 5, 6), (3, 2)), ((1, 5, 4, 6), (2, 2))):
        one(student, reference, rng, agree, shape, shape[1], kernel, shape[1])


def test_depth_multiplier(student, reference, rng, agree):
    """As many groups as channels, and several filters for every channel, which follow one another."""
    one(student, reference, rng, agree, (2, 3, 5, 4), 6, (2, 3), 3)
    one(student, reference, rng, agree, (1, 2, 4, 6), 8, (3, 1), 2)


def test_stride_and_padding(student, reference, rng, agree):
    """Stride and padding with groups, also where the stride does not divide."""
    for stride, padding, groups in ((2, 0, 2), (1, 2, 4), (3, 1, 2), (2, 1, 1)):
        one(student, reference, rng, agree, (2, 4, 7, 8), 4, (3, 2), groups, stride=stride, padding=padding)


def test_bias(student, reference, rng, agree):
    """Every filter has its own bias."""
    for groups in (1, 2, 4):
        one(student, reference, rng, agree, (2, 4, 4, 5), 4, (2, 3), groups, bias=True)


def test_whole_numbers(student, reference, rng, agree):
    """Images of integers under kernels of integers and of fractions, with biases of fractions, and float32."""
    for bias in (False, True):
        whole = lambda size: rng.integers(-9, 10, size)
        one(student, reference, rng, agree, (2, 4, 5, 4), 2, (2, 3), 2, bias=bias, draw=whole)
    one(
        student,
        reference,
        rng,
        agree,
        (2, 4, 5, 4),
        6,
        (2, 3),
        2,
        draw=lambda size: rng.normal(size=size).astype(np.float32),
    )
    arguments = [rng.integers(-9, 10, (2, 4, 4, 5)), rng.normal(size=(6, 2, 2, 3))]
    judge(student.grouped_conv2d, reference.grouped_conv2d, grouped, agree, arguments, {"groups": 2}, CALL)


def test_leaves_arguments_alone(student, process, reference, rng):
    """`x`, `weight` and `bias` stay as they are, and answers do not depend on earlier calls."""
    (x, other), weight, bias = rng.normal(size=(2, 2, 4, 4, 5)), rng.normal(size=(6, 2, 2, 3)), rng.normal(size=6)
    judge_untouched(process, student.grouped_conv2d, (x, weight, bias, 1, 1, 2), reference.grouped_conv2d, CALL)
    again = (None, 1, 0, 2)
    judge_again(student.grouped_conv2d, reference.grouped_conv2d, (x, weight, *again), (other, -weight, *again), CALL)
