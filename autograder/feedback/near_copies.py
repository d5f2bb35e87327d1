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
from dataclasses import dataclass, field

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
MOST_PAIRS = 1_000_000
"""Pairs that the index may lead to, the rarest fingerprints first: several times what 5,000 submissions need."""
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


@dataclass
class _Answers:
    """The different answers to one question, by number: their ``keys``, and, once all are there, what each weighs."""

    numbers: dict[bytes, int] = field(default_factory=dict)
    keys: list[frozenset[int]] = field(default_factory=list)
    weights: dict[int, float] = field(default_factory=dict)
    totals: list[float] = field(default_factory=list)
    shares: dict[tuple[int, int], tuple[float, float]] = field(default_factory=dict)

    def number(self, keys: Keys) -> int:
        """The number of an answer with these fingerprints, a new one where it is new."""
        number = self.numbers.setdefault(keys.tobytes(), len(self.keys))
        if number == len(self.keys):
            self.keys.append(frozenset(keys.tolist()))
        return number

    def weigh(self, weights: dict[int, float]) -> None:
        self.weights, self.shares = weights, {}
        self.totals = [sum(map(weights.__getitem__, own)) for own in self.keys]

    def share(self, one: int, other: int) -> tuple[float, float]:
        """The part of the lighter answer's weight that the other has too, and that weight."""
        if (one, other) not in self.shares:
            whole = min(self.totals[one], self.totals[other])
            shared = sum(map(self.weights.__getitem__, self.keys[one] & self.keys[other])) if whole >= SHORT else 0.0
            self.shares[one, other] = (min(1.0, shared / whole) if shared else 0.0, whole)
        return self.shares[one, other]


class Comparison:
    """A class compared: give it every submission (`add`), then ask for the pairs (`pairs`)."""

    def __init__(self, independent: Mapping[str, Sequence[Prints]]) -> None:
        """``independent``: by question, the fingerprints of the course's own right answers."""
        self._independent = {name: [one.keys for one in own] for name, own in independent.items()}
        self.usual = {name: usual(own) for name, own in self._independent.items()}
        self._answers = {name: _Answers() for name in independent}
        self._handed_in: dict[str, dict[str, int]] = {}
        self._wrong: dict[str, dict[str, int]] = {}
        self._alike_wrong: Counter[tuple[str, int]] = Counter()

    def add(self, submission: Submission, result: Result | None = None) -> None:
        """Take the fingerprints of a submission, and the ways in which its ``result`` is wrong."""
        found = prints_of(submission, list(self._independent))
        self._handed_in[submission.id] = {name: self._answers[name].number(own.keys) for name, own in found.items()}
        wrong = {q.name: hash(signature(q)) for q in result.questions if q.status in _WRONG} if result else {}
        self._wrong[submission.id] = wrong
        self._alike_wrong.update(wrong.items())

    def pairs(self) -> list[Pair]:
        """The pairs with `ENOUGH` evidence, the weightiest first."""
        for name, answers in self._answers.items():
            answers.weigh(self._rarity(name))
        same: dict[tuple[tuple[str, int], ...], list[str]] = defaultdict(list)
        for submission, own in self._handed_in.items():
            same[tuple(own.items())].append(submission)
        found = [self._compared(group[0], group[1], tuple(group[2:])) for group in same.values() if len(group) > 1]
        for one, other in self._candidates([group[0] for group in same.values()]):
            found.append(self._compared(one, other))
        enough = [pair for pair in found if pair.evidence >= ENOUGH]
        return sorted(enough, key=lambda pair: (-pair.evidence, pair.one, pair.other))

    def _rarity(self, name: str) -> dict[int, float]:
        """How much each fingerprint of a question weighs: 1 where two students have it at most, 0 where all have it."""
        chosen = Counter(own[name] for own in self._handed_in.values() if name in own)
        counts: Counter[int] = Counter()
        for number, students in chosen.items():
            counts.update(dict.fromkeys(self._answers[name].keys[number], students))
        ours = Counter(key for own in self._independent[name] for key in own.tolist())
        expected = {
            key: len(self._handed_in) * each / len(self._independent[name]) for key, each in ours.items() if each > 1
        }
        return {key: self._rare(max(count, expected.get(key, 0))) for key, count in counts.items()}

    def _rare(self, students: float) -> float:
        """What that many students have in common, 1 (two) to 0 (all). The square: of a few common things every class shares some."""
        everyone = max(20, len(self._handed_in))
        return (math.log(everyone / min(everyone, max(2, students))) / math.log(everyone / 2)) ** 2

    def _candidates(self, submissions: Sequence[str]) -> Iterator[tuple[str, str]]:
        """The pairs that share several rare fingerprints."""
        holders: dict[int, list[int]] = defaultdict(list)
        for number, submission in enumerate(submissions):
            for name, answer in self._handed_in[submission].items():
                for key in self._answers[name].keys[answer]:
                    holders[key].append(number)
        shared: Counter[tuple[int, int]] = Counter()
        for numbers in sorted((each for each in holders.values() if 1 < len(each) <= RARE), key=len):
            if len(shared) > MOST_PAIRS:
                break
            shared.update(itertools.combinations(dict.fromkeys(numbers), 2))
        for (one, other), count in shared.items():
            if count >= SHORT:
                yield submissions[one], submissions[other]

    def _compared(self, one: str, other: str, others: tuple[str, ...] = ()) -> Pair:
        mine, theirs = self._handed_in[one], self._handed_in[other]
        alike = [self._alike(name, one, other) for name in mine if name in theirs]
        alike = sorted((each for each in alike if each.evidence > 0), key=lambda each: -each.evidence)
        return Pair(one, other, others, tuple(alike))

    def _alike(self, name: str, one: str, other: str) -> Alike:
        share, whole = self._answers[name].share(self._handed_in[one][name], self._handed_in[other][name])
        usually = self.usual[name]
        evidence = max(0.0, (share - usually) / (1 - usually)) * min(1.0, whole / FULL)
        way = self._wrong[one].get(name)
        wrong = self._alike_wrong[name, way] if way is not None and way == self._wrong[other].get(name) else 0
        if wrong:
            evidence *= 1 + 2 * self._rare(wrong)
        return Alike(name, share, usually, wrong, evidence)


def leading(pairs: Iterable[Pair]) -> list[Pair]:
    """The pairs that are worth reading of groups in which everybody is like everybody: the weightiest that join all who are joined."""
    group: dict[str, str] = {}

    def head(submission: str) -> str:
        while group.get(submission, submission) != submission:
            submission = group[submission]
        return submission

    joining = []
    for pair in pairs:
        one, other = head(pair.one), head(pair.other)
        if one != other:
            group[one] = other
            joining.append(pair)
    return joining


def usual(answers: Iterable[Keys]) -> float:
    """The share of their fingerprints that pairs of independent answers have in common, but for the one pair in twenty that has most."""
    own = [keys for keys in answers if len(keys) >= SHORT]
    shares = [
        len(np.intersect1d(one, other, assume_unique=True)) / min(len(one), len(other))
        for one, other in itertools.combinations(own, 2)
    ]
    return min(0.9, float(np.quantile(shares, 0.95))) if shares else 0.5
