"""How models are judged: by their answers, by their gradients, and by where gradient descent takes them from the same start.

What the student's process says of a model (names, shapes, modes, hooks) is used for messages, and may fail a check. It passes none.
"""

import numpy as np
import torch_cnn_networks as networks
import torch_cnn_oracles as oracles
from torch_cnn_cases import from_tensor, tensor

from autograder.suite import (
    CheckFailed,
    StudentFailure,
    as_array,
    assert_values,
    call_each,
    fail,
    say,
    values_agree,
)

MOST_ARRAYS, MOST_NUMBERS = 300, 1 << 24
"""A model of more parameters, or of more numbers in them, is none that is expected."""


THE_MODEL = say("the model")


def answer(model, x, call=THE_MODEL):
    """What a model in the student's process, called as it is, makes of ``x``, float32."""
    return from_tensor(model(tensor(x)), call)


def exercise(process, model, *steps, call=THE_MODEL):
    """What comes of ``steps``, one after the other and sent together: `("answer", x)` is the model's own answer, anything else
    `(name of a helper, *arguments behind the model)`."""
    calls = [
        (model, (tensor(arguments[0]),), {})
        if what == "answer"
        else (getattr(process.props, what), (model, *arguments), {})
        for what, *arguments in steps
    ]
    pairs = zip(steps, call_each(calls), strict=True)
    return [from_tensor(got, call) if step[0] == "answer" else got for step, got in pairs]


def bounded(arrays, name):
    """What came back as the parameters of a model: so many arrays, with so many numbers, that looking at them takes no time."""
    if not isinstance(arrays, list) or not all(isinstance(array, np.ndarray) for array in arrays):
        fail("type", say("the parameters of {name} are no arrays of numbers.", name=name))
    if len(arrays) > MOST_ARRAYS or sum(array.size for array in arrays) > MOST_NUMBERS:
        fail("shape", say("{name} has far more parameters than are expected.", name=name), f"{len(arrays)} arrays")
    return arrays


def assert_close(got, want, call, within=1e-3):
    """Shape and values, ``within`` that share of the largest magnitude: steps of gradient descent round where single answers do not."""
    array = as_array(got, call)
    if array.shape != np.shape(want) or not np.all(np.isfinite(array)):
        assert_values(array, want, call)
    error = np.abs(array - np.asarray(want, dtype=np.float64)).max()
    limit = within * np.abs(want).max()
    if error > limit:
        fail(
            "values",
            say("{call}: not what the same steps of gradient descent lead to.", call=call),
            f"{call}: off by {error:.3g} of {limit:.3g}",
        )


# ---------------------------------------------------------------- digit networks


def with_weights(process, model, weights, name):
    """``model`` in eval mode, holding our ``weights``, each put where its shape is found."""
    missing, unexpected = process.props.load(model, weights)
    if missing:
        reason = _what_is_wrong(missing, unexpected)
        fail("shape", say("{name} has not the parameters that are expected: {reason}.", name=name, reason=reason))
    model.eval()
    return model


def _what_is_wrong(missing, unexpected):
    """Why parameters are missing, in words that repeat no number of the student's (it could tell a hidden input)."""
    missing, unexpected = ([tuple(shape) for shape in shapes[:MOST_ARRAYS]] for shapes in (missing, unexpected))
    if not unexpected and all(len(shape) == 1 for shape in missing):
        return say("some layers have no bias")
    if not unexpected:
        return say("layers are missing, or not assigned to `self` (a plain Python list hides its layers from PyTorch)")
    for shape in missing:
        for other in unexpected:
            reason = _difference(shape, other) if len(shape) == len(other) > 1 else ""
            if reason:
                return reason
    return say("some layers have other sizes; compare them with the stub")


def _difference(shape, other):
    layer = say("a convolution") if len(shape) == 4 else say("a linear layer")
    if shape[:2] == other[:2]:
        return say(
            "{layer} has another kernel size than {height}×{width}", layer=layer, height=shape[2], width=shape[3]
        )
    if shape[0] == other[0] and shape[1] == 1:
        return say("its first convolution takes colour images, of several channels, and a digit has one channel")
    if shape[0] == other[0]:
        return say(
            "{layer} takes another number of inputs than the {number} that arrive; follow the shapes",
            layer=layer,
            number=shape[1],
        )
    if shape[1:] == other[1:]:
        return say(
            "{layer} has another number of outputs than the {number} that are expected", layer=layer, number=shape[0]
        )
    return ""


