"""The seat in front of the checks: what whoever runs them, a grader or an author's pytest, says of the submission they are run on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pytest

from autograder.records.errors import SuiteError

if TYPE_CHECKING:
    import numpy as np

    from autograder.sandbox import RestartableProcess
    from autograder.suite.fixtures import Agree
    from autograder.suite.notes import Notes
    from autograder.suite.personal import Personal
    from autograder.suite.trials import Trials

PLUGIN = "autograder.grading.plugin"
FIXTURES = ("student", "reference", "rng", "agree", "process", "personal", "files", "trial")
"""The fixtures of the plugin."""


@dataclass(frozen=True)
class Seat:
    """The submission that is judged now, and by which question: what the fixtures give."""

    process: RestartableProcess
    reference: ModuleType
    agree: Agree
    draw: Callable[[], np.random.Generator]
    personal: Personal
    files: dict[str, bytes]
    trials: Trials | None = None

    @cached_property
    def rng(self) -> np.random.Generator:
        """The generator of the check's hidden inputs, made where a check asks for it."""
        return self.draw()

    @property
    def student(self) -> Any:
        """The student's module in the running process."""
        return self.process.module

    @property
    def trial(self) -> Trials:
        """The student's tests, where that is what the question is about. Raises `SuiteError` where it is not."""
        if self.trials is None:
            raise SuiteError('Only a check of a question with kind = "tests" can ask for `trial`.')
        return self.trials

    def given(self, asked: Iterable[str]) -> dict[str, Any]:
        """What the fixtures that are ``asked`` for give, by name."""
        return {name: getattr(self, name) for name in asked}


@dataclass
class Ran:
    """What running a check came to: the first exception of setting up, calling and tearing down, and what was noted meanwhile."""

    error: BaseException | None = None
    notes: Notes | None = None

    def let_go(self) -> None:
        """Let go of the check's frames. They hold all that came back, and the error that has been through them is held by one of them
        again: until the collector comes by, each failed check would keep what may be 64 MB an answer. Causes can go round in a circle."""
        ahead, seen = [self.error], set[int]()
        while ahead:
            error = ahead.pop()
            if error is not None and id(error) not in seen:
                seen.add(id(error))
                error.__traceback__ = None
                ahead += [error.__cause__, error.__context__]


SEAT = pytest.StashKey[Seat]()
"""In the session's stash: whose turn it is."""
RAN = pytest.StashKey[Ran]()
"""In an item's stash, while the grader runs it."""


_ALWAYS_OURS = frozenset({"student", "process", "trial"})


def asked_of_us(item: pytest.Function) -> list[str]:
    """The plugin's fixtures that a check asks for, but those a suite has put its own in place of.

    The student's module cannot be replaced: a conftest.py beside handed-out checks imports it for plain pytest, and here it would run
    in the grader's process.
    """
    known = item._fixtureinfo.name2fixturedefs
    asked = [name for name in item._fixtureinfo.argnames if name in known]
    return [name for name in asked if name in _ALWAYS_OURS or known[name][-1].func.__module__ == PLUGIN]


class Quiet:
    """For the grader's own session: an exception is kept for the verdict, and no traceback is written for nobody to read."""

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> pytest.TestReport | None:
        ran = item.stash[RAN]
        if call.excinfo is not None:
            ran.error = ran.error or call.excinfo.value
        outcome = "failed" if call.excinfo else "passed"
        return pytest.TestReport(item.nodeid, item.location, {}, outcome, None, call.when)  # type: ignore[arg-type]
