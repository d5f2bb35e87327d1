"""What a check may ask for, as plain objects (see `autograder.grading.plugin` for the list)."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import numpy as np

from autograder.course import Assignment
from autograder.records.errors import SuiteError
from autograder.records.submission import SourceFile, Submission
from autograder.sandbox import Handle, Sandbox, StudentProcess
from autograder.sandbox.protocol.values import to_array
from autograder.suite.asserts import values_agree


@dataclass
class Agree:
    """``agree(expected, second)``: the reference's answer, which a second, independent oracle must give too.

    ``second`` runs only while rehearsing (before a class is graded, and in `convgrade validate`); in between the reference speaks alone.
    """

    rehearsing: bool = False
    compared: int = 0
    unavailable: int = 0

    def __call__(self, expected: Any, second: Callable[[], Any]) -> Any:
        if self.rehearsing:
            try:
                other = second()
            except ImportError:
                self.unavailable += 1
                return expected
            self._compare(expected, other)
        return expected

    def _compare(self, expected: Any, other: Any) -> None:
        self.compared += 1
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


class RestartableProcess:
    """The student's process, for checks that need more than calls."""

    def __init__(self, start: Callable[[], StudentProcess]) -> None:
        self._start = start
        self._guest: StudentProcess | None = None
        self.deadline: float | None = None

    @property
    def running(self) -> bool:
        """Whether there is a live process right now."""
        return self._guest is not None and self._guest.alive

    @property
    def process(self) -> StudentProcess:
        """The running process; a new one when the last has died."""
        if self._guest is not None:
            self._guest.deadline = self.deadline
            self._guest.settle()
        if self._guest is None or not self._guest.alive:
            self.fresh()
        assert self._guest is not None
        self._guest.deadline = self.deadline
        return self._guest

    @property
    def module(self) -> Handle:
        """The student's module in the running process."""
        return self.process.module

    def fresh(self) -> Handle:
        """End the process and start another: all state is gone. Gives the new module."""
        self.close()
        self._guest = self._start()
        return self._guest.module

    def keep(self, value: Any) -> Handle:
        """Put ``value`` into the student's process and hold on to it there."""
        return self.process.keep(value)

    def value(self, handle: Handle) -> Any:
        """What the object behind ``handle`` is now, as a value."""
        return self.process.value(handle)

    @property
    def props(self) -> Handle:
        """The suite's own helpers in the student's process (``props.py``). What they say is as untrusted as the student."""
        return self.process.props

    def starved(self) -> bool:
        """Whether the last process had to share its processor, so that a call may have run out of time for it."""
        return self._guest is not None and self._guest.starved()

    def queued(self) -> float:
        """The seconds for which the last process waited for a processor, as far as is known."""
        return 0.0 if self._guest is None else self._guest.queued() or 0.0

    def close(self) -> None:
        if self._guest is not None:
            self._guest.close()


def starter(zygote: Sandbox, submission: Submission, assignment: Assignment) -> Callable[[], StudentProcess]:
    """A function that starts a fresh process with the submission loaded, beside the helper modules that were handed out with it."""
    there = {submission.main.name, *(file.name for file in submission.others)}
    stub, suite = assignment.stub.name, assignment.public_suite.name
    handed_out = [
        SourceFile(path.name, path.read_bytes())
        for path in sorted(assignment.handout.glob("*.py"))
        if path.name not in {*there, stub, suite, "conftest.py"}
    ]
    return lambda: zygote.start(submission.main, (*submission.others, *handed_out), assignment.name)


def load_reference(assignment: Assignment) -> ModuleType:
    """The reference solution, as a module of the grader's own process. Raises `SuiteError`."""
    return load_staff_module(assignment, "solution")


def load_staff_module(assignment: Assignment, stem: str) -> ModuleType:
    """``reference/NAME/STEM.py`` as a module with a name of its own."""
    path = assignment.staff / f"{stem}.py"
    name = f"_convgrade_{assignment.name}_{stem}"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None or not path.is_file():
        raise SuiteError(f"{path} is missing.")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        raise SuiteError(f"{path} cannot be loaded: {type(error).__name__}: {error}") from error
    return module


def file_bytes(submission: Submission) -> dict[str, bytes]:
    """The files handed in beside the module, by name."""
    return {file.name: file.data for file in submission.others}
