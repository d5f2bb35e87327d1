"""capture_activations: what the layers inside a model give."""

import numpy as np
import pytest
import torch_cnn_oracles as oracles
from torch_cnn_cases import assert_activations, assert_no_hooks, assert_only_looks, tensor

from autograder.suite import StudentError, assert_unchanged, remark

CALL = "capture_activations(model, x, names)"


def images(rng, count, height, width):
    return rng.normal(size=(count, 1, height, width)).astype(np.float32)


def model_and_arrays(process, rng):
    """One of the props' plain models with weights of ours, and these."""
    arrays = [rng.normal(size=shape).astype(np.float32) for shape in ((3, 1, 3, 3), (3,), (5, 3, 2, 2), (5,))]
    model = process.props.PlainNet(3, 5)
    process.props.load(model, arrays)
    return model, arrays


def plain(arrays, x):
    """Every layer's output in that model, in double precision."""
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
    """The outputs are detached: no graph hangs on them, even with nothing switching gradients off."""
    model, arrays = model_and_arrays(process, rng)
    x = images(rng, 1, 10, 7)
    got = student.capture_activations(model, tensor(x), ["edges", "corners"])
    assert_activations(got, some(plain(arrays, x), ["edges", "corners"]), CALL, detached=True)


def test_layers_in_blocks(student, process, rng):
    """A layer inside a block, and a block, is named as in `named_modules()`."""
    arrays = [rng.normal(size=shape).astype(np.float32) for shape in ((4, 1, 3, 3), (4,))]
    model = process.props.NestedNet(4, 5)
    process.props.load(model, arrays)
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
    """A second call, with other images and names, gives its own outputs alone; the images are as before."""
    model, arrays = model_and_arrays(process, rng)
    for names, size in ((["edges"], (2, 9, 8)), (["bend", "shrink"], (1, 7, 12)), (["edges"], (3, 6, 9))):
        x = images(rng, *size)
        kept = process.keep(tensor(x))
        assert_activations(student.capture_activations(model, kept, names), some(plain(arrays, x), names), CALL)
        assert_unchanged(process.value(kept).array, x, "x", CALL)


@pytest.mark.parametrize("training", [True, False])
def test_model_is_as_before(student, process, rng, training):
    """The model is in the mode it came in, its frozen parameters are frozen, and hooks of others are still there."""
    model, arrays = model_and_arrays(process, rng)
    model.train(training)
    x, names = images(rng, 1, 8, 9), ["bend", "corners"]

    def look():
        got = student.capture_activations(model, tensor(x), names)
        assert_activations(got, some(plain(arrays, x), names), CALL)

    assert_only_looks(process, model, look, CALL)


@pytest.mark.weight(2)
def test_hooks_are_removed(student, process, rng):
    """When it is done, nothing is left on the model: a later forward pass changes nothing in the answer."""
    model, arrays = model_and_arrays(process, rng)
    x, names = images(rng, 2, 8, 10), ["edges", "shrink"]
    look = student.capture_activations
    got, left = process.props.after_another_run(look, model, x, images(rng, 1, 9, 9), names)
    assert_activations(got, some(plain(arrays, x), names), f"{CALL}, looked at after another forward pass,")
    assert_no_hooks(left, CALL)
    try:
        student.capture_activations(model, tensor(rng.normal(size=(1, 2, 8, 8))), names)
    except StudentError:
        if process.props.hooks(model) != 0:
            remark(
                "When the forward pass raises, the hooks stay on the model; `try: … finally:` removes them then too."
            )
