"""Checks made by hand, and what the grader makes of how they end."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from autograder.grading.collect import Check
from autograder.grading.seat import Ran
from autograder.grading.verdict import Verdict, verdict_of
from autograder.records.result import Visibility
from autograder.suite.notes import collecting_notes


def a_check(question: str = "conv2d", visibility: Visibility = "hidden") -> Check:
    """A check that no pytest session holds."""
    return Check(question, "sizes", "It is right.", 1.0, visibility, None)


def judged(check: Check, body: Callable[[], object], student: object = None) -> Verdict:
    """The verdict on ``check`` where ``body`` is what it runs."""
    with collecting_notes() as notes:
        ran = Ran(notes=notes)
        try:
            body()
        except BaseException as error:
            ran.error = error
    return verdict_of(check, ran, lambda: student)


def raising(check: Check, error: Exception, student: object = None) -> Verdict:
    """The verdict on ``check`` where it ends in ``error``."""
    return verdict_of(check, Ran(error), lambda: student)


def call(check: Check, fixtures: Mapping[str, Any]) -> None:
    """Call the check's function as it stands, with no process and no pytest."""
    asks = check.function.__code__.co_varnames[: check.function.__code__.co_argcount]
    check.function(**{name: fixtures[name] for name in asks if name not in check.parameters}, **check.parameters)