def assert_logits(got, want, call):
    """The logits ``want``; probabilities, and a batch axis that got lost, are named."""
    array = as_array(from_tensor(got, call), call)
    if array.ndim == 1 and want.shape[0] == 1:
        fail("shape", say("{call} lost the batch axis of a batch of one; keep (1, 10).", call=call))
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
            why = (
                say("negative logits are lost")
                if name == "relu"
                else say("`nn.CrossEntropyLoss` applies the softmax itself")
            )
            fail(
                "values",
                say(
                    "{call} gave {name}(logits). Logits are expected, the plain output of fc2: {why}.",
                    call=call,
                    name=name,
                    why=why,
                ),
            )


def assert_gradients(got, want, shapes, call):
    """A gradient arrived at every parameter, the right one. ``got`` is in the model's order, ``want`` in the order of ``shapes``."""
    waiting = list(bounded(got, call))
    for shape, right in zip(shapes, want, strict=True):
        place = next((i for i, value in enumerate(waiting) if np.shape(value) == tuple(shape)), None)
        if place is None:
            fail("shape", say("{call}: a parameter of the asked shape is not among `parameters()`.", call=call))
        gradient = waiting.pop(place)
        if not np.any(gradient):
            fail(
                "values",
                say(
                    "{call}: no gradient reaches a parameter; "
                    "`.detach()`, `.data`, `torch.no_grad` and `requires_grad_(False)` cut it off.",
                    call=call,
                ),
            )
        if not values_agree(gradient, right):
            fail(
                "values",
                say("{call}: the gradients are not those of the asked network.", call=call),
                f"{shape}: wrong gradient",
            )


def by_shape(arrays, shapes, name):
    """The student's parameters in the order of ``shapes``."""
    waiting, ordered, missing = (
        [as_array(a, say("a parameter of {name}", name=name)) for a in bounded(arrays, name)],
        [],
        [],
    )
    for shape in shapes:
        place = next((i for i, value in enumerate(waiting) if value.shape == tuple(shape)), None)
        if place is None:
            missing.append(shape)
        else:
            ordered.append(waiting.pop(place))
    if missing:
        reason = _what_is_wrong(missing, [value.shape for value in waiting])
        fail("shape", say("{name} has not the parameters that are expected: {reason}.", name=name, reason=reason))
    return ordered


# ---------------------------------------------------------------- what only looks


class Untouched:
    """A network of ours in the student's process, and its twin in the grader's: what only looks leaves both going the same way.

    One parameter is frozen (``frozen``, its shape), and where ``listener`` names a layer, a hook of ours on it doubles its answer.
    """

    def __init__(self, process, rng, description, training, frozen, listener=None):
        self.process, self.rng, self.training = process, rng, training
        values = networks.draw(rng, description)
        self.model, self.own = networks.theirs(process, description, values), networks.own(description, values)
        for props, net in self.both():
            props.freeze(net, [frozen])
            if listener:
                props.doubled(net, listener)
            net.train(training)
        self.before = process.props.told(self.model)

    def both(self):
        """Helpers and network, there and here."""
        return (self.process.props, self.model), (oracles.props(), self.own)

    def same_way(self, call, *steps):
        """The last of these steps, see `exercise`, gives the same there and here."""
        *_, got = exercise(self.process, self.model, *steps)
        *_, want = [getattr(oracles.props(), what)(self.own, *arguments) for what, *arguments in steps]
        assert_close(got, want, say("the model, used again after {call},", call=call), 1e-4)

    def assert_mode(self, call, x):
        """It answers in the mode it came in: in training mode by the same batch's statistics, and with the same numbers dropped."""
        now = bool(self.process.props.told(self.model)[0][0])
        if now != self.training:
            told = (
                say("{call} got a model in training mode and left it in eval mode.", call=call)
                if self.training
                else say("{call} got a model in eval mode and left it in training mode.", call=call)
            )
            fail("changed", told)
        self.dropping(call, ("answer", x))

    def dropping(self, call, *steps):
        """`same_way`, with the same numbers dropped where dropout acts."""
        number = int(self.rng.integers(2**31))
        self.process.props.seed(number)
        oracles.props().seed(number)
        self.same_way(call, *steps)

    def assert_values_stay(self, call, x):
        """Weights and running statistics are as before: it answers in eval mode as it did, and one step of gradient descent moves what
        was trained before, and nothing else."""
        self._words(call)
        for _, net in self.both():
            net.eval()
        upstream = self.rng.normal(size=oracles.props().answer(self.own, x).shape).astype(np.float32)
        self.same_way(call, ("answer", x), ("pull", x, upstream, 0.1), ("answer", x))

    def assert_all_stays(self, call, x):
        """Mode, values, what is trained, and the hooks of others."""
        self._words(call)
        self.assert_mode(call, x)
        upstream = self.rng.normal(size=oracles.props().answer(self.own, x).shape).astype(np.float32)
        self.dropping(call, ("pull", x, upstream, 0.1), ("answer", x))
        self.assert_values_stay(call, x)

    def _words(self, call):
        """What the process itself says is wrong."""
        _, trained, hooks, on = self.process.props.told(self.model)
        if trained != self.before[1]:
            fail("changed", say("{call} froze or thawed parameters of the model; it is only to look.", call=call))
        if hooks < self.before[2]:
            fail(
                "changed", say("{call} removed hooks that were on the model before; remove your own alone.", call=call)
            )
        if on is not True:
            told = say(
                "{call} left gradients switched off for the rest of the program; `with torch.no_grad():` ends.",
                call=call,
            )
            fail("changed", told)


