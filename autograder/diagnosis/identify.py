"""Which misconceptions answer exactly as the student's function does."""

from __future__ import annotations

from collections.abc import Sequence

from autograder.diagnosis.outcome import Outcome, same_form, same_outcome


def answers_alike(candidate: Sequence[Outcome], student: Sequence[Outcome], right: Sequence[Outcome]) -> bool:
    """Whether ``student`` is ``candidate`` on every probe, and that shows: the two are wrong in a telling way.

    Telling is a wrong value in common, a missing error, a wrongly changed argument. A candidate whose values are always
    right is wrong by its form (a float where a size is an int); then the forms must be alike as well. Errors raised where
    there is an answer say little, since every mistake can raise a ValueError: they count as a pattern only, from two
    probes on, beside two right answers.
    """
    if not all(map(same_outcome, student, candidate)):
        return False
    wrong = [one for one, want in zip(candidate, right, strict=True) if not same_outcome(one, want)]
    if not wrong:
        return not all(map(same_form, candidate, right)) and all(map(same_form, student, candidate))
    if all(one.error for one in wrong):
        return len(wrong) >= 2 and len(candidate) - len(wrong) >= 2
    return True
