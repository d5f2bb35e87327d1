"""Students' tests, collected and run by pytest itself beside them, on a `subject` whose code is elsewhere.

The implementation that is tested is never in this process: the fixture ``subject`` is a `Remote`, and what a test does with it the grader
asks of another sealed process. So a test sees answers, and no code, no file and no name. Runs in the student's process.
"""

from __future__ import annotations

import builtins
import os
from collections.abc import Generator, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from _pytest.config import Config, _prepareconfig
from _pytest.main import Session
from _pytest.runner import runtestprotocol

from autograder.sandbox.inside.finder import PLACE
from autograder.sandbox.inside.remote import Remote

_WITHOUT = (
    "cacheprovider", "debugging", "doctest", "faulthandler", "junitxml", "logging", "pastebin", "setuponly", "setupplan", "stepwise",
    "terminal", "threadexception", "unraisableexception", "warnings",
)  # fmt: skip
"""Plugins of pytest that report, or need files."""
_MOST, _LONGEST = 500, 200
"""Tests that are looked at, and characters of what is told of one."""


class Runner:
    """pytest, ready to look at one module. Made before student code is near; `collect` and `run` come after."""

    def __init__(self) -> None:
        arguments = ["--rootdir=/", "-c", os.devnull, "--import-mode=importlib", "--capture=no"]
        arguments += [f"-pno:{name}" for name in _WITHOUT]
        with pytest.MonkeyPatch.context() as environment:
            environment.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
            environment.setenv("PYTEST_ADDOPTS", "")
            self.config: Config = _prepareconfig(arguments, [self])
        self.config._do_configure()
        self.session = Session.from_config(self.config)
        self.config.hook.pytest_sessionstart(session=self.session)
        self.items: list[pytest.Function] = []
        self.given: Remote | None = None
        self.raised: BaseException | None = None

    @pytest.fixture(name="subject")
    def _subject(self) -> Remote:
        """The implementation to be tested."""
        assert self.given is not None
        return self.given

    @pytest.hookimpl(wrapper=True)
    def pytest_pycollect_makeitem(self, collector: pytest.Collector, name: str) -> Generator[None, Any, Any]:
        """One that is marked wrongly, or is a generator, costs itself alone."""
        try:
            return (yield)
        except BaseException as error:
            module = collector.getparent(_Module)
            assert module is not None
            module.problems.append(_told(name, error))
            return None

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> pytest.TestReport:
        """What came of a test, without the text of its source: no file can be opened."""
        error = call.excinfo.value if call.excinfo else None
        self.raised = self.raised or error
        outcome = "passed" if error is None else "skipped" if isinstance(error, pytest.skip.Exception) else "failed"
        return pytest.TestReport(item.nodeid, ("", 0, ""), {}, outcome, None, call.when)  # type: ignore[arg-type]

    def collect(self, module: ModuleType, name: str, begin: str) -> tuple[list[tuple[str, str]], list[str]]:
        """The tests of the student's ``module`` whose functions ``begin`` like that: by number the function's name and the test's; and
        what could not be collected."""
        # Those of other questions would all be made, and not be run.
        self.config._inicache["python_functions"] = [begin]
        found: list[str] = []
        node = _Module.from_parent(self.session, path=Path(PLACE + f"{name}.py"))
        node.given, node.problems = module, found
        self.items = list(_items(node, found))[:_MOST]
        names = [(one.originalname or one.name, one.nodeid.partition("::")[2]) for one in self.items]
        return [(function[:_LONGEST], test[:_LONGEST]) for function, test in names], found

    def run(self, number: int, subject: Remote) -> tuple[str, str, str]:
        """Run a test on the ``subject``: passed, failed or skipped, and the exception's kind and text."""
        self.given, self.raised = subject, None
        reports = runtestprotocol(self.items[number], log=False, nextitem=None)
        outcomes = {report.outcome for report in reports}
        outcome = next((one for one in ("failed", "skipped") if one in outcomes), "passed")
        if self.raised is None:
            return outcome, "", ""
        kinds = [kind.__name__ for kind in type(self.raised).__mro__ if getattr(builtins, kind.__name__, None) is kind]
        try:
            text = str(self.raised)[:_LONGEST]
        except BaseException:
            text = ""
        return outcome, (kinds or ["Exception"])[0], text


class _Module(pytest.Module):
    """The student's module, which is loaded already."""

    given: ModuleType
    problems: list[str]

    def _getobj(self) -> ModuleType:
        return self.given


def _items(node: Any, problems: list[str]) -> Iterator[pytest.Function]:
    try:
        below = list(node.collect())
    except (Exception, pytest.fail.Exception) as error:
        problems.append(_told(node.name, error))
        return
    for each in below:
        if isinstance(each, pytest.Function):
            yield each
        elif isinstance(each, pytest.Collector):
            yield from _items(each, problems)


def _told(name: str, error: BaseException) -> str:
    try:
        text = str(error).rpartition(f"::{name}: ")[2]
    except BaseException:
        text = ""
    return f"{name[:_LONGEST]}: {' '.join(text.split())[:_LONGEST]}"


runner = Runner()
"""This process's, made where students' processes are forked from."""
