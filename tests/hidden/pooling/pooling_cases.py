"""What the suites of `pooling` share: inputs that no wrong program survives by luck, and the judging of one function.

`Judge` compares a student's function with the reference, and the reference with PyTorch. The methods besides
`__call__` are properties that every question asks of its function.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import numpy as np
import pooling_oracles

from autograder.suite import assert_unchanged, assert_values


def decimals(rng: Any, *shape: int) -> Any:
    """Numbers of both signs, about one in eight exactly zero. Their means stay well away from zero."""
    return rng.uniform(-4, 9, shape) * (rng.random(shape) > 0.125)


def whole(rng: Any, *shape: int) -> Any:
    """int64 numbers of both signs, too large for 8 bits."""
    return rng.integers(-300, 700, shape)


class Judge:
    """Judges the student's function ``name``, whose first argument is an array."""

    def __init__(self, name: str, student: Any, reference: Any, agree: Any) -> None:
        self.name, self.agree = name, agree
        self.function = getattr(student, name)
        self.reference = getattr(reference, name)
        self.parameters = list(inspect.signature(self.reference).parameters)
        self.second_oracle = getattr(pooling_oracles, name)

    def __call__(self, array: Any, *sizes: int, **options: int) -> None:
        """One call; what stands in ``options`` is passed by keyword."""
        self.compare(self.function(array, *sizes, **options), array, *sizes, **options)

    def compare(self, got: Any, array: Any, *sizes: int, **options: int) -> None:
        """``got`` is the right answer for these arguments."""
        want = self.reference(array, *sizes, **options)
        self.agree(want, lambda: self.second_oracle(array, *sizes, **options))
        assert_values(got, want, self.call(len(sizes), options), [array])

    def call(self, sizes: int, options: Any) -> str:
        """The call as a student would write it, with names for values."""
        names = [*self.parameters[: 1 + sizes], *(f"{name}=..." for name in options)]
        return f"{self.name}({', '.join(names)})"

    def scales(self, rng: Any, *shape: int, **options: int) -> None:
        """Only negative, tiny, huge of either sign, and nearly all zeros."""
        self(-rng.uniform(1, 9, shape), **options)
        self(1e-7 * decimals(rng, *shape), **options)
        self(1e12 * decimals(rng, *shape), **options)
        self(-1e15 * rng.uniform(1, 9, shape), **options)
        sparse = np.zeros(shape)
        sparse[tuple(rng.integers(n // 4, n - n // 4) for n in shape)] = rng.uniform(2, 9)
        self(sparse, **options)

    def unchanged(self, process: Any, array: Any, **options: int) -> None:
        """The array is as it was: a right answer, and another for the negative of what it holds afterwards."""
        answer, negated, after = process.props.then_negated(self.function, array, options)
        self.compare(answer, array, **options)
        assert_unchanged(after, array, self.parameters[0], self.call(0, options))
        self.compare(negated, -array, **options)

    def again(self, process: Any, draw: Callable[[], Any], **options: int) -> None:
        """Other values of the same shape, the first once more, the same numbers in another shape, a refilled
        array."""
        first, second = draw(), draw()
        size = first.shape
        turned = first.reshape(*size[:-2], *reversed(size[-2:]))
        for array in (first, second, turned, first):
            self(array, **options)
        answers = process.props.in_turn(self.function, second, first, options)
        for got, array in zip(answers, (second, first), strict=True):
            self.compare(got, array, **options)

    def layouts(self, process: Any, array: Any, **options: int) -> None:
        """A float32 array, and views that lie differently in memory."""
        self(array.astype(np.float32), **options)
        for got in process.props.on_views(self.function, array, options):
            self.compare(got, array, **options)
