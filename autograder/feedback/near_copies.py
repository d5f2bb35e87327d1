"""Submissions that are more alike than independent right answers are: evidence for a person, never a verdict and never a mark.

An answer is compared by its fingerprints (`autograder.feedback.fingerprints`), each weighed by how rare it is: what a third of the class
writes, or several of the course's own independent right answers share, says nothing. What two answers share is measured against what pairs
of those independent answers share. Answers add up over the whole module; where both are wrong in the same way, and few others are, a
question counts up to three times: two students find the same right answer more easily than the same odd wrong one.

An index of rare fingerprints leads to the pairs worth comparing, so that a class is never compared each with each.
"""

from __future__ import annotations

import itertools
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from autograder.feedback.fingerprints import Prints, prints_of
from autograder.records.result import Result
from autograder.records.signature import signature
from autograder.records.status import Status
from autograder.records.submission import Submission

ENOUGH = 1.2
"""Evidence from which a pair is shown: more than one answer that is all alike and nobody else's. Pairs of whole modules put together from
independent right answers of the course stay below three quarters of it (tests/feedback/test_near_copies.py prints how they lie)."""
SHORT = 6.0
"""Weight of the fingerprints of an answer below which it is too short, or too usual, to say anything."""
FULL = 14.0
"""Weight from which an answer counts whole: six or seven lines of NumPy."""
RARE = 40
"""A fingerprint that more students have leads to no pair; a larger group that shares everything is found as one."""
MOST_PAIRS = 2_000_000
"""Pairs that the index may lead to, the rarest fingerprints first: what 5,000 submissions need, ten times over."""
_WRONG = (Status.FAILED, Status.PARTIAL)
Keys = NDArray[np.uint64]


@dataclass(frozen=True)
class Alike:
    """One question of a pair: the ``share`` of what is unusual in the shorter answer that the other one has, what is ``usual`` among the
    course's own pairs, and how many students are ``wrong`` in the same way where both are (0: they are not)."""

    question: str
    share: float
    usual: float
    wrong: int
    evidence: float


@dataclass(frozen=True)
class Pair:
    """Two submissions (with ``others`` that are the very same) and what they share, the weightiest question first."""

    one: str
    other: str
    others: tuple[str, ...]
    alike: tuple[Alike, ...]

    @property
    def evidence(self) -> float:
        """About how many answers are alike and nobody else's."""
        return sum(each.evidence for each in self.alike)


class Comparison:
    """A class compared: give it every submission (`add`), then ask for the pairs (`pairs`)."""

    def __init__(self, independent: Mapping[str, Sequence[Prints]]) -> None:
        """``independent``: by question, the fingerprints of the course's own right answers."""
        self._independent = {name: [one.keys for one in own] for name, own in independent.items()}
        self.usual = {name: usual(own) for name, own in self._independent.items()}
        self._answers: dict[str, dict[str, Keys]] = {}
        self._wrong: dict[str, dict[str, int]] = {}
        self._alike_wrong: Counter[tuple[str, int]] = Counter()
        self._weights: dict[str, dict[int, float]] = {}

    def add(self, submission: Submission, result: Result | None = None) -> None:
        """Take the fingerprints of a submission, and the ways in which its ``result`` is wrong."""
        self._answers[submission.id] = {
            name: own.keys for name, own in prints_of(submission, list(self._independent)).items()
        }
        wrong = {q.name: hash(signature(q)) for q in result.questions if q.status in _WRONG} if result else {}
        self._wrong[submission.id] = wrong
        self._alike_wrong.update(wrong.items())

    def pairs(self) -> list[Pair]:
        """The pairs with `ENOUGH` evidence, the weightiest first."""
        self._weights = {name: self._rarity(name) for name in self._independent}
        same: dict[tuple[bytes, ...], list[str]] = defaultdict(list)
        for submission, own in self._answers.items():
            same[tuple(own[name].tobytes() if name in own else b"" for name in self._independent)].append(submission)
        found = []
        for group in same.values():
            if len(group) > 1:
                found.append(self._compared(group[0], group[1], tuple(group[2:])))
        for one, other in self._candidates([group[0] for group in same.values()]):
            found.append(self._compared(one, other))
        enough = [pair for pair in found if pair.evidence >= ENOUGH]
        return sorted(enough, key=lambda pair: (-pair.evidence, pair.one, pair.other))

    def _rarity(self, name: str) -> dict[int, float]:
        """How much each fingerprint of a question weighs: 1 where two students have it at most, 0 where all have it."""
        students = max(20, len(self._answers))
        counts: Counter[int] = Counter(
            key for own in self._answers.values() if name in own for key in own[name].tolist()
        )
        ours = Counter(key for own in self._independent[name] for key in own.tolist())
        weights = {}
        for key, count in counts.items():
            expected = students * ours[key] / len(self._independent[name]) if ours[key] > 1 else 0
            weights[key] = math.log(students / min(students, max(2, count, expected))) / math.log(students / 2)
        return weights

    def _candidates(self, submissions: Sequence[str]) -> Iterator[tuple[str, str]]:
        """The pairs that share several rare fingerprints."""
        holders: dict[int, list[int]] = defaultdict(list)
        for number, submission in enumerate(submissions):
            for own in self._answers[submission].values():
                for key in own.tolist():
                    holders[key].append(number)
        shared: Counter[tuple[int, int]] = Counter()
        rare = sorted((numbers for numbers in holders.values() if 1 < len(numbers) <= RARE), key=len)
        for numbers in rare:
            if len(shared) > MOST_PAIRS:
                break
            shared.update(itertools.combinations(dict.fromkeys(numbers), 2))
        for (one, other), count in shared.items():
            if count >= SHORT:
                yield submissions[one], submissions[other]

    def _compared(self, one: str, other: str, others: tuple[str, ...] = ()) -> Pair:
        mine, theirs = self._answers[one], self._answers[other]
        alike = [self._alike(name, one, other) for name in mine if name in theirs]
        alike = sorted((each for each in alike if each.evidence > 0), key=lambda each: -each.evidence)
        return Pair(one, other, others, tuple(alike))

    def _alike(self, name: str, one: str, other: str) -> Alike:
        mine, theirs = self._answers[one][name], self._answers[other][name]
        weights = self._weights[name]
        whole = min(sum(weights[key] for key in own.tolist()) for own in (mine, theirs))
        shared = sum(weights[key] for key in np.intersect1d(mine, theirs, assume_unique=True).tolist())
        share, usually = min(1.0, shared / whole) if whole >= SHORT else 0.0, self.usual[name]
        evidence = max(0.0, (share - usually) / (1 - usually)) * min(1.0, whole / FULL)
        way = self._wrong[one].get(name)
        wrong = self._alike_wrong[name, way] if way is not None and way == self._wrong[other].get(name) else 0
        if wrong:
            students = max(20, len(self._answers))
            evidence *= 1 + 2 * math.log(students / max(2, min(students, wrong))) / math.log(students / 2)
        return Alike(name, share, usually, wrong, evidence)


def usual(answers: Iterable[Keys]) -> float:
    """The share of their fingerprints that pairs of independent answers have in common, but for the one pair in twenty that has most."""
    own = [keys for keys in answers if len(keys) >= SHORT]
    shares = [
        len(np.intersect1d(one, other, assume_unique=True)) / min(len(one), len(other))
        for one, other in itertools.combinations(own, 2)
    ]
    return min(0.9, float(np.quantile(shares, 0.95))) if shares else 0.5
