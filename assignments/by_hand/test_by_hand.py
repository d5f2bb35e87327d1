"""Public checks for `by_hand`: the form of each answer, and laws that hold whatever the numbers are.

They pass with right answers, on the shared sheet and on a personal one; passing them does not prove an answer right.
"""

import numpy as np
import pytest


def numbers(answer):
    """The answer as an array of numbers; the message says what it is instead."""
    if isinstance(answer, str):
        raise AssertionError("a text: leave the quotes away")
    if not isinstance(answer, (int, float, list, tuple, np.ndarray, np.number)):
        raise AssertionError("not answered yet, or not with numbers")
    array = np.asarray(answer)
    assert array.dtype.kind in "iuf", f"not made of numbers only: {answer!r}"
    assert array.size, "empty"
    return array


def whole(answer, count):
    """The answer as an array of ``count`` whole numbers."""
    array = numbers(answer)
    assert array.shape == (count,), f"{count} numbers are asked"
    assert np.all(array == np.round(array)), "sizes are whole numbers"
    return array


@pytest.mark.question("first_convolution")
def test_first_convolution_is_a_map(student):
    """The map is a grid of whole numbers, each at most as far from 0 as the kernel's weights allow."""
    answer = numbers(student.first_convolution)
    assert answer.ndim == 2
    assert np.all(answer == np.round(answer))
    assert np.abs(answer).max() <= 3 * 3


@pytest.mark.question("first_convolution_shape")
def test_first_convolution_shape_fits_the_map(student):
    """The shape is that of the map you gave."""
    assert tuple(whole(student.first_convolution_shape, 2)) == numbers(student.first_convolution).shape


@pytest.mark.question("detects")
def test_detects_is_one_of_the_choices(student):
    """The answer is one of the four texts."""
    if not isinstance(student.detects, str):
        raise AssertionError("not answered yet, or not with a text")
    assert " ".join(student.detects.split()).lower() in ("vertical edges", "horizontal edges", "corners", "blur")


@pytest.mark.question("identity_value")
def test_identity_value_is_a_pixel(student):
    """The identity kernel gives back a value of the picture."""
    answer = numbers(student.identity_value)
    assert answer.ndim == 0
    assert answer in (0, 1, 2, 3)


@pytest.mark.question("box_blur_value")
def test_box_blur_value_is_a_mean(student):
    """Nine times the mean of nine whole numbers is a whole number, to more than four decimals."""
    answer = numbers(student.box_blur_value)
    assert answer.ndim == 0
    assert 0 < answer < 3
    assert abs(9 * answer - round(9 * float(answer))) < 1e-5


@pytest.mark.question("valid_sizes")
def test_valid_sizes_are_four_growing_sizes(student):
    """Four whole numbers, none of them 0."""
    assert np.all(whole(student.valid_sizes, 4) >= 1)


@pytest.mark.question("sizes")
def test_sizes_are_six_sizes(student):
    """Six whole numbers; the two layers that keep the size are even here, as all inputs are."""
    answer = whole(student.sizes, 6)
    assert np.all(answer >= 1)
    assert np.all(answer[[1, 2]] % 2 == 0)


@pytest.mark.question("design")
def test_design_is_a_possible_layer(student):
    """Three whole numbers: kernel and stride at least 1, padding at least 0."""
    kernel, padding, stride = whole(student.design, 3)
    assert kernel >= 1
    assert stride >= 1
    assert padding >= 0


@pytest.mark.question("padded_convolution")
def test_padded_convolution_keeps_the_size(student):
    """The map is 3 x 3, as the picture is, and its entries add up to more than 0."""
    answer = numbers(student.padded_convolution)
    assert answer.shape == (3, 3)
    assert answer.sum() > 0


@pytest.mark.question("five_by_five")
def test_five_by_five_is_a_map(student):
    """The map is 3 x 3 and made of whole numbers."""
    answer = numbers(student.five_by_five)
    assert answer.shape == (3, 3)
    assert np.all(answer == np.round(answer))


@pytest.mark.question("checkerboard")
def test_checkerboard_is_symmetric(student):
    """Board and kernel look the same from all sides; so does the map."""
    answer = numbers(student.checkerboard)
    assert answer.shape == (3, 3)
    assert np.array_equal(answer, answer[::-1])
    assert np.array_equal(answer, answer.T)
    assert answer.any()


@pytest.mark.question("two_by_two")
def test_two_by_two_is_a_map(student):
    """A 2 x 2 kernel fits into a 3 x 3 picture in 2 x 2 places."""
    answer = numbers(student.two_by_two)
    assert answer.shape == (2, 2)
    assert answer.any()


@pytest.mark.question("white_square_sobel")
def test_white_square_is_antisymmetric(student):
    """The square looks the same from both sides, the kernel changes its sign; so does the map."""
    answer = numbers(student.white_square_sobel)
    assert answer.shape == (3, 3)
    assert answer.any()
    assert np.array_equal(answer, -answer[::-1]) or np.array_equal(answer, -answer[:, ::-1])


@pytest.mark.question("same_paddings")
def test_same_paddings_are_paddings(student):
    """Three whole numbers, none of them 0: every kernel here is larger than 1."""
    assert np.all(whole(student.same_paddings, 3) >= 1)


@pytest.mark.question("layer_parameters")
def test_layer_parameters_is_a_count(student):
    """One whole number."""
    answer = numbers(student.layer_parameters)
    assert answer.ndim == 0
    assert answer == round(float(answer)) > 0


@pytest.mark.question("layer_output")
def test_layer_output_is_a_square_map_per_channel(student):
    """Three whole numbers; height and width are equal, as those of the picture are."""
    _channels, height, width = whole(student.layer_output, 3)
    assert height == width
