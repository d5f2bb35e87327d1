"""The lines of a wrong answer that matter: those where a small change makes it answer every public probe as the reference does.

That is evidence, as all of a diagnosis is: the changed answer has been run, in the sealed process, on inputs that may be shown. The change
itself is shown to nobody.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from autograder.diagnosis.diagnose import Sheet
from autograder.diagnosis.edits import Edit
from autograder.diagnosis.outcome import observe, same_form, same_outcome
from autograder.suite.probes import needs_props

PROBES = 40
"""Probes that a changed answer is asked."""
_HEAD = r"^((?:async[ \t]+)?(?:def|class)[ \t]+){}\b"


def renamed(edit: Edit, name: str, new: str) -> str:
    """The text of an edit whose definition of ``name`` is called ``new``: many stand in one module."""
    return re.sub(_HEAD.format(re.escape(name)), lambda found: found[1] + new, edit.text, count=1, flags=re.M)


def mends(
    sheet: Sheet,
    answer: Callable[..., Any],
    first: int,
    keep: Callable[[Any], Any],
    value_of: Callable[[Any], Any],
    props: Any = None,
    *,
    mind_form: bool = False,
) -> bool | None:
    """Whether ``answer`` is right on every probe of the ``sheet``, the one of number ``first`` before all others: there the answer as it
    was handed in went wrong, by its form alone with ``mind_form``. None where its process has ended. The others are as in
    `autograder.diagnosis.diagnose.consult`."""
    for number in _order(sheet, first, props):
        outcome = observe(answer, sheet.probes[number], keep, value_of, props)
        if outcome.over:
            return None
        right = sheet.right[number]
        if not same_outcome(outcome, right) or (mind_form and not same_form(outcome, right)):
            return False
    return True


def _order(sheet: Sheet, first: int, props: Any) -> Sequence[int]:
    asked = [i for i, probe in enumerate(sheet.probes) if props is not None or not needs_props(probe)][:PROBES]
    return sorted(asked, key=lambda number: number != first)
