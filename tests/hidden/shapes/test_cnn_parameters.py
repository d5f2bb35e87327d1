"""`cnn_parameters`: convolutions, linear layers, both, and whole networks of the course."""

import pytest
from shapes_cases import integer, torch_cnn_parameters

from autograder.suite import assert_integer, assert_size, fail

CALL = "cnn_parameters(layers)"

NETWORKS = (
    [("conv", 1, 16, 3), ("conv", 16, 32, 3), ("linear", 1568, 128), ("linear", 128, 10)],
    [("conv", 1, 4, 3), ("conv", 4, 8, 3), ("linear", 392, 32), ("linear", 32, 10)],
    [("conv", 3, 32, 3), ("conv", 32, 64, 3), ("linear", 4096, 512), ("linear", 512, 10)],
)


def drawn_conv(rng):
    one = integer(rng, 2, 9)
    return "conv", one, one + integer(rng, 1, 9), integer(rng, 2, 6)


def drawn_linear(rng):
    one = integer(rng, 10, 90)
    return "linear", one, one + integer(rng, 1, 30)


def right(reference, agree, layers):
    return agree(reference.cnn_parameters(layers), lambda: torch_cnn_parameters(layers))


@pytest.mark.weight(2)
def test_convolutions(student, reference, rng, agree):
    """Convolutions only, one and several; some of them alike."""
    for count in (1, 2, 4):
        layers = [drawn_conv(rng) for _ in range(count)]
        assert_size(student.cnn_parameters(layers), right(reference, agree, layers), CALL)
    width = integer(rng, 3, 9)
    alike = [("conv", width, width, 3)] * 3
    assert_size(student.cnn_parameters(alike), right(reference, agree, alike), CALL)


@pytest.mark.weight(2)
def test_linear_layers(student, reference, rng, agree):
    """Linear layers only, one and several."""
    for count in (1, 2, 4):
        layers = [drawn_linear(rng) for _ in range(count)]
        assert_size(student.cnn_parameters(layers), right(reference, agree, layers), CALL)


@pytest.mark.weight(2)
def test_any_order(student, reference, rng, agree):
    """Both kinds, in any order."""
    for kinds in (
        (drawn_conv, drawn_linear),
        (drawn_linear, drawn_conv, drawn_linear),
        (drawn_linear, drawn_conv, drawn_conv),
    ):
        layers = [draw(rng) for draw in kinds]
        assert_size(student.cnn_parameters(layers), right(reference, agree, layers), CALL)


@pytest.mark.weight(2)
def test_networks(student, reference, agree):
    """The course's own networks."""
    for layers in NETWORKS:
        assert_size(student.cnn_parameters(layers), right(reference, agree, layers), CALL)


def test_list_is_left_alone(student, reference, rng, agree, process):
    """The list of layers is the same after the call, and asking again gives the same number."""
    layers = [drawn_conv(rng), drawn_linear(rng), drawn_conv(rng)]
    kept = process.keep(list(layers))
    wanted = right(reference, agree, layers)
    for _ in range(2):
        assert_size(student.cnn_parameters(kept), wanted, CALL)
        if [tuple(layer) for layer in process.value(kept)] != layers:
            fail("changed", f"{CALL} changed its argument `layers`. The caller still needs it.")


def test_int(student, reference, rng, agree):
    """The count is an int."""
    for _ in range(2):
        layers = [drawn_conv(rng), drawn_linear(rng)]
        assert_integer(student.cnn_parameters(layers), right(reference, agree, layers), CALL)
