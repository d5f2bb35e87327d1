"""Two misconceptions side by side: each shows in calls, or in parts of answers, where the other is right.

An answer of `train_one_epoch` has a loss and an accuracy, a call of `conv_output_size` may be one that is to be refused, a probe of
`Conv2D` looks at `forward` or at `dW`. Where exactly one of two misconceptions is wrong in such a facet and the student is wrong in the
same way, and the student is right where both are, both are at work. Where both are wrong at once, their composition decides, if there is
one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Any

import numpy as np

from autograder.diagnosis.misconceptions import Misconception
from autograder.diagnosis.outcome import Outcome, as_numbers, same_value

MOST_LEAVES = 12
"""Parts of one answer that are looked at each by itself; a longer one counts as a whole."""
ENOUGH = 2
"""Facets in which a misconception has to show by itself: one number alone is a coincidence."""
MANY = 4
"""Numbers in one facet that are enough: a picture, or all that is left of a model."""
Pair = tuple[int, int]


@dataclass(frozen=True)
class _Raised:
    """What stands for each part of an answer that was not given."""

    error: str


class Facets:
    """The facets of a question's answers, and in which of them each misconception is wrong (a set of bits)."""

    def __init__(self, right: Sequence[Outcome], wrong: Sequence[tuple[Misconception, Sequence[Outcome]]]) -> None:
        self._right, self._wrong = right, wrong

    @cached_property
    def _shapes(self) -> list[tuple[int, int]]:
        """By probe: the first of its facets, and how many it has."""
        counts = [len(_leaves_of(one, one)) for one in self._right]
        return list(zip(np.cumsum([0, *counts]).tolist(), counts, strict=False))

    @cached_property
    def _masks(self) -> list[int]:
        return [sum(self.wrong_in(i, outcome) for i, outcome in enumerate(outcomes)) for _, outcomes in self._wrong]

    def wrong_in(self, probe: int, got: Outcome) -> int:
        """The facets of this probe in which ``got`` is wrong."""
        first, _ = self._shapes[probe]
        pairs = zip(_leaves_of(self._right[probe], got), self._leaves(probe), strict=True)
        return sum(1 << (first + place) for place, (left, true) in enumerate(pairs) if not _same(left, true))

    def within(self, probes: Sequence[int]) -> int:
        """All facets of these probes."""
        return sum(((1 << count) - 1) << first for first, count in (self._shapes[i] for i in probes))

    @cached_property
    def pairs(self) -> list[Pair]:
        """All pairs that differ from one another and from what is right somewhere."""
        return [(a, b) for a, b in combinations(range(len(self._wrong)), 2) if self._masks[a] and self._masks[b]]

    def possible(self, pairs: Sequence[Pair], within: int, wrong: int) -> list[Pair]:
        """Those of ``pairs`` that are wrong, one or both, exactly where the student is, as far as ``within`` goes."""
        masks = self._masks
        return [
            (a, b)
            for a, b in pairs
            if not (masks[a] ^ masks[b]) & within & ~wrong and not wrong & ~(masks[a] | masks[b])
        ]

    @cached_property
    def _refusals(self) -> int:
        """The facets of calls that are to be refused."""
        return self.within([i for i, one in enumerate(self._right) if one.error])

    def single(self, asked: Sequence[int], answers: Sequence[Outcome], wrong: int) -> tuple[Misconception, ...]:
        """The misconceptions that are wrong in the same facets of ``asked`` (``wrong``, at least one) and in the same way, whatever a call
        that is to be refused gives instead."""
        within = self.within(asked)
        return tuple(
            one
            for place, (one, _) in enumerate(self._wrong)
            if self._masks[place] & within == wrong and self._alike(place, wrong, asked, answers) >= ENOUGH
        )

    def unrefused(self, wrong: int) -> bool:
        """Whether a call that is to be refused was not."""
        return bool(wrong & self._refusals)

    def both(
        self,
        asked: Sequence[int],
        answers: Sequence[Outcome],
        wrong: int,
        composition: Callable[[Misconception, Misconception], Callable[[int], Outcome] | None],
    ) -> tuple[Misconception, ...]:
        """The two that are at work together. Where several pairs could be: the misconception that is part of all of them, if there is one.
        ``composition`` says how the second on top of the first answers a probe of some number."""
        within = self.within(asked)
        found: list[dict[str, Misconception]] = []
        for a, b in self.possible(self.pairs, within, wrong) if wrong else ():
            only = [self._masks[one] & ~self._masks[other] & within for one, other in ((a, b), (b, a))]
            shown = [self._alike(one, facets, asked, answers) for one, facets in zip((a, b), only, strict=True)]
            one, two = self._wrong[a][0], self._wrong[b][0]
            together = self._composed(composition, one, two, asked, answers)
            if together or (together is None and min(shown) >= ENOUGH):
                found.append({one.name: one, two.name: two})
        shared = set.intersection(*map(set, found)) if found else set()
        return tuple(one for name, one in found[0].items() if name in shared) if found else ()

    def _composed(
        self,
        composition: Callable[..., Any],
        one: Misconception,
        two: Misconception,
        asked: Sequence[int],
        answers: Any,
    ) -> bool | None:
        """Whether one on top of the other, in either order, answers every probe as the student did; None where there is neither."""
        found = [answer for pair in ((one, two), (two, one)) if (answer := composition(*pair)) is not None]
        alike = any(
            all(
                all(map(_same, _leaves_of(self._right[i], answer(i)), _leaves_of(self._right[i], got)))
                for i, got in zip(asked, answers, strict=True)
            )
            for answer in found
        )
        return alike if found else None

    def wrong_in_all(self, asked: Sequence[int], answers: Sequence[Outcome]) -> int:
        """The facets of all these probes in which the student is wrong."""
        return sum(self.wrong_in(i, got) for i, got in zip(asked, answers, strict=True))

    def _alike(self, place: int, facets: int, asked: Sequence[int], answers: Sequence[Outcome]) -> int:
        """How much it tells that the student says in these ``facets`` what the misconception says; -1 where it is not so in all."""
        count = 0
        for i, got in zip(asked, answers, strict=True):
            first, _ = self._shapes[i]
            if not facets >> first & ((1 << self._shapes[i][1]) - 1):
                continue
            theirs = _leaves_of(self._right[i], self._wrong[place][1][i])
            for at, (left, other) in enumerate(zip(_leaves_of(self._right[i], got), theirs, strict=True)):
                if facets >> (first + at) & 1:
                    if not _same(left, other):
                        return -1
                    count += _weight(other)
        return count

    def _leaves(self, probe: int) -> list[Any]:
        return _leaves_of(self._right[probe], self._right[probe])


