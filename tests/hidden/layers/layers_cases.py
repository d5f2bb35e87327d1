"""The layers' shapes, and a bench that holds the student's layer and the reference's with the same weights and
inputs.

Every extent of a case differs from the others where it can: a height taken for a width, or channels for filters,
never goes unseen.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import layers_torch
import numpy as np
from layers_weights import bias_numbers, flat_bias, stored, with_weights
from numpy.typing import NDArray

from autograder.suite import assert_unchanged, assert_values, fail, say


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
POOL_OVERLAP = (
    Pool(2, 3, 7, 9, size=3, stride=2),
    Pool(3, 2, 5, 6, size=2, stride=1),
    Pool(2, 3, 9, 6, size=4, stride=3),
)
POOL_GAPS = (Pool(2, 3, 8, 9, size=2, stride=3), Pool(3, 2, 7, 10, size=1, stride=2))
POOL_SINGLE = (Pool(1, 1, 4, 6), Pool(1, 3, 4, 8, size=4, stride=4))


@dataclass
class Bench:
    """One layer of the student's and of the reference's (``oracle``), an input ``X`` and an upstream gradient ``dZ``.

    The student's is made from ``maker``, `(class, settings, weights)`, anew for every sequence of steps: one call to their process each.
    ``second(X, dZ)`` gives torch's `(Z, dX, dW, db)`, or `(Z, dX)` for a layer without weights.
    """

    name: str
    process: Any
    maker: tuple[Any, tuple[int, ...], tuple[NDArray[Any], ...] | None]
    oracle: Any
    X: NDArray[Any]
    dZ: NDArray[Any]
    second: Callable[[NDArray[Any], NDArray[Any] | None], tuple[Any, ...]]

    @property
    def weights(self) -> tuple[NDArray[Any], ...]:
        return self.maker[2] or ()

    @property
    def gradient_names(self) -> tuple[str, ...]:
        """dX, and dW and db where the layer has weights."""
        return ("dX", "dW", "db") if self.weights else ("dX",)

    def backward_steps(self, which: int = 0) -> list[tuple[int, str, Any]]:
        """A backward of this bench's dZ, and the reading of what it leaves."""
        return [(which, "backward", self.dZ), *((which, "read", name) for name in self.gradient_names[1:])]

    def both_steps(self, which: int = 0) -> list[tuple[int, str, Any]]:
        """A forward of this bench's X, and then `backward_steps`."""
        return [(which, "forward", self.X), *self.backward_steps(which)]

    def play(self, steps: list[tuple[int, str, Any]], others: Sequence[Bench] = ()) -> list[Any]:
        """The student's answers to ``steps``, without what became of the arrays handed in."""
        return self.play_watched(steps, others)[:-1]

    def play_watched(self, steps: list[tuple[int, str, Any]], others: Sequence[Bench] = ()) -> list[Any]:
        """The student's answers to ``steps``, and after them what was handed in."""
        answers = self.process.props.play([self.maker, *(other.maker for other in others)], steps)
        return self.several(answers, len(steps) + 1)

    def several(self, answers: Any, count: int) -> list[Any]:
        """``answers`` of a helper in the student's process: a list of ``count``, or the name of what is the matter."""
        if isinstance(answers, str) and answers in ("forward", "backward"):
            fail("missing", say("{name} is no layer: it has no method `{answers}`.", name=self.name, answers=answers))
        if isinstance(answers, str) and answers == "W":
            fail(
                "shape",
                say(
                    "{name}: W starts in another shape than the one asked, so that weights of the asked shape do not fit.",
                    name=self.name,
                ),
            )
        if not isinstance(answers, list) or len(answers) != count:
            fail("type", say("{name} gave something else than arrays.", name=self.name))
        return answers

    def right(self, agree: Any) -> dict[str, NDArray[Any]]:
        """The right Z, dX, dW and db."""
        Z, dX = self.oracle.forward(self.X), self.oracle.backward(self.dZ)
        found = [Z, dX, self.oracle.dW, self.oracle.db] if self.weights else [Z, dX]
        agree(found, lambda: self.second(self.X, self.dZ))
        return dict(zip(("Z", "dX", "dW", "db"), found, strict=False))

    def judge_output(self, got: Any, agree: Any, X: Any = None) -> None:
        """``got`` is what `forward` gives for ``X`` (default: the bench's)."""
        X = self.X if X is None else X
        want = agree(self.oracle.forward(X), lambda: self.second(X, None)[0])
        assert_values(got, want, f"{self.name}.forward(X)", (X, *self.weights))

    def judge_gradients(self, got: Sequence[Any], agree: Any, names: Sequence[str] = ("dX", "dW", "db")) -> None:
        """``got`` are the answers to `backward_steps`; those called ``names`` are judged."""
        right = self.right(agree)
        for name, answer in zip(self.gradient_names, got, strict=True):
            if name in names:
                call = (
                    f"{self.name}.backward(dZ)"
                    if name == "dX"
                    else say("{call}: {name} after backward(dZ)", call=self.name, name=name)
                )
                answer = answer if name == "dX" else stored(answer, call, name)
                if name == "db":  # the shape is judged where db alone is; elsewhere its numbers count
                    answer = flat_bias(answer, call) if list(names) == ["db"] else bias_numbers(answer, call)
                assert_values(
                    answer, right[name], call, (self.X, self.dZ) if name != "dX" else (self.dZ, *self.weights)
                )

    def forward(self, agree: Any, X: Any = None) -> None:
        """The student's `forward` is right for ``X`` (default: the bench's)."""
        X = self.X if X is None else X
        self.judge_output(self.play([(0, "forward", X)])[0], agree, X)

    def gradients(self, agree: Any, names: Sequence[str] = ("dX", "dW", "db")) -> None:
        """What `backward` gives and leaves after `forward` is right; of dX, dW and db those called ``names``."""
        self.judge_gradients(self.play(self.both_steps())[1:], agree, names)

    def whole(self, agree: Any) -> None:
        """`forward` and everything of `backward` are right."""
        Z, *gradients = self.play(self.both_steps())
        self.judge_output(Z, agree)
        self.judge_gradients(gradients, agree)


