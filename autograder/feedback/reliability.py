"""How much of a mark would come out the same with other questions of the same kind: Cronbach's alpha with Feldt's interval.

L. S. Feldt, "The approximate sampling distribution of Kuder-Richardson reliability coefficient twenty", Psychometrika 30 (1965), 357–370:
for n students and k questions (1 - alpha) / (1 - estimate) follows F with n - 1 and (n - 1)(k - 1) degrees of freedom.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Reliability:
    """Cronbach's ``alpha`` over ``items`` questions and ``students``, with the interval that holds the true one with 95 %."""

    alpha: float
    low: float
    high: float
    items: int
    students: int


_TAIL = 0.025
"""Outside of the interval at each end: what is usual, 95 %, lies within."""


def cronbach(scores: NDArray[np.float64]) -> Reliability | None:
    """Alpha of ``scores`` (students, questions), in points. None where it says nothing: fewer than three students, fewer than two
    questions, or everybody has the same sum."""
    n, k = scores.shape
    if n < 3 or k < 2:
        return None
    whole = float(scores.sum(axis=1).var(ddof=1))
    if whole < 1e-9:
        return None
    alpha = k / (k - 1) * (1 - float(scores.var(axis=0, ddof=1).sum()) / whole)
    few, many = n - 1, (n - 1) * (k - 1)
    low, high = (1 - (1 - alpha) * f_quantile(p, few, many) for p in (1 - _TAIL, _TAIL))
    return Reliability(alpha, low, high, k, n)


def f_quantile(p: float, m: float, n: float) -> float:
    """The value below which the F distribution with ``m`` and ``n`` degrees of freedom has the share ``p`` (0 < p < 1)."""
    low, high = 0.0, 1.0
    for _ in range(200):  # halving: to the last bit of a float long before
        middle = (low + high) / 2
        low, high = (middle, high) if _incomplete_beta(middle, m / 2, n / 2) < p else (low, middle)
    return n * high / (m * (1 - high)) if high < 1 else math.inf


def _incomplete_beta(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function, by its continued fraction (DLMF 8.17.22)."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    if x > (a + 1) / (a + b + 2):  # where the other side's fraction converges faster
        return 1 - _incomplete_beta(1 - x, b, a)
    front = math.exp(
        math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x) - math.log(a)
    )
    tiny, c, d, product = 1e-300, 1.0, 0.0, 1.0
    for i in range(2000):
        m = i // 2
        if i == 0:
            numerator = 1.0
        elif i % 2 == 0:
            numerator = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        else:
            numerator = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        d = 1 / (1 + numerator * d or tiny)
        c = 1 + numerator / c or tiny
        product *= c * d
        if i and abs(c * d - 1) < 1e-12:
            break
    return front * (product - 1)
