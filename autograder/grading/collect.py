"""Checks: plain pytest functions, collected once with pytest and then run as lean as reports allow.

pytest finds, imports and rewrites the suites and expands their parameters; running an item through its whole protocol costs more than the
sealed process does, so `Check.run` calls the function itself with the engine's fixtures.
"""

from __future__ import annotations

import hashlib
import inspect
import os
import sys
from collections.abc import Callable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from autograder.course import Assignment
from autograder.records.errors import SuiteError
from autograder.records.result import Visibility

FIXTURES = ("student", "reference", "rng", "agree", "process", "personal", "files")
"""The names a check may ask for, beside its parameters (`autograder.grading.plugin` documents each)."""


@dataclass(frozen=True)
class Check:
    """One check: a test function with its parameters filled in."""

    question: str
    name: str
    intent: str
    weight: float
    visibility: Visibility
    function: Callable[..., None]
    asks: tuple[str, ...]
    parameters: Mapping[str, Any]

    def run(self, fixtures: Mapping[str, Any]) -> None:
        """Call the test function; whatever it raises is the verdict."""
        wanted = {name: fixtures[name] for name in self.asks if name not in self.parameters}
        self.function(**wanted, **self.parameters)


def check_rng(secret: str, assignment: str, question: str, check: str) -> np.random.Generator:
    """The generator of a check's hidden inputs: a regrade repeats them, another course's secret changes them all."""
    text = "\0".join((secret, assignment, question, check))
    return np.random.default_rng(int.from_bytes(hashlib.sha256(text.encode()).digest()[:16], "big"))


class _Collector:
    """A pytest plugin that keeps the items and runs none of them."""

    def __init__(self) -> None:
        self.items: list[pytest.Function] = []
        self.problems: list[str] = []

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.problems.append(report.longreprtext)

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        self.items = [item for item in session.items if isinstance(item, pytest.Function)]

    def pytest_runtestloop(self) -> bool:
        return True


def collect(assignment: Assignment, *, public_only: bool = False) -> tuple[Check, ...]:
    """Every check of the assignment in the order of its questions, a question's public ones first. Raises `SuiteError`.

    Public ones come first because their output is shown: it is printed before the process has seen a hidden input.

    With ``public_only`` the hidden suite is neither needed nor looked at: that is what a student's machine has.
    """
    folder = assignment.handout if public_only else assignment.hidden_suite
    if not folder.is_dir():
        raise SuiteError(f"{folder} is missing: the suite of {assignment.name} belongs there.")
    public = [assignment.public_suite] if assignment.public_suite.is_file() else []
    paths = public if public_only else [folder, *public]
    if not paths:
        raise SuiteError(f"{assignment.public_suite} is missing: it came with the assignment's files.")
    collector = _Collector()
    arguments = [*map(str, paths), "-c", os.devnull, f"--rootdir={assignment.root}", "--import-mode=importlib"]
    arguments += [
        "-p",
        "autograder.grading.plugin",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:terminal",
        "-p",
        "no:faulthandler",
    ]
    with _importable(folder), _environment(PYTEST_DISABLE_PLUGIN_AUTOLOAD="1", PYTEST_ADDOPTS=""):
        pytest.main(arguments, plugins=[collector])
    if collector.problems:
        raise SuiteError(f"The suite of {assignment.name} cannot be collected:\n" + "\n".join(collector.problems))
    checks = [_check(item, assignment) for item in collector.items]
    order = {question.name: i for i, question in enumerate(assignment.questions)}
    hidden = {check.question for check in checks if check.visibility == "hidden"}
    for question in assignment.graded_questions:
        if question.name not in hidden and not public_only:
            raise SuiteError(f"{folder} holds no check for the question {question.name!r}.")
    return tuple(sorted(checks, key=lambda check: (order[check.question], check.visibility != "public")))


def _check(item: pytest.Function, assignment: Assignment) -> Check:
    parameters = dict(item.callspec.params) if hasattr(item, "callspec") else {}
    asks = tuple(inspect.signature(item.obj).parameters)
    where = f"{item.path.name}::{item.name}"
    unknown = [name for name in asks if name not in FIXTURES and name not in parameters]
    if unknown:
        raise SuiteError(
            f"{where} asks for {', '.join(unknown)}; a check may ask for {', '.join(FIXTURES)} and its own parameters."
        )
    marker = item.get_closest_marker("question")
    question = str(marker.args[0]) if marker else item.path.stem.removeprefix("test_")
    if question not in {q.name for q in assignment.graded_questions}:
        raise SuiteError(f"{where} belongs to {question!r}, which is no graded question of {assignment.name}.")
    visibility: Visibility = "public" if item.path == assignment.public_suite else "hidden"
    weight = item.get_closest_marker("weight")
    intent = (inspect.getdoc(item.obj) or "").split("\n\n")[0].replace("\n", " ")
    if not intent:
        raise SuiteError(f"{where} needs a docstring: the sentence a student reads.")
    weight_value = float(weight.args[0]) if weight else 1.0
    return Check(
        question=question,
        name=item.name.removeprefix("test_"),
        intent=intent,
        weight=weight_value if visibility == "hidden" else 0.0,
        visibility=visibility,
        function=item.obj,
        asks=asks,
        parameters=parameters,
    )


@contextmanager
def _importable(folder: Path) -> Any:
    """The suite's helper modules are imported by name from its own folder."""
    sys.path.insert(0, str(folder))
    try:
        yield
    finally:
        sys.path.remove(str(folder))


@contextmanager
def _environment(**values: str) -> Any:
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
