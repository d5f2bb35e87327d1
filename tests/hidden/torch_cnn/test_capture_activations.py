"""capture_activations: what the layers inside a model give."""

import numpy as np
import pytest
import torch_cnn_networks as networks
import torch_cnn_oracles as oracles
from torch_cnn_cases import assert_activations, from_tensor, tensor
from torch_cnn_models import THE_MODEL, Untouched, answer, assert_close, assert_no_hooks

from autograder.suite import StudentError, TensorValue, as_array, assert_values, fail, remark, say

CALL = "capture_activations(model, x, names)"
IN_DROP = say("`{name}` in {call}", name="drop", call=CALL)


def images(rng, count, height, width):
    return rng.normal(size=(count, 1, height, width)).astype(np.float32)


def model_and_arrays(process, rng):
    """A plain network with weights of ours, and these."""
    arrays = networks.draw(rng, networks.plain(), 1.0)
    return networks.theirs(process, networks.plain(), arrays), arrays


def plain(arrays, x):
    """Every layer's output in that network, in double precision."""
    w1, b1, w2, b2 = arrays
    edges = oracles.conv(x, w1, b1)
    bend = np.maximum(edges, 0)
    n, c, h, w = bend.shape
    shrink = bend[:, :, : h // 2 * 2, : w // 2 * 2].reshape(n, c, h // 2, 2, w // 2, 2).mean(axis=(3, 5))
    return {"edges": edges, "bend": bend, "shrink": shrink, "corners": oracles.conv(shrink, w2, b2)}


def some(values, names):
    return {name: values[name] for name in names}


@pytest.mark.weight(3)
@pytest.mark.parametrize("names", [["edges", "corners"], ["shrink"], ["corners", "bend", "edges"]], ids="-".join)
def test_outputs(student, process, rng, names):
    """The outputs of exactly the named layers, by name."""
    model, arrays = model_and_arrays(process, rng)
    x = images(rng, 2, 9, 12)
    assert_activations(student.capture_activations(model, tensor(x), names), some(plain(arrays, x), names), CALL)


@pytest.mark.weight(2)
def test_detached(student, process, rng):
    """The outputs are detached, even with nothing switching gradients off: training that uses them learns nothing through them."""
    model, arrays = model_and_arrays(process, rng)
    own, names = networks.own(networks.plain(), arrays), ["edges", "corners"]
    x, y, z = images(rng, 1, 10, 7), images(rng, 2, 8, 9), images(rng, 2, 9, 8)
    got = student.capture_activations(model, tensor(x), names)
    assert_activations(got, some(plain(arrays, x), names), CALL)
    for name in names:
        if isinstance(got[name], TensorValue) and got[name].requires_grad:
            fail(
                "type",
                say(
                    "{call}: `{name}` is still tied to the graph that made it; `.detach()` cuts it loose.",
                    call=CALL,
                    name=name,
                ),
            )
    shares = {name: rng.normal(size=plain(arrays, x)[name].shape).astype(np.float32) for name in names}
    upstream = rng.normal(size=oracles.props().answer(own, y).shape).astype(np.float32)
    process.props.beside(student.capture_activations, model, x, shares, y, upstream, 0.05)
    oracles.props().pull(own, y, upstream, 0.05)
    got = answer(model, z)
    assert_close(got, oracles.props().answer(own, z), say("the model, trained with what {call} gave,", call=CALL), 1e-4)


def test_layers_in_blocks(student, process, rng):
    """A layer inside a block, and a block, is named as in `named_modules()`."""
    arrays = [rng.normal(size=shape).astype(np.float32) for shape in ((4, 1, 3, 3), (4,))]
    model = networks.theirs(process, networks.nested(4, 5), arrays)
    x = images(rng, 2, 8, 11)
    edges = oracles.conv(x, *arrays)
    bend = np.maximum(edges, 0)
    halves = [(0, 3), (3, 6)], [(0, 5), (4, 9)]
    block = np.stack([[bend[..., a:b, c:d].mean(axis=(2, 3)) for c, d in halves[1]] for a, b in halves[0]])
    values = {"features.0": edges, "features.1": bend, "features": np.moveaxis(block, (0, 1), (2, 3))}
    for names in (["features.0", "features.1"], ["features.1", "features"]):
        got = student.capture_activations(model, tensor(x), names)
        assert_activations(got, some(values, names), CALL)


def test_called_again(student, process, rng):
    """Other images and names give their own outputs alone; the images are as before: the same ones again give the same."""
    model, arrays = model_and_arrays(process, rng)
    for names, size in ((["edges"], (2, 9, 8)), (["bend", "shrink"], (1, 7, 12)), (["edges"], (3, 6, 9))):
        x = images(rng, *size)
        kept, right = process.keep(tensor(x)), some(plain(arrays, x), names)
        for _ in range(2):
            assert_activations(student.capture_activations(model, kept, names), right, CALL)
        want = plain(arrays, x)["corners"]
        assert_values(
            from_tensor(model(kept), THE_MODEL),
            want,
            say("the model, given the images of {call} once more,", call=CALL),
        )


@pytest.mark.parametrize("training", [True, False])
def test_mode(student, process, rng, training):
    """The model runs in the mode it is in: in training mode dropout drops what it drops, in eval mode nothing."""
    values = networks.draw(rng, networks.dropping())
    model, x = networks.theirs(process, networks.dropping(), values), images(rng, 2, 9, 8)
    model.train(training)
    process.props.seed(int(rng.integers(2**31)))
    got = student.capture_activations(model, tensor(x), ["drop"])
    bend = np.maximum(oracles.conv(x, *values[:2]), 0)
    if training and isinstance(got, dict) and set(got) == {"drop"}:
        array = as_array(from_tensor(got["drop"], IN_DROP), IN_DROP)
        if array.shape == bend.shape and 0.2 < np.mean(array[bend > 0] == 0) < 0.8:
            assert_activations(got, {"drop": np.where(array, 2 * bend, 0)}, CALL)
            return
        remark(f"{CALL}: the model ran in eval mode, though it came in training mode; that is as good here.")
    assert_activations(got, {"drop": bend}, CALL)


@pytest.mark.parametrize("training", [True, False])
def test_model_is_as_before(student, process, rng, training):
    """The model is in the mode it came in, goes on as it would have, and hooks of others are still there."""
    look = Untouched(process, rng, networks.dropping(2, 3), training, (2, 1, 3, 3), "corners")
    x, names = images(rng, 1, 8, 9), ["edges", "bend"]
    edges = oracles.conv(x, *(oracles.props().arrays(look.own)[:2]))
    got = student.capture_activations(look.model, tensor(x), names)
    assert_activations(got, {"edges": edges, "bend": np.maximum(edges, 0)}, CALL)
    look.assert_all_stays(CALL, images(rng, 3, 9, 8))


@pytest.mark.weight(2)
def test_later_passes_change_nothing(student, process, rng):
    """The answer is done when it is returned: a later forward pass changes nothing in it."""
    model, arrays = model_and_arrays(process, rng)
    x, names = images(rng, 2, 8, 10), ["edges", "shrink"]
    got = process.props.later(student.capture_activations, model, x, images(rng, 1, 9, 9), names)
    assert_activations(
        got, some(plain(arrays, x), names), say("{call}, looked at after another forward pass,", call=CALL)
    )


@pytest.mark.on_word
def test_hooks_are_removed(student, process, rng):
    """When it is done, none of your hooks is left on the model."""
    model, arrays = model_and_arrays(process, rng)
    x, names = images(rng, 2, 8, 10), ["edges", "shrink"]
    assert_activations(student.capture_activations(model, tensor(x), names), some(plain(arrays, x), names), CALL)
    assert_no_hooks(process.props.hooks(model), CALL)
    try:
        student.capture_activations(model, tensor(rng.normal(size=(1, 2, 8, 8))), names)
    except StudentError:
        if process.props.hooks(model) != 0:
            remark(
                "When the forward pass raises, the hooks stay on the model; `try: … finally:` removes them then too."
            )
