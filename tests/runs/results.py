"""Results as a run file keeps them."""

from __future__ import annotations

from autograder.records.result import CheckResult, Result
from tests.support import records


def result(number: int, score: float = 100.0, status: str = "graded") -> Result:
    """The result of the student with this number: one question, with one hidden check."""
    check = CheckResult("any_size", score == 100, "hidden", "", "Any size is right.", detail="out[0] = 1")
    question = records.question(
        "conv2d", score, 100.0, "passed" if score == 100 else "failed", checks=(check,), diagnosis=("flipped",)
    )
    return records.result(
        f"id{number}", f"s{number:03}", "convolution", status, score, 100.0, (question,), flags=("late",)
    )
