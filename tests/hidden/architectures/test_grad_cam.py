"""Hidden checks of `grad_cam`."""

import numpy as np
import pytest
import torch
from architectures_cases import as_maps, props

from autograder.suite import TensorValue, assert_unchanged, assert_values, fail, say

CALL = "grad_cam(model, layer, x, target)"
THE_MODEL = say("the model")


def drawn(rng, channels=2, first=3, second=5, classes=4):
    shapes = ((first, channels, 2, 3), (first,), (second, first, 3, 3), (second,), (classes, second), (classes,))
    return [rng.normal(size=shape).astype(np.float32) for shape in shapes]


def images(rng, count, height=7, width=6):
    return rng.normal(size=(count, 2, height, width)).astype(np.float32)


def by_hand(weights, x, target):
    """The answer for the second convolution from its formula: the head takes the mean of tanh(relu(maps))."""
    model = props().net(weights, training=False)
    kept = []
    hook = model.second.register_forward_hook(lambda _, __, output: kept.append(output))
    model(torch.from_numpy(x))
    hook.remove()
    maps = kept[0].detach().numpy().astype(np.float64)
    slope = np.where(maps > 0, 1 - np.tanh(np.maximum(maps, 0)) ** 2, 0.0)
    gradient = weights[4][target][None, :, None, None] * slope / maps[0, 0].size
    return np.maximum((gradient.mean(axis=(2, 3), keepdims=True) * maps).sum(axis=1), 0)


class Case:
    """A network of ours in the student's process, and its twin here."""

    def __init__(self, student, process, reference, rng, training=True):
        self.student, self.process, self.reference = student, process, reference
        self.weights = drawn(rng)
        self.model, self.own = process.props.net(self.weights, training), props().net(self.weights, training)

    def right(self, name, x, target):
        return self.reference.grad_cam(self.own, props().layer(self.own, name), torch.from_numpy(x), target).numpy()

    def got(self, name, x, target):
        return self.student.grad_cam(self.model, self.process.props.layer(self.model, name), TensorValue(x), target)

    def judge(self, name, x, target, call=CALL):
        answer = self.got(name, x, target)
        assert_values(as_maps(answer, call), self.right(name, x, target), call)
        return answer


@pytest.mark.weight(4)
def test_last_convolution(student, process, reference, rng, agree):
    """The maps of the last convolution, weighted by the mean gradient of the target's logit: one image, every class."""
    case = Case(student, process, reference, rng, training=False)
    for target in range(4):
        x = images(rng, 1)
        agree(
            case.right("second", x, target).astype(np.float64),
            lambda x=x, target=target: by_hand(case.weights, x, target).astype(np.float32).astype(np.float64),
        )
        case.judge("second", x, target)


@pytest.mark.weight(2)
def test_earlier_layer(student, process, reference, rng):
    """Any layer can be asked: the gradient goes back through what follows it."""
    case = Case(student, process, reference, rng, training=False)
    for target in (3, 0):
        case.judge("first", images(rng, 1, 6, 9), target)


@pytest.mark.weight(2)
def test_batch(student, process, reference, rng):
    """Every image of a batch has weights of its own."""
    case = Case(student, process, reference, rng, training=False)
    for name in ("second", "first"):
        case.judge(name, images(rng, 3), 2)


@pytest.mark.weight(2)
def test_evaluation_mode(student, process, reference, rng):
    """A model in training mode is looked at in evaluation mode: nothing is dropped."""
    Case(student, process, reference, rng).judge("second", images(rng, 2), 1)


@pytest.mark.weight(2)
def test_mode_restored(student, process, reference, rng):
    """Afterwards every module is in the mode it was in: training, evaluation, or one so and the other not."""
    for modes in ([True] * 5, [False] * 5, [True, False, True, False, True], [False, True, False, True, False]):
        case = Case(student, process, reference, rng)
        for there, model in ((process.props, case.model), (props(), case.own)):
            there.set_modes(model, modes)
        x = images(rng, 2)
        case.judge("second", x, 1)
        if process.props.modes(case.model) != modes:
            fail("changed", f"{CALL} left modules of the model in another mode than they were in.")
        want = props().answer(case.own, x).numpy()
        assert_values(
            as_maps(process.props.answer(case.model, x), THE_MODEL),
            want,
            say("the model, used again after {call},", call=CALL),
        )


def test_detached(student, process, reference, rng):
    """The answer is detached from the graph that made it."""
    answer = Case(student, process, reference, rng, training=False).judge("second", images(rng, 1), 0)
    if isinstance(answer, TensorValue) and answer.requires_grad:
        fail("type", f"{CALL}: the answer is still tied to the graph; `.detach()` cuts it loose.")


def test_x_and_weights_stay(student, process, reference, rng):
    """x and the weights stay as they are, and a second call gives its own answer."""
    case = Case(student, process, reference, rng, training=False)
    x, y = images(rng, 2), images(rng, 2)
    kept = process.keep(TensorValue(x))
    layer = process.props.layer(case.model, "second")
    got = student.grad_cam(case.model, layer, kept, 3)
    assert_values(as_maps(got, CALL), case.right("second", x, 3), CALL)
    assert_unchanged(as_maps(process.value(kept), CALL), x, "x", CALL)
    case.judge("second", y, 0, say("{call}, called again,", call=CALL))
    want = props().answer(case.own, x).numpy()
    assert_values(
        as_maps(process.props.answer(case.model, x), THE_MODEL),
        want,
        say("the model, used again after {call},", call=CALL),
    )


@pytest.mark.on_word
def test_no_hook_left(student, process, reference, rng):
    """No hook is left on the model."""
    case = Case(student, process, reference, rng, training=False)
    case.judge("second", images(rng, 1), 2)
    if process.props.hooks(case.model) != 0:
        fail(
            "changed",
            f"{CALL} left its hooks on the model: every later forward pass runs them. Call `remove()` on each.",
        )
