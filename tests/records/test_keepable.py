"""Records that can be kept: what cannot be written costs the smallest thing it stands in."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from autograder.records.keepable import DIGITS, LINES, LONG, TEXT, keepable
from autograder.records.result import CheckResult, Result
from tests.support import records


def graded(**facts: Any) -> Result:
    question = records.question("conv2d", 7.0, 10.0, "partial", **facts)
    return records.result("id", "s001", "convolution", "graded", 7.0, 10.0, (question,))


def kept(result: Result) -> Result:
    """What comes back of it after it was written."""
    text = json.dumps(keepable(result).to_json(), allow_nan=False)
    return Result.from_json(json.loads(text.encode("utf-8")))


def case(cell: object) -> dict[str, Any]:
    return {"question": "conv2d", "call": "conv2d(image)", "inputs": [], "got": {"shape": [], "cells": cell}}


def test_what_can_be_kept_is_kept_as_it_is() -> None:
    result = graded(counterexample=case([[1, 2.5], ["nan", None]]), output="Öffnung\n", measured=0.93)
    assert kept(result) == keepable(result) == result


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        (10**4900, "about 10^4900"),
        (-(10**400), "about -10^400"),
        (10 ** (DIGITS - 1), 10 ** (DIGITS - 1)),
        (float("nan"), "nan"),
        (float("-inf"), "-inf"),
        (np.float64(2.5), 2.5),
        ("\ud800", "\N{REPLACEMENT CHARACTER}"),
        (True, True),
    ],
    ids=range(8),
)
def test_a_cell_is_a_value_or_words(cell: object, shown: object) -> None:
    (question,) = kept(graded(counterexample=case(cell))).questions
    assert question.counterexample is not None
    assert question.counterexample["got"]["cells"] == shown


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        (np.longdouble("1e4900"), "it holds a longdouble"),
        (np.int64(3), "it holds a int64"),
        (np.zeros(3), "it holds a ndarray"),
        ([0] * 30_000, "it is too large"),
        (1j, "it holds a complex"),
        (object(), "it holds a object"),
    ],
)
def test_a_case_that_cannot_be_written_costs_the_case(cell: object, why: str) -> None:
    result = kept(graded(counterexample=case(cell)))
    assert result.score == 7
    assert result.questions[0].counterexample is None
    assert result.flags == (f"conv2d: its smallest case could not be kept ({why})",)


def test_a_case_without_end() -> None:
    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]
    assert kept(graded(counterexample=case(deep))).questions[0].counterexample is None
    ring: list[Any] = []
    ring.append(ring)
    assert kept(graded(counterexample=case(ring))).questions[0].counterexample is None


def test_texts_are_cut_and_mended() -> None:
    check = CheckResult("any", False, message="\udc80" + "x" * 10**6, detail="y" * 10**6, remark="\ud800")
    result = kept(graded(checks=(check,), output="z" * 10**7, answer="\udfff"))
    (question,) = result.questions
    assert question.checks[0].message.startswith("\N{REPLACEMENT CHARACTER}xxx")
    assert question.checks[0].message.endswith("xxx … (cut: 1,000,001 characters in all)")
    assert len(question.checks[0].detail) < TEXT + 50
    assert len(question.output) < LONG + 50
    assert question.answer == question.checks[0].remark == "\N{REPLACEMENT CHARACTER}"


def test_flags_by_the_thousand() -> None:
    result = records.result("id", "s001", "a", "graded", 1.0, 1.0, flags=tuple(f"flag {n}" for n in range(10_000)))
    assert len(kept(result).flags) == LINES + 1
    assert kept(result).flags[-1] == f"and {10_000 - LINES} more"


@pytest.mark.parametrize(
    "measured", [float("nan"), float("inf"), np.float64("nan"), np.longdouble("1e4900"), 10**400], ids=range(5)
)
def test_a_figure_that_is_no_number_is_none(measured: Any) -> None:
    assert kept(graded(measured=measured)).questions[0].measured is None
