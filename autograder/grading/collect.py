"""Checks: a suite's pytest items, collected once and run again for every submission by pytest itself.

One pytest session stays open as long as a class is graded. A check runs through pytest's own protocol, so that fixtures and ``conftest.py``
of a suite's own work as they do when its author starts pytest by hand. Plugins that only report are left out, and a check for which
pytest would do nothing but call it is called: that protocol costs 0.3 ms a check, which is a sixth of what grading takes.
"""

from __future__ import annotations

import hashlib
import inspect
import os
import re
import sys
import traceback
import unittest
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import pytest
from _pytest.config import ConftestImportFailure, _prepareconfig
from _pytest.main import Session

from autograder.course import Assignment
from autograder.course.settings import did_you_mean
from autograder.grading.seat import FIXTURES, PLUGIN, RAN, SEAT, Quiet, Ran, Seat, asked_of_us
from autograder.records.closing import Closing
from autograder.records.errors import SuiteError, Trouble
from autograder.records.result import Visibility
from autograder.suite.notes import collecting_notes

_WITHOUT = (
    "cacheprovider", "debugging", "doctest", "faulthandler", "junitxml", "logging", "pastebin", "setuponly", "setupplan", "skipping",
    "stepwise", "terminal", "threadexception", "unraisableexception", "warnings",
)  # fmt: skip
"""Plugins of pytest that report, or look at what a grader does not do; `skipping`, because a check must judge every submission."""


_HOOKS = (
    "pytest_runtest_protocol", "pytest_runtest_setup", "pytest_runtest_call", "pytest_pyfunc_call", "pytest_runtest_teardown",
    "pytest_runtest_makereport", "pytest_fixture_setup", "pytest_runtest_logreport",
)  # fmt: skip


@dataclass(frozen=True)
class Check:
    """One check: a pytest item, and what the grader reads of it."""

    question: str
    name: str
    intent: str
    weight: float
    visibility: Visibility
    item: Any = field(repr=False, compare=False)
    plain: bool = field(default=False, repr=False, compare=False)
    """Whether pytest has nothing to do for it but to call it."""
    asks: tuple[str, ...] = field(default=(), repr=False, compare=False)
    """The fixtures of `autograder.grading.plugin` it asks for."""

    @property
    def place(self) -> str:
        """Its file and line, as an author is told them."""
        return f"{Path(str(self.item.path)).name}, line {1 + int(self.item.location[1] or 0)}"

    @property
    def function(self) -> Callable[..., None]:
        """The test function."""
        function: Callable[..., None] = self.item.obj
        return function

    def on(self, student: Any) -> None:
        """Call the test function, of a public check that asks for nothing else, with this ``student``."""
        self.function(student=student, **self.parameters)

    @property
    def parameters(self) -> Mapping[str, Any]:
        """The values of its ``parametrize`` marks."""
        return self.item.callspec.params if hasattr(self.item, "callspec") else MappingProxyType({})


def check_rng(secret: str, assignment: str, question: str, check: str) -> np.random.Generator:
    """The generator of a check's hidden inputs: a regrade repeats them, another course's secret changes them all."""
    text = "\0".join((secret, assignment, question, check))
    return np.random.default_rng(int.from_bytes(hashlib.sha256(text.encode()).digest()[:16], "big"))


