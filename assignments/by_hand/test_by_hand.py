"""Public checks for `by_hand`: the form of each answer, and laws that hold whatever the numbers are.

They pass with right answers, on the shared sheet and on a personal one; passing them does not prove an answer right.
"""

import re
from decimal import Decimal
from numbers import Real

import numpy as np
import pytest


def numbers(answer):
    """The answer as an array of numbers; the message says what it is instead."""
    if answer is ... or answer is None:
        raise AssertionError("not answered yet")
    assert not isinstance(answer, str), "a text: leave the quotes away"
    assert isinstance(answer, (list, tuple, np.ndarray, Real, Decimal)), "not made of numbers"
    try:
        array = np.asarray(answer)
    except ValueError:
        raise AssertionError(f"rows of different lengths: {answer!r}") from None
    if array.dtype.kind == "O" and all(isinstance(part, (Real, Decimal)) for part in array.flat):
        array = array.astype(float)  # fractions
    assert array.dtype.kind in "iuf", f"not made of numbers only: {answer!r}"
    assert array.size, "empty"
    assert np.all(np.isfinite(array)), f"not finite: {answer!r}"
    return array


def grid(answer):
    """The answer as a map: rows of whole numbers."""
    array = numbers(answer)
    assert array.ndim == 2, f"a map is expected, row by row: [[…, …], […, …]], not {answer!r}"
    assert np.all(array == np.round(array)), f"whole pixels and whole weights give whole numbers: {answer!r}"
    return array


def one(answer):
    """The answer as one number."""
    array = numbers(answer)
    assert array.size == 1, f"one number is expected, not {answer!r}"
    return array.reshape(())[()]


def whole(answer, count):
    """The answer as an array of ``count`` whole numbers."""
    array = numbers(answer)
    what = "one number" if array.ndim == 0 else repr(answer)
    assert array.shape == (count,), f"{count} numbers are expected, not {what}"
    assert np.all(array == np.round(array)), f"sizes are whole numbers: {answer!r}"
    return array


@pytest.mark.question("first_convolution")
def test_first_convolution_is_a_map(student):
    """The map is a grid of whole numbers, each at most as far from 0 as the kernel's weights allow."""
    answer = grid(student.first_convolution)
    assert np.abs(answer).max() <= 3 * 3, "three pixels of at most 3 are added, three taken away: nothing beyond 9"


@pytest.mark.question("first_convolution_shape")
def test_first_convolution_shape_fits_the_map(student):
    """The shape is that of the map you gave."""
    shape, given = tuple(whole(student.first_convolution_shape, 2).tolist()), grid(student.first_convolution).shape
    assert shape == given, f"you say {shape}, and your map is {given}"


@pytest.mark.question("detects")
def test_detects_is_one_of_the_choices(student):
    """The answer is one of the four texts."""
    assert isinstance(student.detects, str), "not answered yet, or not with a text"
    words = [word.removesuffix("s") for word in re.findall("[a-z]+", student.detects.lower())]
    choices = (["vertical", "edge"], ["horizontal", "edge"], ["corner"], ["blur"])
    assert words in choices, f"{student.detects!r} is none of the four texts: copy one of them"


@pytest.mark.question("identity_value")
def test_identity_value_is_a_pixel(student):
    """The identity kernel gives back a value of the picture."""
    answer = one(student.identity_value)
    assert answer in (0, 1, 2, 3), f"no pixel of the picture is {answer}"


@pytest.mark.question("box_blur_value")
def test_box_blur_value_is_a_mean(student):
    """Nine times the mean of nine whole numbers is a whole number, to more than four decimals."""
    answer = one(student.box_blur_value)
    assert 0 < answer < 3, f"a mean lies between the smallest and the largest pixel: {answer}"
    # As near as the hidden checks ask, and a little nearer for single precision.
    assert abs(9 * answer - round(9 * float(answer))) < 5e-5, f"no mean of nine whole numbers, or rounded: {answer}"


@pytest.mark.question("valid_sizes")
def test_valid_sizes_are_four_growing_sizes(student):
    """Four whole numbers, none of them 0."""
    assert np.all(whole(student.valid_sizes, 4) >= 1), "every kernel fits at least once"


@pytest.mark.question("sizes")
def test_sizes_are_six_sizes(student):
    """Six whole numbers; the two layers that keep the size are even here, as all inputs are."""
    answer = whole(student.sizes, 6)
    assert np.all(answer >= 1), "every kernel fits at least once"
    assert np.all(answer[[1, 2]] % 2 == 0), "the second and the third layer keep the size, and it is even"


@pytest.mark.question("design")
def test_design_is_a_possible_layer(student):
    """Three whole numbers: kernel and stride at least 1, padding at least 0."""
    kernel, padding, stride = whole(student.design, 3)
    assert kernel >= 1, f"a kernel of {kernel}"
    assert stride >= 1, f"a stride of {stride}"
    assert padding >= 0, f"a padding of {padding}"


@pytest.mark.question("padded_convolution")
def test_padded_convolution_keeps_the_size(student):
    """The map is 3 x 3, as the picture is, and its entries add up to more than 0."""
    answer = grid(student.padded_convolution)
    assert answer.shape == (3, 3), f"your map is {answer.shape}"
    assert answer.sum() > 0, f"your entries add up to {answer.sum()}"


@pytest.mark.question("five_by_five")
def test_five_by_five_is_a_map(student):
    """The map is 3 x 3 and made of whole numbers."""
    answer = grid(student.five_by_five)
    assert answer.shape == (3, 3), f"your map is {answer.shape}"


@pytest.mark.question("checkerboard")
def test_checkerboard_is_symmetric(student):
    """Board and kernel look the same from all sides; so does the map."""
    answer = grid(student.checkerboard)
    assert answer.shape == (3, 3), f"your map is {answer.shape}"
    assert np.array_equal(answer, answer[::-1]), "turned upside down, your map is another"
    assert np.array_equal(answer, answer.T), "with rows and columns exchanged, your map is another"
    assert answer.any(), "zeros only"


@pytest.mark.question("two_by_two")
def test_two_by_two_is_a_map(student):
    """A 2 x 2 kernel fits into a 3 x 3 picture in 2 x 2 places."""
    answer = grid(student.two_by_two)
    assert answer.shape == (2, 2), f"your map is {answer.shape}"
    assert answer.any(), "zeros only"


@pytest.mark.question("white_square_sobel")
def test_white_square_is_antisymmetric(student):
    """The square looks the same from both sides, the kernel changes its sign; so does the map."""
    answer = grid(student.white_square_sobel)
    assert answer.shape == (3, 3), f"your map is {answer.shape}"
    assert answer.any(), "zeros only"
    mirrored = np.array_equal(answer, -answer[::-1]) or np.array_equal(answer, -answer[:, ::-1])
    assert mirrored, "one half of the map is the other half with its signs changed"


@pytest.mark.question("same_paddings")
def test_same_paddings_are_paddings(student):
    """Three whole numbers, none of them 0: every kernel here is larger than 1."""
    assert np.all(whole(student.same_paddings, 3) >= 1), "no padding keeps the size only for a kernel of 1"


@pytest.mark.question("layer_parameters")
def test_layer_parameters_is_a_count(student):
    """One whole number."""
    answer = one(student.layer_parameters)
    assert answer == round(float(answer)) > 0, f"a count is a whole number above 0: {answer}"


@pytest.mark.question("layer_output")
def test_layer_output_is_a_square_map_per_channel(student):
    """Three whole numbers; height and width are equal, as those of the picture are."""
    _channels, height, width = whole(student.layer_output, 3)
    assert height == width, f"height {height}, width {width}"