def assert_no_hooks(left, call):
    """Nothing is left on the model: by the process's word, hooks that only listen show nowhere else."""
    if not isinstance(left, int) or left != 0:
        told = say(
            "{call} left its hooks on the model: every later forward pass runs them. Call `remove()` on each.",
            call=call,
        )
        fail("changed", told)


def assert_layer_unchanged(process, layer, arrays, call, padding=0, stride=1):
    """A layer of ours, whose weight (and bias) are ``arrays``, goes on as it would have: the same answer, before and after a step of
    gradient descent."""
    if not all(process.props.told(layer)[1]):
        fail("changed", say("{call} froze the layer; `.detach()` or `torch.no_grad()` lets it be.", call=call))
    weight, bias = (*arrays, None)[:2]
    own = oracles.props().conv(weight, bias, padding, stride)
    rng = np.random.default_rng(list(weight.tobytes()))
    x = rng.normal(size=(1, weight.shape[1], *(n + 4 for n in weight.shape[2:]))).astype(np.float32)
    upstream = rng.normal(size=oracles.props().answer(own, x).shape).astype(np.float32)
    before, _, after = exercise(process, layer, ("answer", x), ("pull", x, upstream, 0.1), ("answer", x))
    assert_close(before, oracles.props().answer(own, x), say("the layer after {call}", call=call), 1e-5)
    oracles.props().pull(own, x, upstream, 0.1)
    assert_close(after, oracles.props().answer(own, x), say("the layer, trained after {call},", call=call), 1e-4)


# ---------------------------------------------------------------- transfer learning


def on_a_simple_cnn(student, process, judge):
    """``judge(model)`` passes on our SimpleCNN or on the student's own, whose layers may have other names. Ours is tried first: it is
    always usable, and the student's may be one that never answers. Of two failures the student's own counts."""
    try:
        return judge(networks.theirs(process, networks.digits(oracles.SIMPLE, 0.25)))
    except (CheckFailed, StudentFailure) as failure:
        on_ours = failure
    try:
        own = student.SimpleCNN()
    except (StudentFailure, TypeError):  # a TypeError: the name is bound to something that cannot be called
        raise on_ours from None
    return judge(own)


# ---------------------------------------------------------------- weights files


def read_files(process, files, rng):
    """``(name, accuracy on digits nobody has seen or None, what is wrong)`` for every weights file handed in."""
    for name, data in sorted(files.items()):
        if not name.lower().endswith((".pt", ".pth", ".safetensors")):
            yield name, None, say("weights are read from .pt, .pth and .safetensors files")
            continue
        if len(data) > 16 << 20:
            yield name, None, say("it is larger than 16 MB, and a SimpleCNN needs 0.8 MB")
            continue
        try:
            arrays = process.props.read_weights(np.frombuffer(data, np.uint8), name)
            weights = by_shape([np.asarray(a) for a in arrays], oracles.shapes(oracles.SIMPLE), say("the file"))
        except StudentFailure:
            yield name, None, say("it cannot be read as weights; save `model.state_dict()`")
        except CheckFailed:
            yield name, None, say("it holds other weights than those of a SimpleCNN")
        else:
            finite = all(np.all(np.isfinite(weight)) for weight in weights)
            yield (
                name,
                _best_accuracy(weights, rng) if finite else None,
                "" if finite else say("it holds NaN or infinity"),
            )


def _best_accuracy(weights, rng):
    """On digits as `load_mnist` gives them or on the scale 0..1, whichever the weights were trained on."""
    images, labels = oracles.unseen(rng)
    plain = images * np.float32(oracles.DEVIATION) + np.float32(oracles.MEAN)
    return max(oracles.accuracy(weights, images, labels), oracles.accuracy(weights, plain, labels))
