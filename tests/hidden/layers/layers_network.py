"""The student's `SimpleCNN` beside the reference's, with the same weights."""

from __future__ import annotations

from typing import Any

import layers_torch
import numpy as np
from layers_cases import bias_numbers, with_weights

from autograder.grading.asserts import assert_sizes, assert_values, fail

SHAPE, CLASSES = (2, 9, 6), 7


def weight_shapes(input_shape: tuple[int, int, int], classes: int) -> list[tuple[int, ...]]:
    """The shapes of W of the network's four layers with weights, in order."""
    channels, height, width = input_shape
    features = 64 * (height // 4) * (width // 4)
    return [(32, channels, 3, 3), (64, 32, 3, 3), (512, features), (classes, 512)]


class Network:
    """One set of random weights ``weights``, the reference's network that holds them (``oracle``), a batch ``X``, a gradient ``dZ``."""

    def __init__(
        self, student: Any, guest: Any, reference: Any, rng: np.random.Generator,
        shape: tuple[int, int, int] = SHAPE, classes: int = CLASSES, batch: int = 2,
    ) -> None:  # fmt: skip
        self.kind, self.guest, self.settings = student.SimpleCNN, guest, (shape, classes)
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
        answer = self.guest.props.network(self.kind, self.settings, self.weights if weights else None, steps)
        if answer is None:
            fail("missing", "SimpleCNN(…) has no `layers`; a list of its layers, in order, is asked.")
        shapes, count, *answers = answer
        assert_sizes(shapes, self.shapes, "SimpleCNN(input_shape, num_classes): the shapes of W, layer by layer,")
        if count != 10:
            fail("shape", "SimpleCNN(…).layers does not hold ten layers.", f"{count} layers")
        if len(answers) != len(steps) + 1:
            fail("type", "SimpleCNN(…) gave something else than arrays.")
        return answers

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
        for i, (dW, db) in enumerate(got):
            assert_values(dW, right[2 * i], f"SimpleCNN(…): dW of the layer {i + 1} with weights", (dZ,))
            assert_values(
                bias_numbers(db), right[2 * i + 1], f"SimpleCNN(…): db of the layer {i + 1} with weights", (dZ,)
            )
