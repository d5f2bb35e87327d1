"""trace_shapes: which layer gave which shape, in call order."""

import numpy as np
import pytest
import torch_cnn_networks as networks
import torch_cnn_oracles as oracles
from torch_cnn_cases import assert_trace, from_tensor, tensor
from torch_cnn_models import THE_MODEL, Untouched, assert_no_hooks

from autograder.suite import assert_values, say

CALL = "trace_shapes(model, x)"


def images(rng, count, height, width):
    return rng.normal(size=(count, 1, height, width)).astype(np.float32)


def plain(n, h, w, first, second):
    """What `networks.plain` does with ``n`` images of ``h`` by ``w``."""
    h, w = h - 2, w - 2
    small = (h // 2, w // 2)
    return [
        ("edges", (n, first, h, w)),
        ("bend", (n, first, h, w)),
        ("shrink", (n, first, *small)),
        ("corners", (n, second, small[0] - 1, small[1] - 1)),
    ]


def twice(n, h, w, first, second, classes):
    """What `networks.twice` does."""
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
    model = networks.theirs(process, networks.plain(first, second))
    assert_trace(student.trace_shapes(model, tensor(images(rng, n, h, w))), plain(*setup), CALL)


@pytest.mark.weight(2)
def test_called_twice(student, process, rng):
    """In the order of the calls; a layer called twice is listed twice, one never called is not listed."""
    model = networks.theirs(process, networks.twice())
    assert_trace(student.trace_shapes(model, tensor(images(rng, 2, 14, 19))), twice(2, 14, 19, 3, 5, 4), CALL)


def test_layers_in_blocks(student, process, rng):
    """A layer inside a block has its full name, as in `named_modules()`; the block itself is not listed."""
    want = [
        ("features.0", (3, 4, 7, 10)),
        ("features.1", (3, 4, 7, 10)),
        ("features.2", (3, 4, 2, 2)),
        ("head", (3, 5)),
    ]
    model = networks.theirs(process, networks.nested(4, 5))
    assert_trace(student.trace_shapes(model, tensor(images(rng, 3, 9, 12))), want, CALL)


def test_called_again(student, process, rng):
    """A second call, with other images, lists its own shapes alone; the images are as before: a third call with them gives the same."""
    description = networks.twice(2, 3, 6)
    values = networks.draw(rng, description)
    model, own = networks.theirs(process, description, values), networks.own(description, values)
    x = images(rng, 2, 13, 18)
    kept = process.keep(tensor(x))
    for given, (h, w) in ((kept, (13, 18)), (tensor(x.swapaxes(2, 3)), (18, 13)), (kept, (13, 18))):
        assert_trace(student.trace_shapes(model, given), twice(2, h, w, 2, 3, 6), CALL)
    want = oracles.props().answer(own, x)
    assert_values(
        from_tensor(model(kept), THE_MODEL), want, say("the model, given the images of {call} once more,", call=CALL)
    )


@pytest.mark.weight(2)
def test_later_passes_change_nothing(student, process, rng):
    """The list is done when it is returned: a later forward pass is not noted in it any more."""
    model = networks.theirs(process, networks.plain(2, 3))
    got = process.props.later(student.trace_shapes, model, images(rng, 2, 10, 13), images(rng, 1, 12, 9))
    assert_trace(got, plain(2, 10, 13, 2, 3), say("{call}, looked at after another forward pass,", call=CALL))


@pytest.mark.on_word
def test_hooks_are_removed(student, process, rng):
    """When it is done, none of your hooks is left on the model."""
    model = networks.theirs(process, networks.plain(2, 3))
    assert_trace(student.trace_shapes(model, tensor(images(rng, 2, 10, 13))), plain(2, 10, 13, 2, 3), CALL)
    assert_no_hooks(process.props.hooks(model), CALL)


@pytest.mark.parametrize("training", [True, False])
def test_model_is_as_before(student, process, rng, training):
    """The model is in the mode it came in, goes on as it would have, and hooks of others are still there."""
    look = Untouched(process, rng, networks.dropping(2, 3), training, (2, 1, 3, 3), "corners")
    want = [*((name, (2, 2, 7, 10)) for name in ("edges", "bend", "drop")), ("corners", (2, 3, 6, 9))]
    assert_trace(student.trace_shapes(look.model, tensor(images(rng, 2, 9, 12))), want, CALL)
    look.assert_all_stays(CALL, images(rng, 3, 8, 9))
