"""Which misconceptions answer exactly as the student's function does."""

from __future__ import annotations

from collections.abc import Sequence

from autograder.diagnosis.outcome import Outcome, same_form, same_outcome


def answers_alike(candidate: Sequence[Outcome], student: Sequence[Outcome], right: Sequence[Outcome]) -> bool:
    """Whether ``student`` is ``candidate`` on every probe, and the two differ from ``right`` on at least one.

    A candidate whose values are always right is wrong by its form (a float where a size is an int); then the forms must
    be alike as well.
    """
    if not all(map(same_outcome, student, candidate)):
        return False
    if not all(map(same_outcome, candidate, right)):
        return True
    wrong_form = not all(map(same_form, candidate, right))
    return wrong_form and all(map(same_form, student, candidate))