def _leaves_of(right: Outcome, got: Outcome) -> list[Any]:
    """The parts of an answer by the form of the right one; of a call that is to be refused, whether it was."""
    if right.error:
        return [got.error == right.error]
    count = len(_split(right.value, right.value)) + len(right.after)
    if got.error or len(got.after) != len(right.after):
        return [_Raised(got.error)] * count
    return [*_split(right.value, got.value), *got.after]


def _split(like: Any, value: Any) -> list[Any]:
    parts = list(_parts(like, value))
    return parts if len(parts) <= MOST_LEAVES else [value]


def _parts(like: Any, value: Any) -> Iterator[Any]:
    """``value`` in the parts that ``like`` has; where it has other parts, the whole in the place of each."""
    if isinstance(like, dict) and like:
        fits = isinstance(value, dict) and value.keys() == like.keys()
        for key, inner in like.items():
            yield from _parts(inner, value[key] if fits else value)
    elif isinstance(like, (list, tuple)) and like:
        fits = isinstance(value, (list, tuple)) and len(value) == len(like)
        for place, inner in enumerate(like):
            yield from _parts(inner, value[place] if fits else value)
    else:
        yield value


def _weight(leaf: Any) -> int:
    """What it tells that two agree in ``leaf``: nothing that both raise, more than one number that all of several do."""
    if isinstance(leaf, _Raised):
        return 0
    return ENOUGH if isinstance(leaf, (list, tuple, dict)) or np.size(leaf) >= MANY else 1


def _same(one: Any, two: Any) -> bool:
    raised = [isinstance(part, _Raised) for part in (one, two)]
    if all(raised):
        return bool(one == two)
    if any(raised):
        return all(isinstance(part, _Raised) or _is_empty(part) for part in (one, two))
    return same_value(one, two)


def _is_empty(value: Any) -> bool:
    """An array without a number says as much as an exception: there was no place for the kernel."""
    numbers = as_numbers(value)
    return numbers is not None and not numbers.size
