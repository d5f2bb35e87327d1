"""How torch_cnn's answers are judged: models by their logits, tensors and arrays by their values."""

import numpy as np
import torch_cnn_oracles as oracles

from autograder.suite import (
    CheckFailed,
    StudentFailure,
    TensorValue,
    as_array,
    assert_number,
    assert_picture,
    assert_signs,
    assert_sizes,
    assert_text,
    assert_values,
    fail,
    kind_of,
    panels,
    remark,
    values_agree,
)


def tensor(array):
    """An array as the tensor it becomes in the student's process, float32."""
    return TensorValue(np.asarray(array, dtype=np.float32))


def from_tensor(got, call):
    """The array in a tensor that came back; an array is taken as it is."""
    if isinstance(got, (tuple, list)):
        fail("type", f"{call} gave a tuple or a list; one tensor is asked, alone.")
    if not isinstance(got, (TensorValue, np.ndarray)):
        fail("type", f"{call} gave {kind_of(got)}; a tensor is asked.")
    return got.array if isinstance(got, TensorValue) else got


def assert_plain_number(got, want, call, percent=False):
    """One number; a tensor with one number in it is taken with a remark."""
    if isinstance(got, (list, tuple)) and len(got) == 1:
        remark(f"{call} gave a {type(got).__name__} with one number in it; a plain number is asked.")
        got = got[0]
    if isinstance(got, TensorValue) and got.array.size == 1:
        remark(f"{call} gave a tensor with one number in it; `.item()` makes a plain number of it.")
        got = got.array.reshape(())
    if isinstance(got, (TensorValue, np.ndarray)) and np.size(getattr(got, "array", got)) != 1:
        fail("shape", f"{call} gave several numbers; one plain number is asked.")
    if isinstance(got, (bool, np.bool_)) or not isinstance(got, (int, float, np.generic, np.ndarray)):
        fail("type", f"{call} gave {kind_of(got)}; one plain number is asked.")
    array = as_array(got, call)
    if percent and array.size == 1 and want > 0 and abs(float(array.reshape(-1)[0]) - 100 * want) < 1e-3 * want:
        fail("values", f"{call} gave a percentage; an accuracy in 0..1 is asked.")
    assert_number(array, want, call)


# ---------------------------------------------------------------- digit networks


def with_weights(process, model, weights, name):
    """``model`` in eval mode, holding our ``weights``, each put where its shape is found."""
    missing, unexpected = process.props.load(model, weights)
    if missing:
        fail("shape", f"{name} has not the parameters that are asked: {_what_is_wrong(missing, unexpected)}.")
    model.eval()
    return model


def _what_is_wrong(missing, unexpected):
    """Why parameters are missing, in words that repeat no number of the student's (it could tell a hidden input)."""
    missing, unexpected = [tuple(shape) for shape in missing], [tuple(shape) for shape in unexpected]
    if not unexpected and all(len(shape) == 1 for shape in missing):
        return "some layers have no bias"
    if not unexpected:
        return "layers are missing, or not assigned to `self` (a plain Python list hides its layers from PyTorch)"
    for shape in missing:
        for other in unexpected:
            reason = _difference(shape, other) if len(shape) == len(other) > 1 else ""
            if reason:
                return reason
    return "some layers have other sizes; compare them with the stub"


def _difference(shape, other):
    layer = "a convolution" if len(shape) == 4 else "a linear layer"
    if shape[:2] == other[:2]:
        return f"{layer} has another kernel size than {shape[2]}×{shape[3]}"
    if shape[0] == other[0] and shape[1] == 1:
        return "its first convolution takes colour images, of several channels, and a digit has one channel"
    if shape[0] == other[0]:
        return f"{layer} takes another number of inputs than the {shape[1]} that arrive; follow the shapes"
    if shape[1:] == other[1:]:
        return f"{layer} has another number of outputs than the {shape[0]} that are asked"
    return ""


def assert_logits(got, want, call):
    """The logits ``want``; probabilities, and a batch axis that got lost, are named."""
    array = as_array(from_tensor(got, call), call)
    if array.ndim == 1 and want.shape[0] == 1:
        fail("shape", f"{call} lost the batch axis of a batch of one; keep (1, 10).")
    if array.shape == want.shape and not values_agree(array, want):
        _name_activation(array.astype(np.float64), want, call)
    assert_values(array, want, call)


