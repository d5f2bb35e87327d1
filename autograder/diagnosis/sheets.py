"""Value questions: misconceptions as functions of a sheet's numbers, and the same mistake shown on numbers that belong to no student.

A misconception of `sizes` is ``def rounded_up(configurations)``: it takes the numbers it needs by their names on the sheet (`Numbers`), a
table of numbers as an array. One that takes none answers the same on every sheet.
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from autograder.diagnosis.counterexample import draw
from autograder.diagnosis.misconceptions import Misconception
from autograder.diagnosis.outcome import Outcome, observe, same_outcome
from autograder.records.sentences import say
from autograder.suite.personal import Numbers, numbers_in

TRIES = 20
"""Sheets that are drawn in search of one on which the mistake shows: nearly always it is the first."""
NOTE = say("These are not your numbers: it is what the same mistake gives on others.")


def numbers_of(staff: Path) -> Numbers | None:
    """The numbers of the assignment whose staff folder this is; None where nothing is personal about it."""
    return numbers_in(staff) if (staff / "personal.py").is_file() else None


def arguments_of(names: list[str], parameters: Mapping[str, Any]) -> dict[str, Any]:
    """What a misconception that takes these ``names`` is given on the sheet of these ``parameters``."""
    tables = {name: isinstance(parameters[name], tuple) and isinstance(parameters[name][0], tuple) for name in names}
    return {name: np.array(parameters[name]) if tables[name] else parameters[name] for name in names}


def on_sheet(one: Misconception, parameters: Mapping[str, Any]) -> Misconception:
    """The misconception as it answers the sheet of these ``parameters``."""
    taken = _taken(one)
    return replace(one, stand_in=lambda: one.stand_in(**arguments_of(taken, parameters))) if taken else one


def elsewhere(question: str, one: Misconception, numbers: Numbers, own: Mapping[str, Any]) -> dict[str, Any] | None:
    """The counterexample that shows the mistake on a sheet that is neither the shared one nor the student's ``own``, so that it tells
    nobody an answer. None where the misconception does not depend on the numbers."""
    taken = _taken(one)
    if not taken:
        return None
    known = [Outcome(numbers.answers(sheet)[question]) for sheet in (own, numbers.SHARED)]
    for seed in range(TRIES):
        drawn = numbers.draw(np.random.default_rng(seed))
        right = Outcome(numbers.answers(drawn)[question])
        given = tuple(arguments_of(taken, drawn).values())
        wrong = observe(one.stand_in, given)
        if not any(same_outcome(right, other) for other in known) and not same_outcome(wrong, right):
            case = draw(question, given, wrong, right, one.stand_in)
            return case and {**case, "where": None, "elsewhere": True, "note": NOTE}
    return None


def _taken(one: Misconception) -> list[str]:
    return list(inspect.signature(one.stand_in).parameters)
