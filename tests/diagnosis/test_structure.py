"""A sentence on how an answer differs, only where the probes prove it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tests.support.diagnosis_helpers import diagnose

RNG = np.random.default_rng(3)


def right(image: Any, kernel: Any, stride: int = 1) -> Any:
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)[::stride, ::stride]
    return np.einsum("ijkl,kl->ij", windows, kernel)


def probes() -> list[Any]:
    images = [RNG.integers(-9, 9, size=size) for size in ((4, 5), (6, 5), (5, 5), (7, 8), (6, 7))]
    kernels = [RNG.integers(-3, 4, size=size) for size in ((2, 2), (1, 3), (2, 3), (2, 2), (3, 3))]
    whole = [(image, kernel) for image, kernel in zip(images, kernels, strict=True)]
    return [*whole, *((i / 4, k, 1) for i, k in whole), *((i, k, 2) for i, k in whole)]


def edged(answer: Any, *sides: Any) -> Any:
    out = np.array(answer, dtype=float)
    for side in sides:
        out[side] += 1
    return out


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (lambda i, k, s=1: right(i, k, s).T, "Your answer is transposed"),
        (lambda i, k, s=1: -right(i, k, s), "Every number has the wrong sign."),
        (lambda i, k, s=1: right(i, k, s) / 2, "Every number is 1/2 times the right one."),
        (lambda i, k, s=1: right(i, k, s) * 1.5, "Every number is 1.5 times the right one."),
        (lambda i, k, s=1: right(i, k, s) + 3, "Every number is 3 too large."),
        (lambda i, k, s=1: np.abs(right(i, k, s)), "absolute values"),
        (lambda i, k, s=1: np.maximum(right(i, k, s), 0), "have become zero"),
        (lambda i, k, s=1: np.trunc(right(i, k, s)), "Fractions are cut off"),
        (lambda i, k, s=1: right(i, k, s)[::-1], "upside down"),
        (lambda i, k, s=1: right(i, k, s)[:-1], "1 row fewer than the right one"),
        (lambda i, k, s=1: np.pad(right(i, k, s), 1), "2 rows more and 2 columns more than the right one"),
        (lambda i, k, s=1: right(i, k, 1), "right where `stride` is 1, and wrong elsewhere"),
        (
            lambda i, k, s=1: right(i, k, s) * (1 + (k.shape[0] != k.shape[1]) * RNG.integers(2, 5)),
            "`kernel` is square",
        ),
    ],
)
def test_the_difference_is_told(wrong: Any, told: str) -> None:
    found = diagnose("function", probes(), right, [], wrong)
    assert found.counterexample is not None
    assert told in found.counterexample["note"]


@pytest.mark.parametrize(
    ("sides", "told"),
    [
        ([0], "first row"),
        ([(slice(None), -1)], "last column"),
        ([0, -1, (slice(None), 0), (slice(None), -1)], "first row, last row, first column and last column"),
    ],
)
def test_wrong_along_the_border_only(sides: Any, told: str) -> None:
    large = [(RNG.integers(-9, 9, size=(6 + n, 7 + n)), RNG.integers(-3, 4, size=(2, 2))) for n in range(3)]
    found = diagnose("function", large, right, [], lambda i, k: edged(right(i, k), *sides))
    assert found.counterexample is not None
    assert found.counterexample["note"] == f"Your answer is right inside and wrong along its {told}."


@pytest.mark.parametrize(
    ("down", "across", "told"), [(1, 0, "1 row too far down"), (0, -2, "2 columns too far to the left")]
)
def test_shifted(down: int, across: int, told: str) -> None:
    large = [(RNG.integers(-9, 9, size=(8 + n, 9 + n)), RNG.integers(-3, 4, size=(2, 2))) for n in range(3)]

    def wrong(image: Any, kernel: Any) -> Any:
        answer = np.roll(right(image, kernel), (down, across), (0, 1)).astype(float)
        answer[:down] = 0
        answer[:, answer.shape[1] + across if across else answer.shape[1] :] = 0
        return answer

    found = diagnose("function", large, right, [], wrong)
    assert found.counterexample is not None
    assert told in found.counterexample["note"]


@pytest.mark.parametrize(
    "wrong",
    [
        lambda i, k, s=1: RNG.normal(size=right(i, k, s).shape),
        lambda i, k, s=1: np.zeros_like(right(i, k, s)),
        lambda i, k, s=1: None,
        lambda i, k, s=1: "words",
        lambda i, k, s=1: right(i, k, s) * 1j,
        lambda i, k, s=1: np.full(right(i, k, s).shape, np.nan),
        lambda i, k, s=1: 5,
        lambda i, k, s=1: [],
        lambda i, k, s=1: 1 / 0,
    ],
)
def test_nothing_is_guessed(wrong: Any) -> None:
    found = diagnose("function", probes(), right, [], wrong)
    assert found.counterexample is not None
    assert found.counterexample["note"] == ""


def test_one_case_is_no_proof() -> None:
    found = diagnose("function", probes()[:1], right, [], lambda i, k: 2 * right(i, k))
    assert found.counterexample is not None
    assert found.counterexample["note"] == ""


def test_truth_values_are_no_numbers_to_scale() -> None:
    calls = [(np.array([1, -2, 3 - 4 * n]),) for n in range(3)]
    found = diagnose("function", calls, lambda a: a > 0, [], lambda a: a <= 0)
    assert found.counterexample is not None
    assert found.counterexample["note"] == ""
