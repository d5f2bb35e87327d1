"""The layers' shapes, and a bench that holds the student's layer and the reference's with the same weights and
inputs.

Every extent of a case differs from the others where it can: a height taken for a width, or channels for filters,
never goes unseen.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import layers_torch
import numpy as np
from numpy.typing import NDArray

from autograder.grading.asserts import as_array, assert_unchanged, assert_values


@dataclass(frozen=True)
class Conv:
    """A convolution: `(batch, channels, height, width)` through `filters` kernels of `kernel` x `kernel`."""

    batch: int
    channels: int
    filters: int
    kernel: int
    height: int
    width: int
    stride: int = 1
    padding: int = 0


@dataclass(frozen=True)
class Pool:
    """A pooling of `(batch, channels, height, width)`."""

    batch: int
    channels: int
    height: int
    width: int
    size: int = 2
    stride: int = 2


PLAIN = Conv(2, 3, 4, 3, 7, 9)
PADDED = (Conv(2, 3, 4, 3, 5, 8, padding=1), Conv(3, 2, 5, 3, 6, 4, padding=2), Conv(2, 3, 5, 2, 4, 6, padding=2))
STRIDED = (Conv(2, 3, 4, 3, 8, 11, stride=3), Conv(3, 2, 4, 3, 9, 6, stride=2), Conv(2, 4, 3, 2, 9, 10, stride=3))
BOTH = (
    Conv(2, 4, 3, 3, 8, 9, stride=3, padding=1),
    Conv(3, 2, 4, 4, 7, 6, stride=2, padding=1),
    Conv(2, 3, 4, 3, 6, 5, stride=2, padding=2),
)
EVEN = (Conv(2, 3, 5, 2, 4, 7), Conv(3, 2, 5, 4, 6, 9), Conv(2, 5, 3, 4, 6, 5, padding=1))
POINTWISE = Conv(2, 3, 5, 1, 4, 6)
SINGLE = (Conv(1, 1, 1, 3, 5, 6), Conv(1, 3, 2, 4, 4, 6), Conv(1, 2, 1, 3, 4, 7, stride=2, padding=1))

POOL_PLAIN = Pool(2, 3, 6, 8)
POOL_REST = (Pool(2, 3, 7, 5), Pool(3, 2, 8, 11, size=3, stride=3), Pool(2, 4, 5, 9, size=4, stride=4))
POOL_OVERLAP = (Pool(2, 3, 7, 9, size=3, stride=2), Pool(3, 2, 5, 6, size=2, stride=1), Pool(2, 3, 9, 6, size=4, stride=3))
POOL_GAPS = (Pool(2, 3, 8, 9, size=2, stride=3), Pool(3, 2, 7, 10, size=1, stride=2))
POOL_SINGLE = (Pool(1, 1, 4, 6), Pool(1, 3, 4, 7, size=4, stride=2))


@dataclass
class Bench:
    """One layer of the student's (``layer``) and of the reference's (``oracle``), an input ``X`` and an upstream
    gradient ``dZ``.

    ``second(X, dZ)`` gives torch's `(Z, dX, dW, db)`, or `(Z, dX)` for a layer without weights.
    """

    name: str
    layer: Any
    oracle: Any
    X: NDArray[Any]
    dZ: NDArray[Any]
    second: Callable[[NDArray[Any], NDArray[Any]], tuple[Any, ...]]
    weights: tuple[NDArray[Any], ...] = field(default=())

    def forward(self, agree: Any, X: Any = None) -> None:
        """The student's `forward` is right for ``X`` (default: the bench's)."""
        X = self.X if X is None else X
        want = agree(self.oracle.forward(X), lambda: self.second(X, None)[0])
        assert_values(self.layer.forward(X), want, f"{self.name}.forward(X)", (X, *self.weights))

    def input_gradient(self, agree: Any) -> None:
        """What the student's `backward` gives is right, after the bench's `forward`."""
        want = agree(self._reference_gradients()[0], lambda: self.second(self.X, self.dZ)[1])
        self.layer.forward(self.X)
        assert_values(self.layer.backward(self.dZ), want, f"{self.name}.backward(dZ)", (self.dZ, *self.weights))

    def weight_gradient(self, agree: Any) -> None:
        """`dW` is right after `forward` and `backward`."""
        self._run()
        self.same_dW(agree)

    def bias_gradient(self, agree: Any) -> None:
        """`db` is right after `forward` and `backward`."""
        self._run()
        self.same_db(agree)

    def gradients(self, agree: Any) -> None:
        """All that one `backward` leaves behind is right: dX, and dW and db where the layer has weights."""
        self.input_gradient(agree)
        if self.weights:
            self.same_dW(agree)
            self.same_db(agree)

    def same_dW(self, agree: Any) -> None:
        """The student's `dW` as it stands now is that of the bench's input and gradient."""
        want = agree(self._reference_gradients()[1], lambda: self.second(self.X, self.dZ)[2])
        assert_values(self.layer.dW, want, f"{self.name}: dW after backward(dZ)", (self.X, self.dZ))

    def same_db(self, agree: Any) -> None:
        """The student's `db` as it stands now; of shape `(n,)` or `(n, 1)`."""
        want = agree(self._reference_gradients()[2], lambda: self.second(self.X, self.dZ)[3])
        assert_values(flat_bias(self.layer.db), want, f"{self.name}: db after backward(dZ)", (self.dZ,))

    def _run(self) -> None:
        self.layer.forward(self.X)
        self.layer.backward(self.dZ)

    def _reference_gradients(self) -> tuple[Any, ...]:
        self.oracle.forward(self.X)
        dX = self.oracle.backward(self.dZ)
        return (dX, self.oracle.dW, self.oracle.db) if self.weights else (dX,)


