"""A sentence on how an answer differs, only where the probes prove it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from autograder.diagnosis import Misconception
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


def framed(answer: Any, kernel: Any) -> Any:
    return np.pad(answer, [(n, n) for n in kernel.shape], constant_values=7)


def followed(answer: Any, kernel: Any) -> Any:
    return np.pad(answer, [(0, n) for n in kernel.shape], constant_values=7)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (lambda i, k, s=1: right(i, k, s).T, "Your answer is transposed"),
        (lambda i, k, s=1: -right(i, k, s), "Every number has the wrong sign."),
        (lambda i, k, s=1: right(i, k, s) / 2, "Every number is 1/2 times the right one."),
        (lambda i, k, s=1: right(i, k, s) * 1.5, "Every number is 1.5 times the right one."),
        (lambda i, k, s=1: right(i, k, s) + 3, "Every number is 3 too large."),
        (lambda i, k, s=1: np.abs(right(i, k, s)), "absolute values"),
        (lambda i, k, s=1: np.trunc(right(i, k, s)), "Fractions are cut off"),
        (lambda i, k, s=1: right(i, k, s)[::-1], "upside down"),
        (lambda i, k, s=1: right(i, k, s)[:-1], "1 row fewer than the right one"),
        (lambda i, k, s=1: np.pad(right(i, k, s), 1), "2 rows more and 2 columns more than the right one"),
        (lambda i, k, s=1: np.maximum(right(i, k, s), 0), "have become zero"),
        (lambda i, k, s=1: framed(right(i, k, s), k), "stands in the middle of yours"),
        (lambda i, k, s=1: followed(right(i, k, s), k), "how yours begins, from its top left"),
        (lambda i, k, s=1: right(i, k, s)[: 1 + k.shape[1] % 2], "how the right one begins, from its top left"),
        (lambda i, k, s=1: right(i, k, s) / k.size, "the same factor, which is another from case to case (1/4, 1/3 …)"),
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


def both(image: Any, kernel: Any) -> Any:
    answer = right(image, kernel).astype(float)
    return answer, answer + 1, answer.sum(axis=0)


def test_of_several_parts_the_wrong_one_is_named_and_how_it_is_wrong() -> None:
    def wrong(image: Any, kernel: Any) -> Any:
        first, second, third = both(image, kernel)
        return first, second / 2, third

    found = diagnose("function", probes(), both, [], wrong)
    assert found.counterexample is not None
    assert (
        found.counterexample["note"] == "Of your answer only part 2 is wrong. Every number is 1/2 times the right one."
    )


def test_every_weight_half_of_what_it_should_be() -> None:
    weights = {"blur": np.ones((3, 3)) / 9, "edge": np.eye(3), "shift": np.eye(3, k=1)}
    told = {}
    for name, wrong in {
        "all": {key: value / 2 for key, value in weights.items()},
        "one": {**weights, "edge": np.eye(3) * 7 + 1},
        "keys": {"blur": weights["blur"]},
    }.items():
        found = diagnose("function", [()], lambda: weights, [], lambda wrong=wrong: wrong)
        told[name] = (found.counterexample or {}).get("note", "")
    assert told == {
        "all": "Every number is 1/2 times the right one.",
        "one": "Of your answer only 'edge' is wrong.",
        "keys": "What is missing is 'edge', 'shift'.",
    }


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (
            lambda i, k: right(i, k) / np.abs(right(i, k)).max() * 255,
            "Your answer is scaled so that its largest number, signs aside, is always 255.",
        ),
        (
            lambda i, k: (right(i, k) - right(i, k).min()) / np.ptp(right(i, k)),
            "Your answer is stretched so that it always goes from 0 to 1.",
        ),
        (lambda i, k: edged(right(i, k)[0], -1), ""),
    ],
)
def test_a_picture_that_is_stretched(wrong: Any, told: str) -> None:
    found = diagnose(
        "function", [(np.array([*p]).copy(), k) for p, k, *_ in probes()[:4] if np.shape(k)[0] < 3], right, [], wrong
    )
    assert found.counterexample is not None
    assert found.counterexample["note"] == told


@pytest.mark.parametrize(("sign", "told"), [(1, ", signs aside,"), (-1, "")])
def test_a_largest_number_that_is_negative(sign: int, told: str) -> None:
    asked = [(sign * np.array(numbers, float),) for numbers in ([1, -4, 2], [1, -3, 2], [-5, 1, 4])]
    found = diagnose("function", asked, lambda x: x, [], lambda x: x / np.abs(x).max())
    assert found.counterexample is not None
    assert found.counterexample["note"] == f"Your answer is scaled so that its largest number{told} is always 1."


def test_one_factor_of_too_few_numbers_is_not_told() -> None:
    asked = [(np.array(numbers, float),) for numbers in ([1, 0], [0, 1], [1, 1, 0])]
    found = diagnose("function", asked, lambda x: x, [], lambda x: 2 * x)
    assert found.counterexample is not None
    assert found.counterexample["note"] == ""


def test_wrong_at_one_end() -> None:
    lines = [(RNG.integers(-9, 9, size=6 + n),) for n in range(3)]

    def sums(x: Any) -> Any:
        return np.cumsum(x)

    for at, where in ((0, "first"), (-1, "last")):
        found = diagnose("function", lines, sums, [], lambda x, at=at: edged(sums(x), at))
        assert found.counterexample is not None
        assert found.counterexample["note"] == f"Your answer is right but for its {where} number."


def test_what_is_not_refused_is_told_where_nothing_else_is_wrong() -> None:
    def half(n: int) -> float:
        if n < 0:
            raise ValueError("negative")
        return n / 2

    asked = [(2,), (3,), (8,), (-1,), (-4,)]
    found = diagnose("function", asked, half, [], lambda n: n / 2)
    assert found.counterexample is not None
    assert "none of those that were tried is refused" in found.counterexample["note"]
    found = diagnose("function", asked, half, [], lambda n: half(n) if n > -3 else 7)
    assert found.counterexample is not None
    assert "1 of the 2 that were tried are not refused" in found.counterexample["note"]
    found = diagnose("function", asked, half, [], lambda n: n if n > -3 else 7)
    assert found.counterexample is not None
    assert found.counterexample["note"] == "Every number is 2 times the right one."


def test_what_stays_at_zero() -> None:
    found = diagnose("function", [(n,) for n in (-5, -2, 0, 3, 8)], lambda n: max(n, 0), [], lambda n: n)
    assert found.counterexample is not None
    assert found.counterexample["note"] == ""  # 0 in every wrong case: one number is no proof
    found = diagnose("function", [([n, 4 + n, n + 1],) for n in (-5, -2, -1)], lambda x: np.maximum(x, 0), [], np.array)
    assert found.counterexample is not None
    assert found.counterexample["note"] == "Your answer goes below zero where the right one stays at zero."


def test_a_few_wrong_numbers_at_the_border_are_no_wrong_border() -> None:
    images = [np.arange(5 * n).reshape(n, 5) + 1.0 for n in (5, 6, 7)]

    def wrong(image: Any) -> Any:
        answer = image * 2
        answer[-1, 1] = answer[2, -1] = -9
        return answer

    found = diagnose("function", [(image,) for image in images], lambda image: image * 2, [], wrong)
    assert found.counterexample is not None
    assert found.counterexample["note"] == ""


class Layer:
    def forward(self, x: Any) -> Any:
        return np.asarray(x) * 3.0

    def backward(self, x: Any) -> Any:
        return np.asarray(x) + 1.0


class Halved(Layer):
    def backward(self, x: Any) -> Any:
        return super().backward(x) / 2


class Sometimes(Layer):
    def backward(self, x: Any) -> Any:
        return super().backward(x) * (-1 if len(x) == 4 else 1)


def _asks(what: str, x: Any) -> Any:
    def run(kind: Any) -> Any:
        return kind().forward(x) if what == "forward" else kind().backward(x)

    run.__doc__ = f"Layer on x of {len(x)}: {what}"
    return run


def test_of_a_class_what_came_out_right_and_what_did_not() -> None:
    asked = [_asks(what, np.arange(n) - 1) for what in ("forward", "dX") for n in (3, 4, 5)]
    found = diagnose("class", asked, Layer, [], Halved)
    assert found.counterexample is not None
    assert (
        found.counterexample["note"]
        == "`forward` came out right, `dX` did not. Every number is 1/2 times the right one."
    )


def test_of_a_class_what_did_not_always_come_out_right() -> None:
    asked = [_asks(what, np.arange(n) - 1) for what in ("forward", "dX") for n in (3, 4, 5)]
    found = diagnose("class", asked, Layer, [], Sometimes)
    assert found.counterexample is not None
    assert found.counterexample["note"] == "`forward` came out right, `dX` not always."


def test_a_misconception_that_shows_in_one_matter_alone() -> None:
    class Tripled(Layer):
        def forward(self, x: Any) -> Any:
            return super().forward(x) / 3

        def backward(self, x: Any) -> Any:
            return super().backward(x) / 3

    class InForward(Tripled):
        backward = Layer.backward

    wrong = [Misconception("tripled", "", "Divide not.", Tripled)]
    asked = [_asks(what, np.arange(n) - 1) for what in ("forward", "dX") for n in (3, 4, 5)]
    found = diagnose("class", asked, Layer, wrong, InForward)
    assert found.names == ("tripled",)
    assert (found.counterexample or {})["note"] == "It shows in `forward` alone."


def test_of_a_class_what_is_scaled_in_every_case_by_another_factor() -> None:
    class PerSize(Layer):
        def backward(self, x: Any) -> Any:
            return super().backward(x) / len(x)

    asked = [_asks(what, np.arange(n) - 1) for what in ("forward", "dX") for n in (3, 4, 5)]
    found = diagnose("class", asked, Layer, [], PerSize)
    assert found.counterexample is not None
    assert found.counterexample["note"].startswith(
        "`forward` came out right, `dX` did not. In each case all numbers are"
    )


def test_zero_has_no_sign() -> None:
    found = diagnose("function", [(np.array([1.0, 0.0]),)], lambda a: a, [], lambda a: -a)
    assert found.counterexample is not None
    assert "-0" not in str(found.counterexample["got"])


def test_what_two_arrays_share_is_told_of_the_first() -> None:
    def summed(image: Any, kernels: Any) -> Any:
        return (image * kernels).sum(axis=0)

    def last(image: Any, kernels: Any) -> Any:
        return (image * kernels)[-1]

    calls = [tuple(RNG.integers(1, 9, size=(c, 2, n)) for _ in range(2)) for c in (1, 2, 3) for n in (3, 5)]
    found = diagnose("function", calls, summed, [], last)
    assert found.counterexample is not None
    assert found.counterexample["note"] == "Your answer is right where `image` has one channel, and wrong elsewhere."


def test_small_answers_agree_with_a_shift_and_prove_none() -> None:
    lines = [(RNG.integers(1, 99, size=n),) for n in (1, 2, 5, 6)]
    found = diagnose("function", lines, lambda a: a * 2, [], lambda a: np.r_[0, a[:-1] * 2])
    assert found.counterexample is not None
    assert found.counterexample["note"] == "Your values are right, but stand 1 column too far to the right."
    found = diagnose("function", lines[:3], lambda a: a * 2, [], lambda a: np.r_[0, a[:-1] * 2])
    assert found.counterexample is not None
    assert found.counterexample["note"] == ""
