"""`conv_output_size`: the formula piece by piece, then all of it; ints; and what must be refused."""

import pytest
from shapes_cases import drawn_layers, integer, torch_size

from autograder.suite import assert_integer, assert_raises, assert_size, say

CALL = "conv_output_size(input_size, kernel_size, stride, padding, dilation)"


def right(reference, agree, *layer):
    return agree(reference.conv_output_size(*layer), lambda: torch_size(*layer))


@pytest.mark.weight(2)
def test_plain(student, reference, rng, agree):
    """A kernel without padding, with stride 1."""
    for size, kernel, *_ in drawn_layers(rng, 6):
        call = "conv_output_size(input_size, kernel_size)"
        assert_size(student.conv_output_size(size, kernel), right(reference, agree, size, kernel), call)


@pytest.mark.weight(2)
def test_padding(student, reference, rng, agree):
    """Padding is added on each side."""
    for size, kernel, stride, padding, _ in drawn_layers(rng, 6, padding=(1, 5)):
        got = student.conv_output_size(size, kernel, padding=padding)
        assert_size(got, right(reference, agree, size, kernel, stride, padding), CALL)


@pytest.mark.weight(3)
def test_stride(student, reference, rng, agree):
    """Strides that do not divide: rows left over are ignored."""
    for size, kernel, stride, *_ in drawn_layers(rng, 8, stride=(2, 5), remainder=True):
        assert_size(student.conv_output_size(size, kernel, stride), right(reference, agree, size, kernel, stride), CALL)
    long = integer(rng, 70_000, 90_000), integer(rng, 3, 9), integer(rng, 800, 999)  # a line of sound, in long steps
    assert_size(student.conv_output_size(*long), right(reference, agree, *long), CALL)


@pytest.mark.weight(2)
def test_dilation(student, reference, rng, agree):
    """Dilation widens what the kernel covers."""
    for size, kernel, stride, padding, dilation in drawn_layers(rng, 6, dilation=(2, 4)):
        got = student.conv_output_size(size, kernel, dilation=dilation)
        assert_size(got, right(reference, agree, size, kernel, stride, padding, dilation), CALL)


@pytest.mark.weight(3)
def test_all_together(student, reference, rng, agree):
    """Padding, stride and dilation at once."""
    for layer in drawn_layers(rng, 8, stride=(2, 4), padding=(1, 4), dilation=(2, 4), remainder=True):
        assert_size(student.conv_output_size(*layer), right(reference, agree, *layer), CALL)
    size, kernel = integer(rng, 20, 40), integer(rng, 4, 6)
    for others in ((1, 0, 1), (1, 0, 2), (1, 3, 2), (3, 3, 2)):  # one argument changed at a time
        assert_size(
            student.conv_output_size(size, kernel, *others), right(reference, agree, size, kernel, *others), CALL
        )


def test_exact_fit(student, reference, rng, agree):
    """A kernel that covers the padded input exactly has one place; in an input one longer it has two."""
    for padding, dilation in ((0, integer(rng, 1, 3)), (1, 1), (0, 2), (1, integer(rng, 2, 3))):
        kernel = integer(rng, 4, 7)
        size = dilation * (kernel - 1) + 1 - 2 * padding
        for layer in ((size, kernel, 1, padding, dilation), (size + 1, kernel, 1, padding, dilation)):
            assert_size(student.conv_output_size(*layer), right(reference, agree, *layer), CALL)


def test_int(student, reference, rng, agree):
    """The size is an int."""
    for layer in drawn_layers(rng, 4, stride=(2, 4), padding=(1, 3)):
        assert_integer(student.conv_output_size(*layer), right(reference, agree, *layer), CALL)


def test_refused(student, reference, rng, agree):
    """What makes no sense raises ValueError; what just makes sense does not."""
    for _ in range(2):
        kernel, padding, dilation = integer(rng, 4, 7), integer(rng, 0, 1), integer(rng, 1, 3)
        size = dilation * (kernel - 1) + 1 - 2 * padding
        sensible = (size, kernel, 1, padding, dilation)
        assert_size(student.conv_output_size(*sensible), right(reference, agree, *sensible), CALL)
        senseless = {
            say("conv_output_size with a kernel larger than the padded input"): (
                size - 1,
                kernel,
                1,
                padding,
                dilation,
            ),
            say("conv_output_size with a stride of 0"): (size + 9, kernel, 0, padding, dilation),
            say("conv_output_size with a negative stride"): (size + 9, kernel, -1, padding, dilation),
            say("conv_output_size with a negative padding"): (size + 9, kernel, 1, -1, dilation),
        }
        for call, layer in senseless.items():
            assert_raises(ValueError, lambda layer=layer: student.conv_output_size(*layer), call)
