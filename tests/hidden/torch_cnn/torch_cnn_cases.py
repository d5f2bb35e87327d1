"""How torch_cnn's answers are judged: tensors, arrays, lists of shapes, dicts of activations and figures."""

import numpy as np

from autograder.suite import (
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
    say,
)


def tensor(array):
    """An array as the tensor it becomes in the student's process, float32."""
    return TensorValue(np.asarray(array, dtype=np.float32))


def from_tensor(got, call):
    """The array in a tensor that came back; an array is taken as it is."""
    if isinstance(got, (tuple, list)):
        fail("type", say("{call} gave a tuple or a list; one tensor is expected, alone.", call=call))
    if not isinstance(got, (TensorValue, np.ndarray)):
        fail("type", say("{call} gave {kind}; a tensor is expected.", call=call, kind=kind_of(got)))
    return got.array if isinstance(got, TensorValue) else got


def assert_plain_number(got, want, call, percent=False):
    """One number; a tensor with one number in it is taken with a remark."""
    if isinstance(got, (list, tuple)) and len(got) == 1:
        remark(
            say(
                "{call} gave a {kind} with one number in it; a plain number is expected.",
                call=call,
                kind=type(got).__name__,
            )
        )
        got = got[0]
    if isinstance(got, TensorValue) and got.array.size == 1:
        remark(say("{call} gave a tensor with one number in it; `.item()` makes a plain number of it.", call=call))
        got = got.array.reshape(())
    if isinstance(got, (TensorValue, np.ndarray)) and np.size(getattr(got, "array", got)) != 1:
        fail("shape", say("{call} gave several numbers; one plain number is expected.", call=call))
    if isinstance(got, (bool, np.bool_)) or not isinstance(got, (int, float, np.generic, np.ndarray)):
        fail("type", say("{call} gave {kind}; one plain number is expected.", call=call, kind=kind_of(got)))
    array = as_array(got, call)
    if percent and array.size == 1 and want > 0 and abs(float(array.reshape(-1)[0]) - 100 * want) < 1e-3 * want:
        fail("values", say("{call} gave a percentage; an accuracy in 0..1 is expected.", call=call))
    assert_number(array, want, call)


# ---------------------------------------------------------------- shapes and activations


def assert_trace(got, want, call):
    """A list of ``(layer name, output shape)``, in order."""
    if not isinstance(got, (list, tuple)):
        fail(
            "type",
            say("{call} gave {kind}; a list of (layer name, output shape) is expected.", call=call, kind=kind_of(got)),
        )
    if any(not isinstance(entry, (list, tuple)) or len(entry) != 2 for entry in got):
        fail("type", say("{call} gave a list of something other than pairs (layer name, output shape).", call=call))
    if len(got) != len(want):
        told = (
            say("{call} listed too few layers.", call=call)
            if len(got) < len(want)
            else say("{call} listed too many layers.", call=call)
        )
        names = [name for name, _ in want]
        if len(got) < len(want) and len(set(names)) < len(names):
            told = say("{call} listed too few layers. A layer called twice is listed twice.", call=call)
        fail("shape", told, f"{call}: {got[:30]!r}, but should be {want!r}")
    for (name, shape), (right_name, right_shape) in zip(got, want, strict=True):
        assert_text(name, right_name, say("a layer's name in {call}", call=call))
        assert_sizes(shape, right_shape, say("the shape of `{right_name}` in {call}", right_name=right_name, call=call))


def assert_activations(got, want, call):
    """A dict with exactly the asked names, and each layer's output as a tensor (or an array)."""
    if not isinstance(got, dict):
        fail(
            "type",
            say("{call} gave {kind}; a dict from layer name to output is expected.", call=call, kind=kind_of(got)),
        )
    if len(got) != len(want) or set(map(str, got)) != set(want):
        told = f"{call}: {sorted(map(str, got))[:20]}, asked {sorted(want)}"
        fail("values", say("{call} gave other names than were asked.", call=call), told)
    for name, right in want.items():
        value = got[name]
        if isinstance(value, np.ndarray):
            remark(say("{call} gave arrays; tensors are expected: `.detach()` alone, without `.numpy()`.", call=call))
        assert_values(
            from_tensor(value, say("`{name}` in {call}", name=name, call=call)),
            right,
            say("`{name}` in {call}", name=name, call=call),
        )


# ---------------------------------------------------------------- figures


def assert_panels(shown, want, call):
    """The figure shows ``want``, one array a panel, a picture each and in reading order."""
    found = panels(shown, len(want), call)
    for number, (panel, right) in enumerate(zip(found, want, strict=True), 1):
        which = say("panel {place}", place=number)
        if len(panel.pictures) != 1:
            fail(
                "panels",
                say("{call}: {which} holds several pictures; each needs a panel of its own.", call=call, which=which),
            )
        assert_picture(panel, right, which, call, upward=True)
        assert_signs(panel, which, call)
    if not all(panel.off for panel in shown.panels):
        remark(
            say('{call}: pictures look better without axes, and so do panels left over: `axes.axis("off")`.', call=call)
        )