class Suite(Closing):
    """The checks of one assignment in an open pytest session. Close it, or use it as a context manager.

    ``checks`` stand in the order of the questions, a question's public ones first: their output is shown, so it is printed before the
    process has seen a hidden input. With ``public_only`` the hidden suite is neither needed nor looked at: that is what a student's
    machine has. Raises `SuiteError`.
    """

    def __init__(self, assignment: Assignment, *, public_only: bool = False) -> None:
        self.assignment = assignment
        folder = assignment.handout if public_only else assignment.hidden_suite
        if not folder.is_dir():
            raise SuiteError(f"{folder} is missing: the suite of {assignment.name} belongs there.")
        public = [assignment.public_suite] if assignment.public_suite.is_file() else []
        paths = public if public_only else [folder, *public]
        if not paths:
            raise SuiteError(f"{assignment.public_suite} is missing: it came with the assignment's files.")
        self._folder, self._closed = str(folder), False
        arguments = [*map(str, paths), "-c", os.devnull, f"--rootdir={assignment.root}", "--import-mode=importlib"]
        # Else the folders above the course are read too, from the root on: long ones cost time, and a conftest.py there would run.
        arguments += [f"--confcutdir={assignment.root}"]
        arguments += ["--capture=no", *(f"-pno:{name}" for name in _WITHOUT), f"-p{PLUGIN}"]
        arguments += ["--noconftest"] if public_only else []  # a handout's is for plain pytest
        problems = _Problems(assignment.root)
        sys.path.insert(0, self._folder)  # the suite's helper modules are imported by name
        with pytest.MonkeyPatch.context() as environment:
            environment.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
            environment.setenv("PYTEST_ADDOPTS", "")
            try:
                self._config = _prepareconfig(arguments, [problems, Quiet()])
            except ConftestImportFailure as failure:
                sys.path.remove(self._folder)
                raise SuiteError.at(problems.trouble(failure.cause, str(failure.path))) from None
        try:
            self._config._do_configure()
            self._session = Session.from_config(self._config)
            self._config.hook.pytest_sessionstart(session=self._session)
            self._config.hook.pytest_collection(session=self._session)
            if problems.found:
                raise SuiteError.at(*problems.found)
            self.checks = self._checks(public_only)
        except BaseException:
            self.close()
            raise
        # From here on the engine's own modules go first.
        sys.path.remove(self._folder)
        sys.path.append(self._folder)

    def _checks(self, public_only: bool) -> tuple[Check, ...]:
        checks = [check_of(item, self.assignment) for item in self._session.items if isinstance(item, pytest.Function)]
        order = {question.name: i for i, question in enumerate(self.assignment.questions)}
        hidden = {check.question for check in checks if check.visibility == "hidden"}
        for question in self.assignment.graded_questions:
            if question.name not in hidden and not public_only:
                told = f"there is no check for the question {question.name!r}, so it cannot be marked. Checks stand in that file, each a"
                path = Path(self._folder) / f"test_{question.name}.py"
                raise SuiteError.at(Trouble(path, 0, f"{told} function test_…."))
        return tuple(sorted(checks, key=lambda check: (order[check.question], check.visibility != "public")))

    def run(self, check: Check, seat: Seat, then: Check | None = None) -> Ran:
        """Run ``check`` on the submission whose ``seat`` it is. Fixtures that ``then``, the check to run next, asks for too are kept."""
        item, ran = check.item, Ran()
        # Numbers that overflow are the student's to send; the instructor's terminal needs no warning of them.
        with np.errstate(all="ignore"):
            if check.plain:
                return _called(check, seat)
            self._config.stash[SEAT], item.stash[RAN] = seat, ran
            self._config.hook.pytest_runtest_protocol(item=item, nextitem=then.item if then else None)
        del item.stash[RAN]
        # Kept by pytest for a debugger, with all arrays.
        for name in ("last_type", "last_value", "last_traceback", "last_exc"):
            sys.__dict__.pop(name, None)
        return ran

    def leave(self) -> None:
        """Let go of the fixtures that were kept for a check that was not run after all."""
        self._session._setupstate.teardown_exact(None)

    def close(self) -> None:
        """End the pytest session."""
        if not self._closed:
            self._closed = True
            if hasattr(self, "_session"):
                self._config.hook.pytest_sessionfinish(session=self._session, exitstatus=0)
            self._config._ensure_unconfigure()
            sys.path.remove(self._folder)
            _forget(self.assignment)


def _called(check: Check, seat: Seat) -> Ran:
    """What pytest's protocol does for a check that uses this plugin's fixtures alone."""
    with collecting_notes() as notes:
        ran = Ran(notes=notes)
        try:
            check.function(**seat.given(check.asks), **check.parameters)
        except (KeyboardInterrupt, pytest.exit.Exception):
            raise
        except BaseException as error:
            ran.error = error
    return ran


