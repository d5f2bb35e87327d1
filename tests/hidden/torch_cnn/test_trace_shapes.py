"""trace_shapes: which layer gave which shape, in call order."""

import numpy as np
import pytest
from torch_cnn_cases import assert_no_hooks, assert_only_looks, assert_trace, tensor

from autograder.suite import assert_unchanged

CALL = "trace_shapes(model, x)"


def images(rng, count, height, width):
    return rng.normal(size=(count, 1, height, width)).astype(np.float32)


def plain(n, h, w, first, second):
    """What the props' `PlainNet` does with ``n`` images of ``h`` by ``w``."""
    h, w = h - 2, w - 2
    small = (h // 2, w // 2)
    return [
        ("edges", (n, first, h, w)),
        ("bend", (n, first, h, w)),
        ("shrink", (n, first, *small)),
        ("corners", (n, second, small[0] - 1, small[1] - 1)),
    ]


def twice(n, h, w, first, second, classes):
    """What the props' `TwiceNet` does."""
    h, w = h - 2, w - 2
    a, b = (h // 2, w // 2), (h // 4, w // 4)
    return [
        ("first", (n, first, h, w)),
        ("act", (n, first, h, w)),
        ("pool", (n, first, *a)),
        ("second", (n, second, *a)),
        ("act", (n, second, *a)),
        ("pool", (n, second, *b)),
        ("squash", (n, second, 1, 1)),
        ("head", (n, classes)),
    ]


@pytest.mark.weight(3)
@pytest.mark.parametrize("setup", [(2, 11, 15, 3, 5), (1, 16, 10, 4, 2)], ids=["batch", "single"])
def test_names_and_shapes(student, process, rng, setup):
    """Every layer's name and output shape, batch axis included."""
    n, h, w, first, second = setup
    model = process.props.PlainNet(first, second)
    assert_trace(student.trace_shapes(model, tensor(images(rng, n, h, w))), plain(*setup), CALL)


@pytest.mark.weight(2)
def test_called_twice(student, process, rng):
    """In the order of the calls; a layer called twice is listed twice, one never called is not listed."""
    model = process.props.TwiceNet(3, 5, 4)
    assert_trace(student.trace_shapes(model, tensor(images(rng, 2, 14, 19))), twice(2, 14, 19, 3, 5, 4), CALL)


def test_layers_in_blocks(student, process, rng):
    """A layer inside a block has its full name, as in `named_modules()`; the block itself is not listed."""
    want = [
        ("features.0", (3, 4, 7, 10)),
        ("features.1", (3, 4, 7, 10)),
        ("features.2", (3, 4, 2, 2)),
        ("head", (3, 5)),
    ]
    assert_trace(student.trace_shapes(process.props.NestedNet(4, 5), tensor(images(rng, 3, 9, 12))), want, CALL)


def test_called_again(student, process, rng):
    """A second call, with other images, lists its own shapes alone; the images are as before."""
    model = process.props.TwiceNet(2, 3, 6)
    for n, h, w in ((2, 13, 18), (3, 18, 13)):
        x = images(rng, n, h, w)
        kept = process.keep(tensor(x))
        assert_trace(student.trace_shapes(model, kept), twice(n, h, w, 2, 3, 6), CALL)
        assert_unchanged(process.value(kept).array, x, "x", CALL)


@pytest.mark.weight(2)
def test_hooks_are_removed(student, process, rng):
    """When it is done, nothing is left on the model: a later forward pass is not noted any more."""
    model = process.props.PlainNet(2, 3)
    look = student.trace_shapes
    got, left = process.props.after_another_run(look, model, images(rng, 2, 10, 13), images(rng, 1, 12, 9))
    assert_trace(got, plain(2, 10, 13, 2, 3), f"{CALL}, looked at after another forward pass,")
    assert_no_hooks(left, CALL)


@pytest.mark.parametrize("training", [True, False])
def test_model_is_as_before(student, process, rng, training):
    """The model is in the mode it came in, its frozen parameters are frozen, and hooks of others are still there."""
    model = process.props.PlainNet(2, 3)
    model.train(training)
    assert_only_looks(
        process,
        model,
        lambda: assert_trace(student.trace_shapes(model, tensor(images(rng, 1, 9, 12))), plain(1, 9, 12, 2, 3), CALL),
        CALL,
    )
