"""What the suites of `convolution` share: inputs that no wrong program survives by luck, and the judging of one
function.

`Judge` compares a student's function with the reference, and the reference with PyTorch. The methods besides
`__call__` are the properties every question asks of its function: whole numbers, scales, arguments left alone, no
memory of earlier calls.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import convolution_oracles
import numpy as np

from autograder.suite import assert_unchanged, assert_values, call_each

Draw = Callable[..., tuple[Any, ...]]


def decimals(rng: Any, *shape: int) -> Any:
    """Numbers of both signs, about one in eight exactly zero."""
    return rng.uniform(-4, 9, shape) * (rng.random(shape) > 0.125)


def weights(rng: Any, *shape: int) -> Any:
    """Kernel elements of both signs, without any symmetry, one of them zero.

    Sums of products with `decimals` stay well away from zero: float32 work is not at a loss.
    """
    kernel = rng.uniform(-2, 4, shape)
    kernel[tuple(rng.integers(n) for n in shape)] *= kernel.size <= 3
    return kernel


def balanced(rng: Any, *shape: int) -> Any:
    """Kernel elements that add up to exactly zero, as an edge detector's do, none of them zero."""
    kernel = rng.integers(1, 9, shape).astype(float)
    last = (..., *(-1 for _ in shape[-2:]))
    kernel[last] -= kernel.sum(tuple(range(-len(shape[-2:]), 0)))
    return kernel


def whole(rng: Any, *shape: int, largest: int = 400) -> Any:
    """int64 numbers of both signs, too large for 8 bits."""
    return rng.integers(-largest // 2, largest, shape)


class Judge:
    """Judges the student's function ``name``. What is asked inside a ``with`` block goes to the student's process together when
    the block ends, and the answers are judged in the order of the questions."""

    def __init__(self, name: str, student: Any, reference: Any, agree: Any) -> None:
        self.name, self.agree = name, agree
        self.function = getattr(student, name)
        self.reference = getattr(reference, name)
        self.parameters = list(inspect.signature(self.reference).parameters)
        self.second_oracle = getattr(convolution_oracles, name)
        self.asked: list[tuple[Any, Callable[[Any], None]]] = []

    def __enter__(self) -> Judge:
        return self

    def __exit__(self, kind: object, *exc: object) -> None:
        if kind is None:
            answers = call_each([call for call, _ in self.asked])
            for got, (_, judge) in zip(answers, self.asked, strict=True):
                judge(got)

    def __call__(self, *arrays: Any, **options: Any) -> None:
        """One call; what stands in ``options`` is passed by keyword."""
        call = self.function, arrays, options
        self.asked.append((call, lambda got: self.compare(got, arrays, options)))

    def compare(self, got: Any, arguments: Any, options: Any) -> None:
        """``got`` is the right answer for these arguments."""
        want = self.reference(*arguments, **options)
        self.agree(want, lambda: self.second_oracle(*arguments, **options))
        given = [value for value in (*arguments, *options.values()) if isinstance(value, np.ndarray)]
        assert_values(got, want, self.call(arguments, options), given)

    def call(self, arguments: Any, options: Any) -> str:
        """The call as a student would write it, with names for values."""
        names = [*self.parameters[: len(arguments)], *(f"{name}=..." for name in options)]
        return f"{self.name}({', '.join(names)})"

    def whole_numbers(self, rng: Any, image: tuple[int, ...], kernel: tuple[int, ...], **options: Any) -> None:
        """Integers with fractions, fractions with integers, integers with integers, and integers beyond 32 bits."""
        self(whole(rng, *image), rng.uniform(-0.4, 0.9, kernel), **options)
        self(decimals(rng, *image), rng.integers(-2, 5, kernel), **options)
        self(whole(rng, *image), whole(rng, *kernel, largest=99), **options)
        self(whole(rng, *image, largest=2_000_000), whole(rng, *kernel, largest=30_000), **options)

    def scales(self, rng: Any, image: tuple[int, ...], kernel: tuple[int, ...], **options: Any) -> None:
        """Only negative, tiny, huge, and nearly all zeros under a kernel that adds up to zero."""
        self(-rng.uniform(1, 9, image), rng.uniform(0.5, 2, kernel), **options)
        self(1e-4 * decimals(rng, *image), 1e-4 * weights(rng, *kernel), **options)
        self(1e7 * decimals(rng, *image), 1e5 * weights(rng, *kernel), **options)
        sparse = np.zeros(image)
        sparse[tuple(rng.integers(n // 3, n - n // 3) for n in image)] = rng.uniform(2, 9)
        self(sparse, balanced(rng, *kernel), **options)

    def unchanged(self, process: Any, *arrays: Any, **options: Any) -> None:
        """The arrays are as they were: a right answer, and another for the negatives of what they hold afterwards."""

        def judge(got: Any) -> None:
            answer, negated, after = got
            self.compare(answer, arrays, options)
            for name, array, before in zip(self.parameters, after, arrays, strict=False):
                assert_unchanged(array, before, name, self.call(arrays, options))
            self.compare(negated, tuple(-array for array in arrays), options)

        self.asked.append(((process.props.then_negated, (self.function, list(arrays), options), {}), judge))

    def again(self, process: Any, draw: Draw, **options: Any) -> None:
        """Other values of the same shapes, one argument new at a time, the same numbers in another shape, and
        refilled objects."""
        first, second = draw(), draw()
        mixed = (first[0], *second[1:])
        size = first[0].shape
        turned = (first[0].reshape(*size[:-2], *reversed(size[-2:])), *first[1:])
        for arrays in (first, second, mixed, turned, first):
            self(*arrays, **options)
        self._all((second, first), options, process.props.in_turn, list(second), list(first))

    def layouts(self, process: Any, *arrays: Any, **options: Any) -> None:
        """float32 arrays, and views that lie differently in memory."""
        self(*(np.asarray(array, dtype=np.float32) for array in arrays), **options)
        self._all((arrays,) * 3, options, process.props.on_views, list(arrays))

    def _all(self, arguments: Any, options: Any, helper: Any, *given: Any) -> None:
        """The ``helper`` in the student's process gives one right answer for each of ``arguments``."""

        def judge(answers: Any) -> None:
            for got, arrays in zip(answers, arguments, strict=True):
                self.compare(got, arrays, options)

        self.asked.append(((helper, (self.function, *given, options), {}), judge))