def collect(assignment: Assignment, *, public_only: bool = False) -> tuple[Check, ...]:
    """The checks of a `Suite` that is not to be run. Raises `SuiteError`."""
    with Suite(assignment, public_only=public_only) as suite:
        return suite.checks


class _Problems:
    """A pytest plugin that keeps what could not be collected: the place in the suite, and what was wrong there."""

    def __init__(self, root: Path) -> None:
        self.found: list[Trouble] = []
        self._root = root

    def pytest_exception_interact(self, node: pytest.Collector, call: pytest.CallInfo[Any]) -> None:
        """Keep what a module of the suite raised when it was loaded."""
        error: BaseException | None = call.excinfo.value if call.excinfo else None
        while error is not None and isinstance(error, pytest.Collector.CollectError) and error.__cause__ is not None:
            error = error.__cause__
        self.found.append(self.trouble(error, str(node.path)))

    def trouble(self, error: BaseException | None, path: str) -> Trouble:
        """What a file of the suite raised when it was loaded, with its place; ``path`` where it tells none."""
        frames = traceback.extract_tb(error.__traceback__) if error else []
        own = [frame for frame in frames if Path(frame.filename).is_relative_to(self._root)]
        place = (own[-1].filename, own[-1].lineno) if own else (path, 0)
        if isinstance(error, SyntaxError) and error.filename:
            place, error = (error.filename, error.lineno), SyntaxError(error.msg)
        told = f"this cannot be loaded: {type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}"
        return Trouble(Path(place[0]), place[1] or 0, told)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Keep what failed and raised nothing."""
        if report.failed and not self.found:
            self.found.append(Trouble(self._root / report.nodeid, 0, report.longreprtext))


def check_of(item: pytest.Function, assignment: Assignment) -> Check:
    """What the grader reads of a pytest item. Raises `SuiteError` where it is no check."""
    visibility: Visibility = "public" if item.path == assignment.public_suite else "hidden"
    marker = item.get_closest_marker("question")
    question = str(marker.args[0]) if marker else item.path.stem.removeprefix("test_")
    known = [one.name for one in assignment.graded_questions]
    if question not in known:
        mark = f"@pytest.mark.question({question!r})" if marker else "its file's name, for want of a mark"
        told = f"belongs to {question!r} by {mark}, and that is no graded question{did_you_mean(question, known)}"
        raise _no_check(item, f'{told} Name one above it: @pytest.mark.question("{known[0]}").')
    if item.cls is not None and issubclass(item.cls, unittest.TestCase):
        raise _no_check(
            item, f"stands in {item.cls.__name__}, a unittest.TestCase: a check is a function that asks for `student`."
        )
    if item.name.endswith("[NOTSET]"):
        raise _no_check(item, "is parametrized with an empty list, so it is never run: give it values.")
    _may_ask(item, visibility)
    skips = next((name for name in ("skip", "skipif", "xfail") if item.get_closest_marker(name)), None)
    if skips is not None:
        raise _no_check(item, f"is marked {skips}: a check must judge every submission.")
    weight = item.get_closest_marker("weight")
    intent = _intent(item, visibility)
    if not intent:
        raise _no_check(item, "needs a docstring: the sentence a student reads.")
    weight_value = _weight(weight, item) if weight else 1.0
    return Check(
        question=question,
        name=item.name.removeprefix("test_"),
        intent=intent,
        weight=weight_value if visibility == "hidden" else 0.0,
        visibility=visibility,
        item=item,
        plain=_is_plain(item),
        asks=tuple(asked_of_us(item)),
    )


def _no_check(item: pytest.Function, told: str) -> SuiteError:
    """The error that ``item`` is no check; ``told`` says why, behind its name."""
    return SuiteError.at(Trouble(item.path, 1 + int(item.location[1] or 0), f"{item.name} {told}"))


def _weight(mark: pytest.Mark, item: pytest.Function) -> float:
    """The number of ``@pytest.mark.weight(2)``. Raises `SuiteError` where it says none."""
    value = mark.args[0] if len(mark.args) == 1 and not mark.kwargs else None
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value < float("inf"):
        given = ", ".join(map(repr, mark.args))
        raise _no_check(item, f"has the mark weight({given}): a weight is one number that is not negative, weight(2).")
    return float(value)


def _intent(item: pytest.Function, visibility: Visibility) -> str:
    """The sentence a student reads: the docstring's first paragraph, with the case where the check has several.

    ``{name}`` in the docstring stands for the parameter's value. Where none is named, the case comes behind: its values in a public check;
    in a hidden one its name, or its number where the name is made of the values.
    """
    intent = (inspect.getdoc(item.obj) or "").split("\n\n")[0].replace("\n", " ")
    if not intent or not hasattr(item, "callspec"):
        return intent
    values = item.callspec.params
    told = re.sub(r"\{(\w+)\}", lambda found: str(values.get(found[1], found[0])), intent)
    if told != intent:
        return told
    if visibility == "public" or all(isinstance(value, bool) for value in values.values()):
        case = ", ".join(f"{name} = {value!r}" for name, value in values.items())
    elif re.fullmatch(r"[A-Za-z _-]+", item.callspec.id):
        case = item.callspec.id
    else:
        case = f"case {1 + max(item.callspec.indices.values())}"
    return f"{intent.removesuffix('.')} ({case})."


def _is_plain(item: pytest.Function) -> bool:
    """Whether neither fixtures beside this plugin's, nor a class, nor a hook in some conftest.py have a part in running ``item``."""
    direct = {
        name
        for name, known in item._fixtureinfo.name2fixturedefs.items()
        if known[-1].func.__module__ == "_pytest.python"
    }
    ours = {"request"} - set(item._fixtureinfo.argnames)  # the fixtures of this plugin ask for it
    others = set(item.fixturenames) - direct - set(asked_of_us(item)) - ours
    return item.cls is None and not others and not any(map(partial(_is_hooked, item), _HOOKS))


