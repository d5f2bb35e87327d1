"""The student's `SimpleCNN` beside the reference's, with the same weights."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import layers_torch
import numpy as np
from layers_cases import flat_bias, put_weights

from autograder.grading.asserts import assert_shape, assert_unchanged, assert_values, fail


def weight_shapes(input_shape: tuple[int, int, int], classes: int) -> list[tuple[int, ...]]:
    """The shapes of W of the network's four layers with weights, in order."""
    channels, height, width = input_shape
    features = 64 * (height // 4) * (width // 4)
    return [(32, channels, 3, 3), (64, 32, 3, 3), (512, features), (classes, 512)]


def weighted_layers(layers: Iterable[Any], shapes: list[tuple[int, ...]]) -> list[Any]:
    """The layers that have weights; these must be of ``shapes``."""
    weighted = [layer for layer in layers if getattr(layer, "W", None) is not None]
    if len(weighted) != len(shapes):
        fail("shape", "SimpleCNN(…).layers does not hold four layers with weights `W`.", f"{len(weighted)} layers with weights")
    for i, (layer, shape) in enumerate(zip(weighted, shapes, strict=True)):
        assert_shape(layer.W, shape, f"SimpleCNN(…): W of weighted layer {i + 1}")
    return weighted


class Network:
    """The student's ``model`` and the reference's ``oracle`` with one set of random weights, a batch ``X`` and an
    upstream gradient ``dZ``."""

    def __init__(
        self, student: Any, reference: Any, rng: np.random.Generator,
        input_shape: tuple[int, int, int] = (2, 9, 6), classes: int = 7, batch: int = 2,
    ) -> None:  # fmt: skip
        self.rng, self.classes, self.input_shape = rng, classes, input_shape
        self.model = student.SimpleCNN(input_shape, classes)
        self.oracle = reference.SimpleCNN(input_shape, classes)
        self.holders = [layer for layer in self.oracle.layers if hasattr(layer, "W")]
        self.layers = list(self.model.layers)
        shapes = weight_shapes(input_shape, classes)
        self.weighted = weighted_layers(self.layers, shapes)
        self.weights = [(rng.normal(size=s) * np.sqrt(2 / np.prod(s[1:])), rng.normal(size=s[0])) for s in shapes]
        self.second = layers_torch.network(self.weights)
        for layer, oracle, (W, b) in zip(self.weighted, self.holders, self.weights, strict=True):
            put_weights(layer, W, b)
            put_weights(oracle, W, b)
        self.other_batch(batch)

    def other_batch(self, batch: int) -> None:
        """Another input and upstream gradient, for ``batch`` images."""
        self.X = self.rng.normal(size=(batch, *self.input_shape))
        self.dZ = self.rng.normal(size=(batch, self.classes))

    def forward(self, agree: Any) -> None:
        """The student's output is right."""
        want = agree(self.oracle.forward(self.X), lambda: self.second(self.X, None)[0])
        assert_values(self.model.forward(self.X), want, "SimpleCNN(…).forward(X)", (self.X,))

    def gradients(self, agree: Any) -> None:
        """The gradient with respect to the images is right; the student's `forward` has run."""
        assert_values(self.model.backward(self.dZ), self._reference_gradient(agree), "SimpleCNN(…).backward(dZ)", (self.dZ,))

    def weight_gradients(self, agree: Any) -> None:
        """Every layer's dW and db are right as they stand now."""
        self._reference_gradient(agree)
        right = [gradient for layer in self.holders for gradient in (layer.dW, layer.db)]
        right = agree(right, lambda: self.second(self.X, self.dZ)[2])
        for i, layer in enumerate(self.weighted):
            assert_values(layer.dW, right[2 * i], f"SimpleCNN(…): dW of weighted layer {i + 1}", (self.dZ,))
            assert_values(flat_bias(layer.db), right[2 * i + 1], f"SimpleCNN(…): db of weighted layer {i + 1}", (self.dZ,))

    def leaves_arguments_alone(self, guest: Any, agree: Any) -> None:
        """Right answers, and neither the images nor dZ have changed."""
        X, dZ = guest.keep(self.X), guest.keep(self.dZ)
        Z = agree(self.oracle.forward(self.X), lambda: self.second(self.X, None)[0])
        assert_values(self.model.forward(X), Z, "SimpleCNN(…).forward(X)", (self.X,))
        assert_values(self.model.backward(dZ), self._reference_gradient(agree), "SimpleCNN(…).backward(dZ)", (self.dZ,))
        assert_unchanged(guest.value(X), self.X, "X", "SimpleCNN(…)")
        assert_unchanged(guest.value(dZ), self.dZ, "dZ", "SimpleCNN(…).backward(dZ)")

    def _reference_gradient(self, agree: Any) -> Any:
        self.oracle.forward(self.X)
        return agree(self.oracle.backward(self.dZ), lambda: self.second(self.X, self.dZ)[1])