def conv_bench(student: Any, process: Any, reference: Any, rng: np.random.Generator, case: Conv) -> Bench:
    """A convolution layer with random weights and a random bias."""
    W = rng.normal(size=(case.filters, case.channels, case.kernel, case.kernel))
    b = rng.normal(size=case.filters)
    settings = (case.channels, case.filters, case.kernel, case.stride, case.padding)
    oracle = with_weights(reference.Conv2D(*settings), W, b)
    X = rng.normal(size=(case.batch, case.channels, case.height, case.width))
    dZ = rng.normal(size=oracle.forward(X).shape)
    second = layers_torch.conv(W, b, case.stride, case.padding)
    return Bench("Conv2D(…)", process, (student.Conv2D, settings, (W, b)), oracle, X, dZ, second)


def pool_bench(student: Any, process: Any, reference: Any, rng: np.random.Generator, kind: str, case: Pool) -> Bench:
    """A pooling layer; ``kind`` is its class, `MaxPool2D` or `AvgPool2D`."""
    settings = (case.size, case.stride)
    oracle = getattr(reference, kind)(*settings)
    X = rng.normal(size=(case.batch, case.channels, case.height, case.width))
    dZ = rng.normal(size=oracle.forward(X).shape)
    second = layers_torch.pool(kind, case.size, case.stride)
    return Bench(f"{kind}(…)", process, (getattr(student, kind), settings, None), oracle, X, dZ, second)


def plain_bench(
    student: Any, process: Any, reference: Any, rng: np.random.Generator, kind: str, shape: tuple[int, ...]
) -> Bench:
    """A layer without settings: `ReLU` or `Flatten`."""
    oracle = getattr(reference, kind)()
    X = 5 * rng.normal(size=shape)
    dZ = rng.normal(size=oracle.forward(X).shape)
    return Bench(f"{kind}()", process, (getattr(student, kind), (), None), oracle, X, dZ, layers_torch.plain(kind))


def linear_bench(
    student: Any, process: Any, reference: Any, rng: np.random.Generator, batch: int, inputs: int, outputs: int
) -> Bench:
    """A fully connected layer with random weights and a random bias."""
    W, b = rng.normal(size=(outputs, inputs)), rng.normal(size=outputs)
    oracle = with_weights(reference.Linear(inputs, outputs), W, b)
    X, dZ = rng.normal(size=(batch, inputs)), rng.normal(size=(batch, outputs))
    return Bench(
        "Linear(…)", process, (student.Linear, (inputs, outputs), (W, b)), oracle, X, dZ, layers_torch.linear(W, b)
    )


def same_on_every_call(bench: Bench, agree: Any) -> None:
    """Two inputs of one shape in turn: the second output is right, and the first has not become the second."""
    inputs = (bench.X, bench.X[..., ::-1] - 0.5)
    answers = bench.several(bench.process.props.in_turn(*bench.maker, *inputs), 2)
    for answer, X in zip(answers, inputs, strict=True):
        bench.judge_output(answer, agree, X)


def same_in_any_layout(bench: Bench, agree: Any) -> None:
    """Views, transposed and strided arrays are arrays like any other."""
    right = bench.right(agree)
    for pair in bench.several(bench.process.props.on_views(*bench.maker, bench.X, bench.dZ), 3):
        Z, dX = bench.several(pair, 2)
        assert_values(Z, right["Z"], say("{name}.forward(X) on a view", name=bench.name), (bench.X, *bench.weights))
        assert_values(
            dX, right["dX"], say("{name}.backward(dZ) on a view", name=bench.name), (bench.dZ, *bench.weights)
        )


