"""`receptive_field`: plain stacks, strides, when a stride begins to count, and the empty network."""

import pytest
from shapes_cases import drawn_stack, integer, torch_field

from autograder.suite import assert_integer, assert_size, fail

CALL = "receptive_field(layers)"


def assert_right(student, reference, agree, layers):
    right = agree(reference.receptive_field(layers), lambda: torch_field(layers))
    assert_size(student.receptive_field(layers), right, CALL)


@pytest.mark.weight(2)
def test_stride_one(student, reference, rng, agree):
    """Layers with stride 1: each adds its kernel less one."""
    for depth in (2, 3, 4):
        assert_right(student, reference, agree, [(integer(rng, 2, 7), 1) for _ in range(depth)])
    assert_right(student, reference, agree, [(3, 1)] * 3)


@pytest.mark.weight(3)
def test_strides(student, reference, rng, agree):
    """Strides multiply what later layers add."""
    for depth in (2, 3, 4, 4):
        assert_right(student, reference, agree, drawn_stack(rng, depth, stride=(2, 3), kernel=(2, 5)))


@pytest.mark.weight(2)
def test_last_stride(student, reference, rng, agree):
    """A layer's own stride counts from the next layer on, so the last one's does not matter."""
    kernels = [integer(rng, 2, 5) for _ in range(3)]
    for last in (1, 2, 3):
        assert_right(student, reference, agree, [*((kernel, 1) for kernel in kernels), (4, last)])
    assert_right(student, reference, agree, [(3, 1), (3, 1), (3, 2)])


@pytest.mark.weight(2)
def test_pooling_between(student, reference, rng, agree):
    """Convolutions with pooling between them, kernels of one, and strides larger than the kernel."""
    assert_right(student, reference, agree, [(3, 1), (2, 2), (3, 1), (2, 2)])
    assert_right(student, reference, agree, [(integer(rng, 3, 7), 1), (3, 2), (integer(rng, 3, 7), 1), (2, 2)])
    assert_right(student, reference, agree, [(1, 2), (integer(rng, 3, 6), 1), (1, 3), (2, 1)])
    assert_right(student, reference, agree, [(3, 1), (integer(rng, 3, 4), 1), (2, 2)] * 5)  # as deep as real networks


def test_few_layers(student, reference, rng, agree):
    """No layer at all, and one."""
    for layers in ([], [(integer(rng, 2, 9), 1)], [(integer(rng, 10, 12), 3)]):
        assert_right(student, reference, agree, layers)


def test_list_is_left_alone(student, reference, rng, agree, process):
    """The list of layers is the same after the call, and asking again gives the same number."""
    layers = drawn_stack(rng, 3, kernel=(2, 5))
    kept = process.keep(list(layers))
    wanted = agree(reference.receptive_field(layers), lambda: torch_field(layers))
    for _ in range(2):
        assert_size(student.receptive_field(kept), wanted, CALL)
        if [tuple(layer) for layer in process.value(kept)] != layers:
            fail("changed", f"{CALL} changed its argument `layers`. The caller still needs it.")


def test_int(student, reference, rng, agree):
    """The receptive field is an int."""
    for depth in (2, 3):
        layers = drawn_stack(rng, depth, kernel=(2, 5))
        right = agree(reference.receptive_field(layers), lambda layers=layers: torch_field(layers))
        assert_integer(student.receptive_field(layers), right, CALL)
