"""The alarm for a suspect check: what a wrong check leaves behind in a class's results, told apart from a check that is merely hard.

Only those count whose other checks of the question all pass (the *otherwise right*), so that unanswered questions and half-finished
answers say nothing. Where most of them fail one check, it is hard or it is wrong. A hard check is passed by the better students: those who
fail it do worse in the other questions, and those whose answer has more wrong with it hardly ever pass. A wrong check knows neither.
Students whose answer equals a named misconception are no witnesses: theirs is known to be wrong.

The thresholds were set on simulated classes and are proved on them (tests/feedback/test_suspect.py): of classes of 600 without a wrong
check at most 1 in 100 raises an alarm, and a check that fails three quarters of the right answers is found in 99 of 100.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

FEWEST = 20
"""Otherwise right students below which nothing is said: with fewer, three who share a slip are a majority."""
SHARE_OF_CLASS = 0.15
"""The part of those with an answer who must be otherwise right: a question that hardly anybody has right is hard as a whole, and copies of
one answer weigh most there."""
LEAST, MOST = 0.38, 0.64
"""The part of the otherwise right who must fail a check that contradicts its neighbours, and one that does not."""
CONTRADICTION = -5.0
"""Standard errors (of the right passing more often than the wrong, and of those who fail doing worse elsewhere, added) below which the
verdicts are reversed."""
WEAKER = 3.0
"""Standard errors by which those who fail may do worse elsewhere before the check counts as hard."""


class Sign(StrEnum):
    """What speaks against a check."""

    NOBODY = "nobody"
    CONTRADICTS = "contradicts"
    RIGHT_FAIL = "right fail"


@dataclass(frozen=True)
class Suspicion:
    """A check that is probably wrong: its ``column``, the rows of the otherwise ``right`` and of those of them who are ``failing`` it.

    ``passing_wrong`` of ``wrong`` others, with something else wrong in their answer, pass it.
    """

    column: int
    sign: Sign
    right: NDArray[np.intp]
    failing: NDArray[np.intp]
    passing_wrong: int
    wrong: int


def otherwise_right(
    passed: NDArray[np.bool_], question: NDArray[np.int64], explained: NDArray[np.bool_], column: int
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """``(right, wrong)``: who passes every other check of the column's question, and who has an answer that does not.

    ``passed`` is (students, checks), ``question`` the number of each check's question, ``explained`` (students, questions) where a named
    misconception was found. Where a question has fewer than three checks, those of all other questions stand in for its own.
    """
    own = question == question[column]
    others = own.copy()
    others[column] = False
    if others.sum() < 2:
        others = np.ones(len(question), dtype=bool)
        others[column] = False
    answered = passed[:, own | others].any(axis=1) & ~explained[:, question[column]]
    right = answered & passed[:, others].all(axis=1)
    return right, answered & ~right


def suspects(
    passed: NDArray[np.bool_], question: NDArray[np.int64], explained: NDArray[np.bool_]
) -> tuple[Suspicion, ...]:
    """The checks that are probably wrong, the plainest first. Arguments as in `otherwise_right`."""
    found = []
    for column in range(passed.shape[1]):
        right, wrong = otherwise_right(passed, question, explained, column)
        failing = right & ~passed[:, column]
        many, fails, others = int(right.sum()), int(failing.sum()), int(wrong.sum())
        if many < max(FEWEST, SHARE_OF_CLASS * (many + others)) or fails < LEAST * many:
            continue
        passing_wrong = int((wrong & passed[:, column]).sum())
        elsewhere = passed[:, question != question[column]].sum(axis=1)
        weaker = _weaker(elsewhere[failing], elsewhere[right & passed[:, column]])
        sharper, error = _log_odds(many - fails, fails, passing_wrong, others - passing_wrong)
        hard = max(0.0, sharper - error) + 0.35 * max(0.0, weaker)
        if fails == many:
            sign = Sign.CONTRADICTS if passing_wrong else Sign.NOBODY
        elif sharper / error + weaker < CONTRADICTION:
            sign = Sign.CONTRADICTS
        elif fails >= MOST * many and weaker < WEAKER and hard < 1.25 + 3 * (fails / many - MOST):
            sign = Sign.RIGHT_FAIL  # the more fail it, the more may speak for a check that is merely hard
        else:
            continue
        found.append(Suspicion(column, sign, np.flatnonzero(right), np.flatnonzero(failing), passing_wrong, others))
    return tuple(sorted(found, key=lambda one: (-len(one.failing) / len(one.right), one.column)))


def _weaker(failing: NDArray[np.int64], passing: NDArray[np.int64]) -> float:
    """By how many standard errors those who fail do worse elsewhere than those who pass (Mann and Whitney, corrected for ties)."""
    m, n = len(failing), len(passing)
    if not m or not n:
        return 0.0
    ordered = np.sort(failing)
    below = np.searchsorted(ordered, passing, "left").sum()
    level = np.searchsorted(ordered, passing, "right").sum() - below
    _, ties = np.unique(np.concatenate([failing, passing]), return_counts=True)
    whole = m + n
    spread = m * n / 12 * (whole + 1 - float((ties.astype(float) ** 3 - ties).sum()) / (whole * (whole - 1)))
    return float(below + level / 2 - m * n / 2) / math.sqrt(spread) if spread > 1e-9 else 0.0


def _log_odds(pass_right: int, fail_right: int, pass_wrong: int, fail_wrong: int) -> tuple[float, float]:
    """How much likelier the otherwise right are to pass than the others, as the logarithm of the odds ratio, and its standard error (with
    Haldane's half in every cell)."""
    a, b, c, d = (count + 0.5 for count in (pass_right, fail_right, pass_wrong, fail_wrong))
    return math.log(a * d / (b * c)), math.sqrt(1 / a + 1 / b + 1 / c + 1 / d)
