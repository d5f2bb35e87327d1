"""The student's `SimpleCNN` beside the reference's, with the same weights."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import layers_torch
import numpy as np
from layers_weights import bias_numbers, stored, with_weights

from autograder.suite import assert_values, fail, kind_of, say

SHAPE, CLASSES = (2, 9, 6), 7
WEIGHTED = (
    say("the first convolution"),
    say("the second convolution"),
    say("the first linear layer"),
    say("the last layer"),
)


def weight_shapes(input_shape: tuple[int, int, int], classes: int) -> list[tuple[int, ...]]:
    """The shapes of W of the network's four layers with weights, in order."""
    channels, height, width = input_shape
    features = 64 * (height // 4) * (width // 4)
    return [(32, channels, 3, 3), (64, 32, 3, 3), (512, features), (classes, 512)]


class Network:
    """One set of random weights ``weights``, the reference's network that holds them (``oracle``), a batch ``X``, a gradient ``dZ``."""

    def __init__(
        self, student: Any, process: Any, reference: Any, rng: np.random.Generator,
        shape: tuple[int, int, int] = SHAPE, classes: int = CLASSES, batch: int = 2,
    ) -> None:  # fmt: skip
        self.kind, self.process, self.settings = student.SimpleCNN, process, (shape, classes)
        self.shapes = weight_shapes(shape, classes)
        self.weights = [(rng.normal(size=s) * np.sqrt(2 / np.prod(s[1:])), rng.normal(size=s[0])) for s in self.shapes]
        self.oracle = reference.SimpleCNN(shape, classes)
        self.weighted = [layer for layer in self.oracle.layers if hasattr(layer, "W")]
        for layer, pair in zip(self.weighted, self.weights, strict=True):
            with_weights(layer, *pair)
        self.second = layers_torch.network(self.weights)
        self.X, self.dZ = self.batch(rng, batch)

    def batch(self, rng: np.random.Generator, count: int) -> tuple[Any, Any]:
        """Random images and upstream gradients for ``count`` of them."""
        shape, classes = self.settings
        return rng.normal(size=(count, *shape)), rng.normal(size=(count, classes))

    def play(self, steps: list[tuple[str, Any]], weights: bool = True) -> list[Any]:
        """The answers of the student's network to ``steps``, and after them the arrays handed in. Its layers are those asked."""
        answer = self.process.props.network(self.kind, self.settings, self.weights if weights else None, steps)
        return judge_answers(answer, self.shapes, len(steps) + 1)

    def beside(self, other: Network) -> Any:
        """The output for ``X`` of the student's network, beside a second one with the weights of ``other``."""
        answer = self.process.props.beside(self.kind, self.settings, self.weights, other.weights, self.X)
        return judge_answers(answer, self.shapes, 1, ten=False)[0]

    def judge_output(self, got: Any, X: Any, agree: Any) -> None:
        """``got`` is what `forward` gives for ``X``."""
        want = agree(self.oracle.forward(X), lambda: self.second(X, None)[0])
        assert_values(got, want, "SimpleCNN(…).forward(X)", (X,))

    def judge_gradient(self, got: Any, X: Any, dZ: Any, agree: Any) -> None:
        """``got`` is the gradient with respect to ``X``."""
        self.oracle.forward(X)
        want = agree(self.oracle.backward(dZ), lambda: self.second(X, dZ)[1])
        assert_values(got, want, "SimpleCNN(…).backward(dZ)", (dZ,))

    def judge_weight_gradients(self, got: Any, X: Any, dZ: Any, agree: Any) -> None:
        """``got`` are the pairs dW, db of the layers with weights."""
        self.oracle.forward(X)
        self.oracle.backward(dZ)
        right = [gradient for layer in self.weighted for gradient in (layer.dW, layer.db)]
        agree(right, lambda: self.second(X, dZ)[2])
        for i, (name, (dW, db)) in enumerate(zip(WEIGHTED, pairs(got), strict=True)):
            dW_call, db_call = (
                say("SimpleCNN(…): {gradient} of {name}", gradient=gradient, name=name) for gradient in ("dW", "db")
            )
            assert_values(stored(dW, dW_call, "dW"), right[2 * i], dW_call, (dZ,))
            assert_values(bias_numbers(stored(db, db_call, "db"), db_call), right[2 * i + 1], db_call, (dZ,))


def judge_drawn(
    student: Any, process: Any, reference: Any, rng: np.random.Generator, named: dict[str, Any], call: str
) -> None:
    """A network made with the arguments ``named`` computes, with weights drawn from a seed, what the reference's computes with them."""
    shape, classes = named.get("input_shape", (3, 32, 32)), named.get("num_classes", 10)
    seed, shapes = int(rng.integers(2**31)), weight_shapes(shape, classes)
    X, right = _drawn(reference, shape, classes, seed)
    answer = process.props.drawn(student.SimpleCNN, named, seed, X)
    if isinstance(answer, list) and answer:
        judge_layout(answer[0], shapes, call, ten=False)
    (got,) = judge_answers(answer, shapes, 1, ten=False)
    assert_values(got, right, f"{call}.forward(X)", (X,))


@lru_cache(maxsize=8)  # two million weights, and the same for every submission
def _drawn(reference: Any, shape: tuple[int, int, int], classes: int, seed: int) -> tuple[Any, Any]:
    """An image and the reference's answer, with weights as the props draw them."""
    oracle, rng = reference.SimpleCNN(shape, classes), np.random.default_rng(seed)
    for layer in [layer for layer in oracle.layers if hasattr(layer, "W")]:
        W = rng.uniform(-1, 1, layer.W.shape) * np.sqrt(6 / np.prod(layer.W.shape[1:]))
        with_weights(layer, W, rng.uniform(-1, 1, len(W)))
    X = rng.normal(size=(1, *shape))
    return X, oracle.forward(X)


def pairs(got: Any) -> list[tuple[Any, Any]]:
    """What the student's process says of two attributes of each of the four layers with weights."""
    if not isinstance(got, list) or len(got) != 4 or any(not isinstance(p, list) or len(p) != 2 for p in got):
        fail("type", "SimpleCNN(…) gave something else than arrays.")
    return [(one, two) for one, two in got]


def judge_answers(answer: Any, shapes: list[tuple[int, ...]], count: int, *, ten: bool = True) -> list[Any]:
    """The ``count`` answers behind a layout, which is the one asked."""
    if not isinstance(answer, list) or not answer:
        fail("type", "SimpleCNN(…) gave something else than arrays.")
    layout, *answers = answer
    if ten or not answers:  # a network that could do its work is judged by that
        judge_layout(layout, shapes, ten=ten)
    if len(answers) == 1 and isinstance(answers[0], str) and answers[0] in ("forward", "backward"):
        fail("missing", say("SimpleCNN(…) has no method `{name}`.", name=answers[0]))
    if len(answers) != count:
        fail("type", "SimpleCNN(…) gave something else than arrays.")
    return answers


def judge_layout(
    layout: Any, shapes: list[tuple[int, ...]], call: str = "SimpleCNN(input_shape, num_classes)", *, ten: bool = True
) -> None:
    """The network has layers, four of them with weights of these shapes, and ``ten`` in all. ``layout`` comes from the props."""
    if not isinstance(layout, list) or len(layout) not in (2, 3):
        fail("type", say("{call} gave something else than a network.", call=call))
    if layout[0] is None:
        what = say("missing or None") if layout[1] is None else kind_of(layout[1])
        fail(
            "missing",
            say("{call}: `layers` is {what}; a list of its layers, in order, is expected.", call=call, what=what),
        )
    found, count, all_layers = layout
    right = [list(shape) for shape in shapes]
    if count != 10 and (ten or found != right):
        fail("shape", say("{call}: `layers` does not hold ten layers.", call=call), f"{count} layers")
    if not all_layers and found != right:
        fail(
            "type", say("{call}: something in `layers` is no layer; each has a `forward` and a `backward`.", call=call)
        )
    if not isinstance(found, list) or len(found) != len(shapes):
        told = say(
            "{call}: not four of the layers hold weights under the name `W`; the two convolutions and the two linear layers do.",
            call=call,
        )
        fail("shape", told, f"the shapes of W: {found}")
    for name, one, asked in zip(WEIGHTED, found, right, strict=True):
        if one != asked:
            fail(
                "shape",
                say("{call}: W of {name} has the wrong shape.", call=call, name=name),
                f"W of {name}: {one}, but should be {asked}",
            )
