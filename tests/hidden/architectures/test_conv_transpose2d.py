"""Hidden checks of `conv_transpose2d`."""

import numpy as np
import pytest
from architectures_cases import judge, judge_again, judge_untouched, transposed

CALL = "conv_transpose2d(x, weight, bias, stride, padding, output_padding)"


def one(student, reference, rng, agree, shape, filters, kernel, bias=False, draw=None, **settings):
    draw = draw or rng.normal
    arguments = [draw(size=shape), draw(size=(shape[1], filters, *kernel))]
    if bias:
        settings["bias"] = rng.normal(size=filters)
    judge(student.conv_transpose2d, reference.conv_transpose2d, transposed, agree, arguments, settings, CALL)


@pytest.mark.weight(2)
def test_one_channel(student, reference, rng, agree):
    """One channel, stride 1: every pixel spreads the kernel, and overlaps add up."""
    for shape, kernel in (((1, 1, 3, 4), (2, 3)), ((1, 1, 5, 2), (3, 3)), ((1, 1, 2, 6), (4, 1))):
        one(student, reference, rng, agree, shape, 1, kernel)


@pytest.mark.weight(2)
def test_channels_and_batch(student, reference, rng, agree):
    """Input channels are summed, each with its own kernel for every output channel."""
    for shape, filters, kernel in (((1, 3, 3, 4), 2, (2, 3)), ((2, 2, 4, 3), 5, (3, 2)), ((3, 4, 2, 3), 1, (2, 2))):
        one(student, reference, rng, agree, shape, filters, kernel)


@pytest.mark.weight(2)
def test_stride(student, reference, rng, agree):
    """Pixels spread `stride` apart: kernels overlap, touch, or leave zeros between."""
    for stride, kernel in ((2, (3, 4)), (2, (2, 2)), (3, (2, 1))):
        one(student, reference, rng, agree, (2, 3, 3, 4), 2, kernel, stride=stride)


def test_padding(student, reference, rng, agree):
    """`padding` rows and columns are cut off on all four sides."""
    for padding, kernel in ((1, (3, 4)), (2, (5, 3))):
        one(student, reference, rng, agree, (2, 2, 4, 5), 3, kernel, padding=padding)


def test_output_padding(student, reference, rng, agree):
    """`output_padding` adds rows and columns at the bottom and on the right, and only there."""
    for stride, padding, more in ((2, 0, 1), (3, 1, 2), (2, 1, 1)):
        one(
            student, reference, rng, agree, (2, 2, 3, 4), 3, (3, 4), stride=stride, padding=padding, output_padding=more
        )


def test_bias(student, reference, rng, agree):
    """The bias is added everywhere, also where no pixel reached."""
    one(student, reference, rng, agree, (2, 2, 3, 4), 3, (2, 3), bias=True)
    one(student, reference, rng, agree, (2, 3, 3, 2), 2, (1, 2), bias=True, stride=3, output_padding=2)


def test_whole_numbers(student, reference, rng, agree):
    """Images and kernels of integers, and of float32."""
    whole = lambda size: rng.integers(-9, 10, size)
    one(student, reference, rng, agree, (2, 2, 3, 4), 3, (2, 3), draw=whole, stride=2)
    one(student, reference, rng, agree, (1, 2, 3, 2), 2, (2, 3), bias=True, draw=whole)
    one(
        student,
        reference,
        rng,
        agree,
        (1, 2, 3, 4),
        2,
        (2, 2),
        draw=lambda size: rng.normal(size=size).astype(np.float32),
    )


def test_whole_image_and_broken_kernel(student, reference, rng, agree):
    """An image of integers under a kernel of fractions: nothing is cut off."""
    arguments = [rng.integers(-9, 10, (2, 2, 3, 4)), rng.normal(size=(2, 3, 2, 3))]
    judge(student.conv_transpose2d, reference.conv_transpose2d, transposed, agree, arguments, {"stride": 2}, CALL)


def test_leaves_arguments_alone(student, process, reference, rng):
    """`x`, `weight` and `bias` stay as they are, and answers do not depend on earlier calls."""
    (x, other), weight, bias = rng.normal(size=(2, 2, 3, 3, 4)), rng.normal(size=(3, 2, 2, 3)), rng.normal(size=2)
    judge_untouched(process, student.conv_transpose2d, (x, weight, bias, 2, 1), reference.conv_transpose2d, CALL)
    judge_again(student.conv_transpose2d, reference.conv_transpose2d, (x, weight), (other, -weight), CALL)
