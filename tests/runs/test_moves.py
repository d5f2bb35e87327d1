"""What ``convgrade regrade`` says of a mark that moved."""

from __future__ import annotations

import pytest

from autograder.records.result import CheckResult, QuestionResult
from autograder.runs.moves import turned
from tests.support import records
from tests.support.records import changed


def question(score: float, *checks: tuple[str, bool]) -> QuestionResult:
    return records.question(
        "conv2d", score, 10.0, "partial", checks=tuple(CheckResult(n, p, intent=f"{n.title()}.") for n, p in checks)
    )


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        # A check that failed before moved nothing, though it stands first.
        (question(5, ("a", False), ("b", True)), question(0, ("a", False), ("b", False)), "now fails: B."),
        (question(5, ("a", True), ("b", False)), question(10, ("a", True), ("b", True)), "now passes: B."),
        (question(10, ("a", True)), question(5, ("a", True), ("c", False)), "new check, now fails: C."),
        (question(0, ("a", False)), question(5, ("a", False), ("c", True)), "new check, now passes: C."),
        (
            question(9, ("a", True), ("b", True)),
            question(0, ("a", False), ("b", False), ("c", False)),
            "now fails: A. (and 2 more)",
        ),
        (question(5, ("a", True), ("b", False)), question(10, ("a", True)), "1 check is no longer there"),
        (
            question(5, ("a", True), ("b", False)),
            changed(
                question(7, ("a", True), ("b", False)),
                checks=(CheckResult("a", True, weight=3), CheckResult("b", False)),
            ),
            "a weighs 1 → 3",
        ),
        (question(5, ("a", True)), changed(question(8, ("a", True)), max_score=16), "10 → 16 points"),
        (
            question(10, ("a", True), ("b", True)),
            changed(question(8, ("a", True), ("b", False)), max_score=16),
            "10 → 16 points, now fails: B.",
        ),
    ],
)
def test_the_check_that_turned_is_named(was: QuestionResult, now: QuestionResult, told: str) -> None:
    assert turned(was, now) == told
