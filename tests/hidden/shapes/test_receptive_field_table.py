"""`receptive_field_table`: fields and jumps apart and together, for plain stacks and strides."""

import numpy as np
import pytest
from shapes_cases import assert_whole, drawn_stack, integer, torch_table

from autograder.suite import assert_sizes, fail, kind_of, say

CALL = "receptive_field_table(layers)"
FIELDS, JUMPS = say("the receptive fields of {call}", call=CALL), say("the jumps of {call}", call=CALL)


def right(reference, agree, layers):
    return agree(reference.receptive_field_table(layers), lambda: torch_table(layers)) if layers else []


def is_several(value):
    """A list, a tuple or an array with rows; NumPy is not asked, for there may be anything in it."""
    return isinstance(value, (list, tuple)) or (isinstance(value, np.ndarray) and value.ndim > 0)


def assert_column(student, reference, agree, layers, column, call):
    """One number of each pair: 0 the receptive field, 1 the jump."""
    wanted = right(reference, agree, layers)
    table = student.receptive_field_table(layers)
    if not is_several(table) or not all(is_several(row) and len(row) == 2 for row in table):
        told = (
            say("{call} gave no list of pairs (receptive field, jump).", call=CALL)
            if is_several(table)
            else say("{call} gave {kind}, not a list of pairs (receptive field, jump).", call=CALL, kind=kind_of(table))
        )
        fail("type", told, f"{CALL} gave {table!r}")
    assert_sizes(
        [row[column] for row in table],
        [row[column] for row in wanted],
        call,
    )


@pytest.mark.weight(2)
def test_fields(student, reference, rng, agree):
    """The receptive fields after each layer."""
    for depth in (2, 3, 4):
        assert_column(student, reference, agree, drawn_stack(rng, depth, kernel=(2, 5)), 0, FIELDS)


@pytest.mark.weight(2)
def test_jumps(student, reference, rng, agree):
    """The jumps after each layer."""
    for depth in (2, 3, 4):
        assert_column(student, reference, agree, drawn_stack(rng, depth, kernel=(2, 5)), 1, JUMPS)


@pytest.mark.weight(2)
def test_strides(student, reference, rng, agree):
    """The whole table, with strides and pooling."""
    layers = [(integer(rng, 3, 7), 1), (2, 2), (integer(rng, 3, 7), 3), (1, 2), (3, 1)]
    for stack in ([(3, 1), (2, 2), (3, 1), (2, 2)], layers, drawn_stack(rng, 4, stride=(2, 3))):
        assert_sizes(student.receptive_field_table(stack), right(reference, agree, stack), CALL)


@pytest.mark.weight(2)
def test_stride_one(student, reference, rng, agree):
    """The whole table, with stride 1 throughout."""
    for depth in (1, 3):
        layers = [(integer(rng, 2, 7), 1) for _ in range(depth)]
        assert_sizes(student.receptive_field_table(layers), right(reference, agree, layers), CALL)


def test_no_layers(student, reference, rng, agree):
    """As many rows as layers, down to none."""
    for depth in (2, 1):
        layers = drawn_stack(rng, depth, kernel=(2, 5))
        assert_sizes(student.receptive_field_table(layers), right(reference, agree, layers), CALL)
    assert_sizes(student.receptive_field_table([]), [], CALL)


def test_list_is_left_alone(student, reference, rng, agree, process):
    """The list of layers is the same after the call, and asking again gives the same table."""
    layers = drawn_stack(rng, 3, kernel=(2, 5))
    kept = process.keep(list(layers))
    wanted = right(reference, agree, layers)
    for _ in range(2):
        assert_sizes(student.receptive_field_table(kept), wanted, CALL)
        if [tuple(layer) for layer in process.value(kept)] != layers:
            fail("changed", f"{CALL} changed its argument `layers`. The caller still needs it.")


def test_ints(student, reference, rng, agree):
    """The table is a list of pairs of ints."""
    for depth in (2, 3):
        layers = drawn_stack(rng, depth, kernel=(2, 5))
        assert_whole(student.receptive_field_table(layers), right(reference, agree, layers), CALL)