def _name_activation(got, want, call):
    shifted = want - want.max(axis=1, keepdims=True)
    log_softmax = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    known = {
        "softmax": np.exp(log_softmax),
        "log_softmax": log_softmax,
        "sigmoid": 1 / (1 + np.exp(-want)),
        "relu": np.maximum(want, 0),
    }
    for name, values in known.items():
        if values_agree(got, values):
            why = "negative logits are lost" if name == "relu" else "`nn.CrossEntropyLoss` applies the softmax itself"
            fail("values", f"{call} gave {name}(logits). Logits are asked, the plain output of fc2: {why}.")


def assert_gradients(got, want, shapes, call):
    """A gradient arrived at every parameter, the right one. ``got`` is in the model's order, ``want`` in the order of ``shapes``."""
    waiting = list(got)
    for shape, right in zip(shapes, want, strict=True):
        place = next((i for i, value in enumerate(waiting) if np.shape(value) == tuple(shape)), None)
        if place is None:
            fail("shape", f"{call}: a parameter of the asked shape is not among `parameters()`.")
        gradient = waiting.pop(place)
        if not np.any(gradient):
            fail(
                "values",
                f"{call}: no gradient reaches a parameter; `.detach()`, `.data`, `torch.no_grad` and "
                "`requires_grad_(False)` cut it off.",
            )
        if not values_agree(gradient, right):
            fail("values", f"{call}: the gradients are not those of the asked network.", f"{shape}: wrong gradient")


def by_shape(arrays, shapes, name):
    """The student's parameters in the order of ``shapes``."""
    waiting, ordered, missing = [as_array(a, f"a parameter of {name}") for a in arrays], [], []
    for shape in shapes:
        place = next((i for i, value in enumerate(waiting) if value.shape == tuple(shape)), None)
        if place is None:
            missing.append(shape)
        else:
            ordered.append(waiting.pop(place))
    if missing:
        reason = _what_is_wrong(missing, [value.shape for value in waiting])
        fail("shape", f"{name} has not the parameters that are asked: {reason}.")
    return ordered


# ---------------------------------------------------------------- shapes and activations


def assert_trace(got, want, call):
    """A list of ``(layer name, output shape)``, in order."""
    if not isinstance(got, (list, tuple)):
        fail("type", f"{call} gave {kind_of(got)}; a list of (layer name, output shape) is asked.")
    entries = []
    for entry in got:
        if not isinstance(entry, (list, tuple)) or len(entry) != 2:
            fail("type", f"{call} gave a list of something other than pairs (layer name, output shape).")
        entries.append(entry)
    if len(entries) != len(want):
        few = "too few" if len(entries) < len(want) else "too many"
        names = [name for name, _ in want]
        twice = " A layer called twice is listed twice." if len(set(names)) < len(names) and few == "too few" else ""
        fail("shape", f"{call} listed {few} layers.{twice}", f"{call}: {got!r}, but should be {want!r}")
    for (name, shape), (right_name, right_shape) in zip(entries, want, strict=True):
        assert_text(name, right_name, f"a layer's name in {call}")
        assert_sizes(shape, right_shape, f"the shape of `{right_name}` in {call}")


def assert_activations(got, want, call, detached=False):
    """A dict with exactly the asked names, and each layer's output as a tensor, ``detached`` where that is asked (or an array)."""
    if not isinstance(got, dict):
        fail("type", f"{call} gave {kind_of(got)}; a dict from layer name to output is asked.")
    if set(map(str, got)) != set(want):
        fail(
            "values",
            f"{call} gave other names than were asked.",
            f"{call}: {sorted(map(str, got))}, asked {sorted(want)}",
        )
    for name, right in want.items():
        value = got[name]
        if detached and isinstance(value, TensorValue) and value.requires_grad:
            fail("type", f"{call}: `{name}` is still tied to the graph that made it; `.detach()` cuts it loose.")
        if isinstance(value, np.ndarray):
            remark(f"{call} gave arrays; tensors are asked: `.detach()` alone, without `.numpy()`.")
        assert_values(from_tensor(value, f"`{name}` in {call}"), right, f"`{name}` in {call}")


