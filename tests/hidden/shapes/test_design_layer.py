"""`design_layer`: judged by what the layer does. Every layer that gives the asked size is right."""

import numpy as np
import pytest
from shapes_cases import integer, torch_size

from autograder.suite import assert_integer, assert_sizes, fail

CALL = "design_layer(input_size, output_size)"


def assert_does(student, agree, size, wanted):
    """The student's layer makes sense and takes ``size`` to ``wanted``."""
    layer = student.design_layer(size, wanted)
    assert_sizes(layer, rounded(layer), CALL)
    kernel, padding, stride = rounded(layer)
    told = f"design_layer({size}, {wanted}) = {(kernel, padding, stride)}"
    if kernel < 1 or stride < 1 or padding < 0:
        fail("values", f"{CALL}: kernel and stride are at least 1, the padding at least 0.", told)
    if kernel > size + 2 * padding:
        fail("values", f"{CALL} gave a kernel that is larger than the padded input.", told)
    output = (size + 2 * padding - kernel) // stride + 1
    agree(output, lambda: torch_size(size, kernel, stride, padding))
    if output != wanted:
        fail("values", f"{CALL} gave a layer with another output size. The order is (kernel, padding, stride).", told)
    return layer


def rounded(layer):
    """The three numbers as ints; what is no triple of numbers is left to `assert_sizes` to refuse."""
    values = (
        list(layer) if isinstance(layer, (list, tuple)) or (isinstance(layer, np.ndarray) and layer.ndim == 1) else []
    )
    real = (int, float, np.integer, np.floating)
    numbers = [value for value in values if isinstance(value, real) and -np.inf < value < np.inf]
    if len(values) != 3 or len(numbers) != 3:
        return 0, 0, 0
    return tuple(int(value) for value in numbers)


@pytest.mark.weight(3)
def test_fractions(student, rng, agree):
    """Half, a third and a quarter of the input."""
    for part in (2, 3, 4):
        for _ in range(2):
            wanted = integer(rng, 3, 30)
            assert_does(student, agree, part * wanted, wanted)


@pytest.mark.weight(3)
def test_about_the_same(student, rng, agree):
    """The input's size, and one, two or three less."""
    for less in (0, 1, 2, 3):
        size = integer(rng, 6, 40)
        assert_does(student, agree, size, size - less)


@pytest.mark.weight(3)
def test_any_smaller(student, rng, agree):
    """Any smaller output, down to a single entry."""
    for _ in range(6):
        size = integer(rng, 8, 50)
        assert_does(student, agree, size, integer(rng, 1, size))
    size = integer(rng, 8, 50)
    assert_does(student, agree, size, 1)


@pytest.mark.weight(2)
def test_larger(student, rng, agree):
    """An output larger than the input: padding makes it possible."""
    for more in (1, 2, 5, 12):
        size = integer(rng, 1, 20)
        assert_does(student, agree, size, size + more)


def test_ints(student, rng, agree):
    """The layer is described with three ints."""
    for part in (1, 2, 3):
        wanted = integer(rng, 3, 30)
        for value in assert_does(student, agree, part * wanted, wanted):
            assert_integer(value, int(value), CALL)
