"""Two misconceptions that show in calls, or parts of answers, of their own: both are named, and only where each shows by itself."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from autograder.diagnosis import Misconception
from autograder.diagnosis.compose import composed
from tests.support.diagnosis_helpers import diagnose


def summary(numbers: Any) -> tuple[float, float]:
    if len(numbers) < 2:
        raise ValueError("too few")
    return float(np.mean(numbers)), float(np.max(numbers))


def named(function: Any, name: str) -> Misconception:
    return Misconception(name, "", f"Hint of {name}.", function)


def careless(numbers: Any) -> Any:
    return (float(np.mean(numbers)), float(np.max(numbers))) if len(numbers) else (0.0, 0.0)


PROBES = [([1.0, 5.0],), ([2.0, -7.0, 1.0],), ([-3.0, -1.0],), ([4.0, 0.5, 2.0],), ([],), ([3.0],)]


def student(factor: float = 1, largest: Any = np.max, refuses: bool = True, instead: Any = None) -> Any:
    def answer(numbers: Any) -> Any:
        if len(numbers) < 2:
            if refuses:
                raise ValueError("too few")
            return instead
        return factor * float(np.mean(numbers)), float(largest(numbers))

    return answer


def magnitude(numbers: Any) -> Any:
    return np.abs(numbers).max()


WRONG = [
    named(student(factor=2), "doubled"),
    named(student(largest=magnitude), "magnitude"),
    named(careless, "nothing-refused"),
]


@pytest.mark.parametrize(
    ("answer", "names"),
    [
        (student(factor=2), {"doubled"}),
        (student(factor=2, largest=magnitude), {"doubled", "magnitude"}),
        (student(factor=2, refuses=False), {"doubled", "nothing-refused"}),
        (student(refuses=False), {"nothing-refused"}),
        (student(refuses=False, instead="anything"), {"nothing-refused"}),
        (student(factor=3, largest=magnitude), set()),
        (student(factor=3, refuses=False), set()),
        (student(largest=np.min, refuses=False), set()),
        (student(), set()),
    ],
)
def test_what_shows_by_itself_is_named(answer: Any, names: set[str]) -> None:
    found = diagnose("function", PROBES, summary, WRONG, answer)
    assert set(found.names) == names
    note = found.counterexample["note"] if found.counterexample else ""
    assert (note == "Both are at work in your answer.") == (len(names) > 1)


def test_one_place_is_a_coincidence() -> None:
    """Of the two only one shows by itself, and they cannot be composed: neither is named."""
    found = diagnose("function", PROBES[:1] + PROBES[4:5], summary, WRONG, student(factor=2, refuses=False))
    assert found.names == ()


class Pool:
    def __init__(self, size: int = 2) -> None:
        self.size = size

    def _gather(self, window: Any) -> Any:
        return max(window)

    def forward(self, x: Any) -> Any:
        self.x = x
        return [self._gather(x[i : i + self.size]) for i in range(len(x) - self.size + 1)]

    def backward(self) -> Any:
        return [2 * value for value in self.x]


class _Skeleton(Pool):
    pass


class Smallest(_Skeleton):
    def _gather(self, window: Any) -> Any:
        return min(window)


class OneShort(_Skeleton):
    def forward(self, x: Any) -> Any:
        return super().forward(x)[:-1]


class Halves(Pool):
    def backward(self) -> Any:
        return [value / 2 for value in super().backward()]


class Negated(Pool):
    def forward(self, x: Any) -> Any:
        return [-value for value in super().forward(x)]


LAYERS = [named(kind, kind.__name__) for kind in (Smallest, OneShort, Halves, Negated)]


def _forward(x: Any) -> Any:
    return lambda kind: kind(2).forward(x)


def _after(x: Any) -> Any:
    def run(kind: Any) -> Any:
        layer = kind(2)
        layer.forward(x)
        return layer.backward()

    return run


def test_classes_are_composed() -> None:
    probes = [*map(_forward, ([3, 1, 2], [4, 0, 2, 9], [5, 1])), _after([3, 1]), _after([5, 2, 7])]

    class Mine:
        """As a student writes it: smallest value, one short, gradient halved."""

        def __init__(self, size: int = 2) -> None:
            self.n = size

        def forward(self, x: Any) -> Any:
            self.kept = x
            return [min(x[i : i + self.n]) for i in range(len(x) - self.n)]

        def backward(self) -> Any:
            return [2 * value for value in self.kept]

    class Other(Mine):
        def forward(self, x: Any) -> Any:
            self.kept = x
            return [-max(x[i : i + self.n]) for i in range(len(x) - self.n + 1)]

        def backward(self) -> Any:
            return list(self.kept)

    for kind in (Mine, Other):
        kind.__name__ = "Pool"
    assert set(diagnose("class", probes, Pool, LAYERS, Mine).names) == {"Smallest", "OneShort"}
    assert set(diagnose("class", probes, Pool, LAYERS, Other).names) == {"Negated", "Halves"}


def test_a_composed_class_inherits_from_the_other_misconception() -> None:
    both = composed(Halves, Pool, Negated)
    assert both is not None
    layer = both(2)
    assert (layer.forward([1, 3]), layer.backward()) == ([-3], [1.0, 3.0])
    pieced = composed(Smallest, Pool, OneShort)
    assert pieced is not None
    assert pieced(2).forward([3, 1, 2]) == [1]
    assert composed(Smallest, Pool, int) is None
    assert (Halves(2).forward([1, 3]), Negated(2).forward([1, 3])) == ([3], [-3])
