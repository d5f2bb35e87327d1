"""What a check may ask for, as plain objects (see `autograder.grading.plugin` for the list)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

import numpy as np

from autograder.course import Assignment
from autograder.records.errors import SuiteError
from autograder.records.submission import Submission
from autograder.sandbox.protocol.values import to_array
from autograder.suite.asserts import values_agree
from autograder.suite.probes import run_staff_file


@dataclass
class Agree:
    """``agree(expected, second)``: the reference's answer, which a second, independent oracle must give too.

    ``second`` runs only while rehearsing (before a class is graded, and in `convgrade validate`); in between the reference speaks alone.
    """

    rehearsing: bool = False
    absent: set[str] = field(default_factory=set)
    """The libraries for want of which the second oracle could not be asked."""

    def __call__(self, expected: Any, second: Callable[[], Any]) -> Any:
        if self.rehearsing:
            try:
                other = second()
            except ImportError as error:
                self.absent.add(error.name or str(error))
                return expected
            self._compare(expected, other)
        return expected

    def uncompared(self) -> str:
        """What to say where the second oracle could not be asked; empty where it could."""
        names = ", ".join(sorted(self.absent))
        return (
            f"without {names}, which is not installed here, the reference was not compared with a second oracle"
            if names
            else ""
        )

    def _compare(self, expected: Any, other: Any) -> None:
        if isinstance(expected, dict):
            pairs = [(expected[key], other[key]) for key in expected]
        elif isinstance(expected, (tuple, list)) and not np.isscalar(expected[0] if expected else 0):
            pairs = list(zip(expected, other, strict=True))
        else:
            pairs = [(expected, other)]
        for one, two in pairs:
            if not values_agree(_plain(two), _plain(one)):
                raise SuiteError(f"The reference and the second oracle disagree: {one!r} and {two!r}.")


def _plain(value: Any) -> Any:
    value = value.detach().cpu().numpy() if hasattr(value, "detach") else value
    return to_array(value)


def load_reference(assignment: Assignment) -> ModuleType:
    """The reference solution, as a module of the grader's own process. Raises `SuiteError`."""
    try:
        return run_staff_file(assignment.solution, f"_convgrade_{assignment.name}_solution")
    except SuiteError:
        raise
    except Exception as error:
        raise SuiteError(f"{assignment.solution} cannot be loaded: {type(error).__name__}: {error}") from error


def file_bytes(submission: Submission) -> dict[str, bytes]:
    """The files handed in beside the module, by name."""
    return {file.name: file.data for file in submission.others}