def leaves_arguments_alone(bench: Bench, agree: Any) -> None:
    """Right answers, and neither has `forward` changed X nor `backward` dZ or X: the negatives of what they hold afterwards give the
    answers of the negatives of what was handed in."""
    steps = [(0, "forward", bench.X), (0, "backward", bench.dZ), (0, "negated", 0), (0, "negated", 1)]
    Z, dX, again_Z, again_dX, (X, dZ) = bench.play_watched(steps)
    bench.judge_output(Z, agree)
    assert_values(dX, bench.right(agree)["dX"], f"{bench.name}.backward(dZ)", (bench.dZ, *bench.weights))
    assert_unchanged(X, bench.X, "X", f"{bench.name}.forward(X)")
    assert_unchanged(dZ, bench.dZ, "dZ", f"{bench.name}.backward(dZ)")
    negative = replace(bench, X=-bench.X, dZ=-bench.dZ)
    right = negative.right(agree)
    assert_values(
        again_Z,
        right["Z"],
        say("{name}.forward(X), handed in again with the other sign,", name=bench.name),
        (bench.X, *bench.weights),
    )
    assert_values(
        again_dX,
        right["dX"],
        say("{name}.backward(dZ), handed in again with the other sign,", name=bench.name),
        (bench.dZ, *bench.weights),
    )


def leaves_weights_alone(bench: Bench, agree: Any) -> None:
    """Right gradients, and W and b as they were: another forward and backward go by the same ones."""
    both = bench.both_steps()
    answers = bench.play([*both, (0, "read", "W"), (0, "read", "b"), *both])
    _, *gradients, W, b = answers[: len(both) + 2]
    bench.judge_gradients(gradients, agree)
    assert_values(W, bench.weights[0], say("{name}: W after backward(dZ)", name=bench.name))
    assert_values(
        bias_numbers(b, f"{bench.name}: b"), bench.weights[1], say("{name}: b after backward(dZ)", name=bench.name)
    )
    Z, *gradients = answers[len(both) + 2 :]
    bench.judge_output(Z, agree)
    bench.judge_gradients(gradients, agree)


def uses_new_weights(bench: Bench, other: Bench, agree: Any) -> None:
    """After a forward and a backward with its first weights, the layer is given those of ``other``: everything follows them."""
    before = [(0, "forward", bench.X), (0, "backward", bench.dZ), (0, "weights", other.weights)]
    Z, *gradients = bench.play([*before, *other.both_steps()])[len(before) :]
    other.judge_output(Z, agree)
    other.judge_gradients(gradients, agree)


def repeats(bench: Bench, agree: Any) -> None:
    """A second `backward` replaces what the first left; a third after another forward does, too. The first dX stays what it was."""
    first = [(0, "forward", bench.X), (0, "kept backward", -3 * bench.dZ)]
    answers = bench.play([*first, *bench.backward_steps(), *bench.both_steps()])
    count = len(bench.gradient_names)
    bench.judge_gradients(answers[2 : 2 + count], agree)
    bench.judge_output(answers[2 + count], agree)
    bench.judge_gradients(answers[3 + count :], agree)
    call = say("{name}.backward(dZ), looked at again after later calls,", name=bench.name)
    assert_values(answers[1], -3 * bench.right(agree)["dX"], call, (bench.dZ, *bench.weights))


def follows_latest_forward(first: Bench, second: Bench, agree: Any) -> None:
    """``second`` is another input for the same layer. Forward and backward of the one, of one of its shape, of the other, and of
    the first again: a cache kept per shape is as stale as one kept for good."""
    turn = (first, replace(first, X=-first.X), second, first)
    answers = first.play([step for bench in turn for step in bench.both_steps()])
    count = 1 + len(first.gradient_names)
    for i, bench in enumerate(turn):
        Z, *gradients = answers[i * count : (i + 1) * count]
        bench.judge_output(Z, agree)
        bench.judge_gradients(gradients, agree)


def keep_apart(first: Bench, second: Bench, agree: Any) -> None:
    """Two layers of the same class: what the second remembers and leaves does not reach the first."""
    reading = [(0, "read", name) for name in first.gradient_names[1:]]
    steps = [
        (0, "forward", first.X),
        (1, "forward", second.X),
        (0, "backward", first.dZ),
        (1, "backward", second.dZ),
        *reading,
    ]
    _, _, dX, _, *left = first.play(steps, [second])
    first.judge_gradients([dX, *left], agree)


def other_input(bench: Bench, X: NDArray[Any], rng: np.random.Generator) -> Bench:
    """The same layer with another input, and an upstream gradient to fit."""
    return replace(bench, X=X, dZ=rng.normal(size=bench.oracle.forward(X).shape))