def conv_bench(student: Any, reference: Any, rng: np.random.Generator, case: Conv) -> Bench:
    """A convolution layer with random weights and a random bias."""
    W = rng.normal(size=(case.filters, case.channels, case.kernel, case.kernel))
    b = rng.normal(size=case.filters)
    settings = (case.channels, case.filters, case.kernel, case.stride, case.padding)
    layer, oracle = student.Conv2D(*settings), reference.Conv2D(*settings)
    put_weights(layer, W, b)
    put_weights(oracle, W, b)
    X = rng.normal(size=(case.batch, case.channels, case.height, case.width))
    dZ = rng.normal(size=oracle.forward(X).shape)
    second = layers_torch.conv(W, b, case.stride, case.padding)
    return Bench("Conv2D(…)", layer, oracle, X, dZ, second, (W, b))


def pool_bench(student: Any, reference: Any, rng: np.random.Generator, kind: str, case: Pool) -> Bench:
    """A pooling layer; ``kind`` is its class, `MaxPool2D` or `AvgPool2D`."""
    layer, oracle = (getattr(room, kind)(case.size, case.stride) for room in (student, reference))
    X = rng.normal(size=(case.batch, case.channels, case.height, case.width))
    dZ = rng.normal(size=oracle.forward(X).shape)
    return Bench(f"{kind}(…)", layer, oracle, X, dZ, layers_torch.pool(kind, case.size, case.stride))


def plain_bench(student: Any, reference: Any, rng: np.random.Generator, kind: str, shape: tuple[int, ...]) -> Bench:
    """A layer without settings: `ReLU` or `Flatten`."""
    layer, oracle = getattr(student, kind)(), getattr(reference, kind)()
    X = 5 * rng.normal(size=shape)
    dZ = rng.normal(size=oracle.forward(X).shape)
    return Bench(f"{kind}()", layer, oracle, X, dZ, layers_torch.plain(kind))


def linear_bench(student: Any, reference: Any, rng: np.random.Generator, batch: int, inputs: int, outputs: int) -> Bench:
    """A fully connected layer with random weights and a random bias."""
    W, b = rng.normal(size=(outputs, inputs)), rng.normal(size=outputs)
    layer, oracle = student.Linear(inputs, outputs), reference.Linear(inputs, outputs)
    put_weights(layer, W, b)
    put_weights(oracle, W, b)
    X, dZ = rng.normal(size=(batch, inputs)), rng.normal(size=(batch, outputs))
    return Bench("Linear(…)", layer, oracle, X, dZ, layers_torch.linear(W, b), (W, b))


def put_weights(layer: Any, W: NDArray[Any], b: NDArray[Any]) -> None:
    """Give ``layer`` these weights; the bias in the shape the layer itself chose, where its size fits."""
    own = np.shape(layer.b)
    layer.W = W
    layer.b = b.reshape(own) if int(np.prod(own)) == b.size else b


