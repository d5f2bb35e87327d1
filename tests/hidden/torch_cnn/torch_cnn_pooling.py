"""GlobalPoolNet, whose features are everyone's own: what can be known of it from its answers.

Its head is one linear layer, and weights of ours in it let the numbers behind it be read from the logits. Of these numbers laws hold that
are those of an average over all positions of something local, whatever that is. Models are called, and given weights, as they are:
no helper in their process has a part in it.
"""

import math

import numpy as np
from torch_cnn_models import MOST_ARRAYS, MOST_NUMBERS, answer

from autograder.suite import TensorValue, assert_shape, fail, say, values_agree

CALL = "GlobalPoolNet()(x)"
FEW, WIDEST = 5, 2048
"""Classes of the model whose shapes are looked at first; the widest head that is read."""
ONE_HEAD = "GlobalPoolNet is to have exactly one linear layer, with `num_classes` outputs, at its end."


def logits_of(model, x, classes, call=CALL):
    """The logits ``(n, classes)`` of ``x``, and no probabilities."""
    logits = answer(model, x, call)
    assert_shape(logits, (len(x), classes), call)
    for name, shares in (("softmax", logits), ("log_softmax", np.exp(np.minimum(logits, 0)))):
        if np.all(shares >= 0) and np.all(np.abs(shares.sum(axis=1) - 1) < 1e-4):
            told = say(
                "{call} gave {name}(logits). Logits are expected: `nn.CrossEntropyLoss` applies the softmax itself.",
                call=call,
                name=name,
            )
            fail("values", told)
    return logits


def state(model):
    """The arrays of a model's state dict, by name; what stands under two names counts once."""
    told = model.state_dict()
    if not isinstance(told, dict) or not all(isinstance(value, TensorValue) for value in told.values()):
        fail("type", "GlobalPoolNet is no network with a `state_dict()` of tensors.")
    found = {}
    if len(told) > MOST_ARRAYS or sum(value.array.size for value in told.values()) > MOST_NUMBERS:
        fail("shape", "GlobalPoolNet has parameters without number.")
    for name, value in told.items():
        twins = (one for one in found.values() if one.shape == value.array.shape and np.array_equal(one, value.array))
        if next(twins, None) is None or value.array.ndim < 2:
            found[name] = value.array
    return found


def made(student, process, rng, *classes):
    """A new model of the student's in eval mode, with weights of ours in one of its convolutions, which shows in the logits."""
    model = process.props.sized(student.GlobalPoolNet(*classes))
    model.eval()
    held = state(model)
    kernels = [name for name, array in held.items() if array.ndim == 4]
    if not kernels:
        fail(
            "values",
            "GlobalPoolNet has no convolution: what the logits are made of is not learned.",
            f"{list(held)[:20]}",
        )
    x = rng.normal(size=(1, 1, 28, 28)).astype(np.float32)
    before, again = (answer(model, x, CALL) for _ in range(2))
    if not np.array_equal(before, again):
        fail("values", f"{CALL} gives other logits when it is called again, though it is in eval mode.")
    shape = held[kernels[0]].shape
    drawn = rng.normal(0, math.sqrt(2 / math.prod(shape[1:])), shape).astype(np.float32)
    model.load_state_dict({kernels[0]: TensorValue(drawn)}, strict=False)
    after = answer(model, x, CALL)
    if before.shape == after.shape and values_agree(after, before):
        fail("values", "GlobalPoolNet gives the same logits whatever the weights of its convolution.")
    return model


class Head:
    """A new model of the student's, in eval mode, with weights of ours in its head: as many classes as let what enters it be read."""

    def __init__(self, student, process, rng):
        first = [array.shape for array in state(process.props.sized(student.GlobalPoolNet(FEW))).values()]
        self.inputs = max((math.prod(shape) // FEW for shape in first if FEW in shape and is_linear(shape)), default=0)
        if not 0 < self.inputs <= WIDEST:
            fail("shape", ONE_HEAD, f"shapes {first}")
        self.classes = self.inputs + 8
        while any(self.classes in shape for shape in first):
            self.classes += 1
        self.model = made(student, process, rng, self.classes)
        self.shapes = {name: array.shape for name, array in state(self.model).items()}
        weight = self.name(is_linear)
        bias = self.name(lambda shape: math.prod(shape) == self.classes, at_most=True)
        # Columns at right angles: what enters the head is its answer seen from the same columns.
        self.columns = np.linalg.qr(rng.normal(size=(self.classes, self.inputs)))[0].astype(np.float32)
        self.offset = rng.normal(size=self.classes).astype(np.float32) if bias else np.zeros(self.classes, np.float32)
        shape = self.shapes[weight]
        turned = self.columns.T if shape[0] == self.inputs else self.columns
        values = {weight: turned.reshape(shape)} | ({bias: self.offset.reshape(self.shapes[bias])} if bias else {})
        self.model.load_state_dict({name: TensorValue(value) for name, value in values.items()}, strict=False)

    def name(self, fits, at_most=False):
        """The one array that has an axis of as many numbers as there are classes, and that ``fits``."""
        found = [name for name, shape in self.shapes.items() if self.classes in shape and fits(shape)]
        if len(found) > 1 or (not found and not at_most):
            fail("shape", ONE_HEAD, f"shapes {self.shapes}")
        return found[0] if found else None

    def linear_layers(self):
        """How many weights of linear layers there are, by shape."""
        return sum(len(shape) == 2 and min(shape) > 1 for shape in self.shapes.values())

    def enters(self, x, call=CALL):
        """What enters the head, ``(n, inputs)``: the logits are one linear layer of it, as they are."""
        logits = logits_of(self.model, x, self.classes, call).astype(np.float64)
        entering = (logits - self.offset) @ self.columns
        if not values_agree(entering @ self.columns.T + self.offset, logits):
            told = say(
                "{call}: the logits are not one linear layer of what the features were averaged to, as they are.",
                call=call,
            )
            fail("values", told)
        return entering


def is_linear(shape):
    """Whether this is the weight of a linear layer, or of a 1×1 convolution."""
    return (len(shape) == 2 and shape[0] > 1) or (len(shape) == 4 and shape[2:] == (1, 1))