def assert_no_hooks(left, call):
    """Nothing is left on the model."""
    if not isinstance(left, int) or left != 0:
        fail(
            "changed",
            f"{call} left its hooks on the model: every later forward pass runs them. Call `remove()` on each.",
        )


def assert_layer_unchanged(process, layer, arrays, call):
    """A layer of ours holds its weights, and they are trained as before."""
    for got, want in zip(process.props.arrays(layer), arrays, strict=True):
        assert_values(got, want, f"a parameter of the layer after {call}")
    if not all(trained for _, trained in process.props.trainable(layer)):
        fail("changed", f"{call} froze the layer; `.detach()` or `torch.no_grad()` lets it be.")


def assert_only_looks(process, model, look, call):
    """``look()`` leaves modes and frozen parameters of our model as they are, and hooks that were there before."""
    ours = process.props.hook_of_ours(model)
    process.props.freeze(model, [np.shape(process.props.arrays(model)[0])])
    before = process.props.state(model)
    look()
    modes, trained = process.props.state(model)
    if modes != before[0]:
        fail("changed", f"{call} left the model in another mode (training or eval) than it came in.")
    if trained != before[1]:
        fail("changed", f"{call} froze or thawed parameters of the model; it is only to look.")
    if process.props.hooks(model) < ours:
        fail("changed", f"{call} removed hooks that were on the model before; remove your own alone.")
    if process.props.hooks(model) > ours:
        assert_no_hooks(1, call)
    if not process.props.gradients_are_on():
        fail(
            "changed", f"{call} left gradients switched off for the rest of the program; `with torch.no_grad():` ends."
        )


# ---------------------------------------------------------------- transfer learning


def on_a_simple_cnn(student, process, judge):
    """``judge(model)`` passes on our SimpleCNN or on the student's own, whose layers may have other names. Ours is tried first: it is
    always usable, and the student's may be one that never answers. Of two failures the student's own counts."""
    try:
        return judge(process.props.SimpleCNN())
    except (CheckFailed, StudentFailure) as failure:
        on_ours = failure
    try:
        own = student.SimpleCNN()
    except (StudentFailure, TypeError):  # a TypeError: the name is bound to something that cannot be called
        raise on_ours from None
    return judge(own)


# ---------------------------------------------------------------- figures


def assert_panels(described, want, call):
    """The figure shows ``want``, one array a panel, a picture each and in reading order."""
    shown = panels(described, len(want), call)
    for number, (panel, right) in enumerate(zip(shown, want, strict=True), 1):
        which = f"panel {number}"
        if len(panel["pictures"]) != 1:
            fail("panels", f"{call}: {which} holds several pictures; each needs a panel of its own.")
        assert_picture(panel, right, which, call, upward=True)
        assert_signs(panel, which, call)
    if not all(panel["off"] for panel in described["panels"]):
        remark(f'{call}: pictures look better without axes, and so do panels left over: `axes.axis("off")`.')


# ---------------------------------------------------------------- weights files


def read_files(process, files):
    """``(name, accuracy on the held-out digits or None, what is wrong)`` for every weights file handed in."""
    for name, data in sorted(files.items()):
        if not name.lower().endswith((".pt", ".pth", ".safetensors")):
            yield name, None, "weights are read from .pt, .pth and .safetensors files"
            continue
        if len(data) > 16 << 20:
            yield name, None, "it is larger than 16 MB, and a SimpleCNN needs 0.8 MB"
            continue
        try:
            arrays = process.props.read_weights(np.frombuffer(data, np.uint8), name)
            weights = by_shape([np.asarray(a) for a in arrays], oracles.shapes(oracles.SIMPLE), "the file")
        except StudentFailure:
            yield name, None, "it cannot be read as weights; save `model.state_dict()`"
        except CheckFailed:
            yield name, None, "it holds other weights than those of a SimpleCNN"
        else:
            finite = all(np.all(np.isfinite(weight)) for weight in weights)
            yield name, _best_accuracy(weights) if finite else None, "" if finite else "it holds NaN or infinity"


def _best_accuracy(weights):
    """On digits as `load_mnist` gives them or on the scale 0..1, whichever the weights were trained on."""
    images, labels = oracles.digits("heldout")
    plain = images * np.float32(oracles.DEVIATION) + np.float32(oracles.MEAN)
    return max(oracles.accuracy(weights, images, labels), oracles.accuracy(weights, plain, labels))
