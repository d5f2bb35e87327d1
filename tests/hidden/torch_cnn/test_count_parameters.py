"""count_parameters: the numbers a model learns."""

import pytest

from autograder.suite import TensorValue, assert_integer, assert_size, fail, say

CALL = "count_parameters(model)"
CALL_TRAINABLE = "count_parameters(model, trainable_only=True)"


def count(got, want, call, judge=assert_size):
    """The number ``want``."""
    if isinstance(got, TensorValue):
        fail(
            "type",
            say("{call} gave a tensor; an int is expected: `p.numel()` is one, and `.item()` makes one.", call=call),
        )
    judge(got, want, call)


def sizes(rng):
    """Channels, hidden channels and classes of a model, all different."""
    return int(rng.integers(3, 9)), int(rng.integers(10, 19)), int(rng.integers(20, 30))


def parts(channels, hidden, classes):
    """The parameters of the props' `mixed` model: the part that can be frozen, and the rest."""
    return 25 * channels + (6 * channels + 1) * hidden, 2 * channels + (6 * hidden + 1) * classes


@pytest.mark.weight(2)
@pytest.mark.parametrize("run", [0, 1])
def test_all(student, process, rng, run):
    """Weights and biases of every layer are counted, nested layers too."""
    chosen = sizes(rng)
    count(student.count_parameters(process.props.mixed(*chosen, False)), sum(parts(*chosen)), CALL)


@pytest.mark.weight(2)
def test_frozen_ones_count(student, process, rng):
    """Frozen parameters are counted, unless only trainable ones are asked for."""
    chosen = sizes(rng)
    count(student.count_parameters(process.props.mixed(*chosen, True)), sum(parts(*chosen)), CALL)


@pytest.mark.weight(2)
def test_trainable_only(student, process, rng):
    """With `trainable_only`, frozen parameters are left out."""
    chosen = sizes(rng)
    model = process.props.mixed(*chosen, True)
    count(student.count_parameters(model, trainable_only=True), parts(*chosen)[1], CALL_TRAINABLE)
    count(student.count_parameters(model, True), parts(*chosen)[1], CALL_TRAINABLE)


def test_nothing_frozen(student, process, rng):
    """With nothing frozen, `trainable_only` changes nothing."""
    chosen = sizes(rng)
    model = process.props.mixed(*chosen, False)
    count(student.count_parameters(model, trainable_only=True), sum(parts(*chosen)), CALL_TRAINABLE)
    count(student.count_parameters(model, trainable_only=False), sum(parts(*chosen)), CALL)


def test_shared_ones_count_once(student, process, rng):
    """A tensor that several layers share is one parameter, and counts once."""
    width, classes = int(rng.integers(5, 9)), int(rng.integers(10, 19))
    want = 2 * (width * width + width) + 2 * width * classes + width
    for twin in (False, True):
        model = process.props.sharing(width, classes, twin)
        count(student.count_parameters(model), want, CALL)
        count(student.count_parameters(model, trainable_only=True), want, CALL_TRAINABLE)


def test_is_an_int(student, process, rng):
    """The count is an int."""
    chosen = sizes(rng)
    count(student.count_parameters(process.props.mixed(*chosen, False)), sum(parts(*chosen)), CALL, assert_integer)