def flat_bias(b: Any) -> NDArray[Any]:
    """A bias or its gradient as `(n,)`: a column `(n, 1)` is as good."""
    array = as_array(b, "db")
    return array[:, 0] if array.ndim == 2 and array.shape[1] == 1 else array


def same_on_every_call(bench: Bench, guest: Any, agree: Any) -> None:
    """Two inputs of one shape in turn: the second output is right, and the first has not become the second."""
    other = bench.X[..., ::-1] - 0.5
    got = guest.props.in_turn(bench.layer, bench.X, other)
    for answer, X in zip(got, (bench.X, other), strict=True):
        want = agree(bench.oracle.forward(X), lambda X=X: bench.second(X, None)[0])
        assert_values(answer, want, f"{bench.name}.forward(X) beside another call", (X, *bench.weights))


def same_in_any_layout(bench: Bench, guest: Any, agree: Any) -> None:
    """Views, transposed and strided arrays are arrays like any other."""
    Z = agree(bench.oracle.forward(bench.X), lambda: bench.second(bench.X, bench.dZ)[0])
    dX = bench.oracle.backward(bench.dZ)
    for got_Z, got_dX in guest.props.on_views(bench.layer, bench.X, bench.dZ):
        assert_values(got_Z, Z, f"{bench.name}.forward(X) on a view", (bench.X, *bench.weights))
        assert_values(got_dX, dX, f"{bench.name}.backward(dZ) on a view", (bench.dZ, *bench.weights))


def leaves_arguments_alone(bench: Bench, guest: Any, agree: Any) -> None:
    """Right answers, and neither has `forward` changed X nor `backward` dZ (nor, later, X)."""
    X, dZ = guest.keep(bench.X), guest.keep(bench.dZ)
    Z, dX = agree([bench.oracle.forward(bench.X), bench.oracle.backward(bench.dZ)], lambda: bench.second(bench.X, bench.dZ)[:2])
    assert_values(bench.layer.forward(X), Z, f"{bench.name}.forward(X)", (bench.X, *bench.weights))
    assert_unchanged(guest.value(X), bench.X, "X", f"{bench.name}.forward(X)")
    assert_values(bench.layer.backward(dZ), dX, f"{bench.name}.backward(dZ)", (bench.dZ, *bench.weights))
    assert_unchanged(guest.value(dZ), bench.dZ, "dZ", f"{bench.name}.backward(dZ)")
    assert_unchanged(guest.value(X), bench.X, "X", f"{bench.name}.backward(dZ)")


def leaves_weights_alone(bench: Bench, agree: Any) -> None:
    """Right gradients, and W and b as they were."""
    bench.gradients(agree)
    W, b = bench.weights
    assert_values(bench.layer.W, W, f"{bench.name}: W after backward(dZ)")
    assert_values(flat_bias(bench.layer.b), b, f"{bench.name}: b after backward(dZ)")


def repeats(bench: Bench, agree: Any) -> None:
    """A second `backward` replaces what the first left, and gives the same dX again."""
    bench.layer.forward(bench.X)
    bench.layer.backward(-3 * bench.dZ)
    bench.layer.backward(bench.dZ)
    if bench.weights:
        bench.same_dW(agree)
        bench.same_db(agree)
    bench.gradients(agree)


def follows_latest_forward(first: Bench, second: Bench, agree: Any) -> None:
    """``second`` is another input for the same layer: a forward with the one, then the gradients of the other."""
    first.layer.forward(first.X)
    first.layer.backward(first.dZ)
    first.layer.forward(second.X)
    again = Bench(first.name, first.layer, first.oracle, second.X, second.dZ, first.second, first.weights)
    again.forward(agree)
    again.gradients(agree)
    first.gradients(agree)


def keep_apart(first: Bench, second: Bench, agree: Any) -> None:
    """Two layers of the same class: what the second remembers does not reach the first."""
    first.layer.forward(first.X)
    second.layer.forward(second.X)
    want = agree(first._reference_gradients()[0], lambda: first.second(first.X, first.dZ)[1])
    assert_values(first.layer.backward(first.dZ), want, f"{first.name}.backward(dZ) beside another layer", (first.dZ, *first.weights))
    second.layer.backward(second.dZ)
    if first.weights:
        first.same_dW(agree)
        first.same_db(agree)