def _is_hooked(item: pytest.Function, hook: str) -> bool:
    callers = getattr(item.ihook, hook).get_hookimpls()
    return any(Path(str(getattr(caller.plugin, "__file__", ""))).name == "conftest.py" for caller in callers)


def _may_ask(item: pytest.Function, visibility: Visibility) -> None:
    """A check asks for fixtures that exist; a public one for none that a student's own pytest lacks."""
    parameters = item.callspec.params if hasattr(item, "callspec") else {}
    asked = [name for name in item.fixturenames if name not in parameters and name != "request"]
    unknown = [name for name in asked if name not in item._fixtureinfo.name2fixturedefs]
    if unknown:
        meant = did_you_mean(unknown[0], [*FIXTURES, *parameters])
        told = f"asks for {', '.join(unknown)}{meant} A check may ask for {', '.join(FIXTURES)}"
        raise _no_check(item, f"{told}, its own parameters and the suite's own fixtures.")
    for name, known in item._fixtureinfo.name2fixturedefs.items():
        kept = known[-1]
        ours = [one for one in kept.argnames if one in FIXTURES]
        if kept.scope != "function" and ours:
            told = f"asks for the fixture {name}, which is kept for other submissions too (scope={kept.scope!r}) and asks for {ours[0]}"
            raise _no_check(item, f"{told}: take its scope out.")
    closed = [name for name in asked if name in FIXTURES and name not in ("student", "trial")]
    if visibility == "public" and closed:
        raise _no_check(item, f"asks for {', '.join(closed)}; a public check may ask for `student` or `trial` alone.")


def _forget(assignment: Assignment) -> None:
    """Forget the suite's modules: another course may have some of these names, and an author may change this one's files."""
    rooms = tuple(f"{room}{os.sep}" for room in (assignment.hidden_suite, assignment.handout))
    for name, module in list(sys.modules.items()):
        file = getattr(module, "__file__", None)
        if isinstance(file, str) and file.startswith(rooms):
            del sys.modules[name]
