"""The pytest plugin: the fixtures a check may ask for, so that suites are plain pytest.

``pytest assignments/convolution`` runs the public checks on the module beside them, as a student does. ``pytest tests/hidden/convolution
--submission FILE`` runs the hidden suite on a file, sealed, as a course author does (``--submission reference`` for the reference itself).
`convgrade grade`, `check` and `validate` run the same items with the same fixtures: whoever runs them fills the `Seat`.
"""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pytest

from autograder.grading.seat import RAN, SEAT, Seat, asked_of_us

if TYPE_CHECKING:
    from autograder.grading.session import AuthorSession

_AUTHOR: pytest.StashKey[AuthorSession] = pytest.StashKey()


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--submission``."""
    group = parser.getgroup("convgrade")
    group.addoption(
        "--submission",
        default=None,
        help="the file a hidden suite judges, a folder with all that was handed in, or `reference` (convgrade)",
    )


def pytest_configure(config: pytest.Config) -> None:
    """The marks of checks and, with ``--submission``, the author's session."""
    config.addinivalue_line("markers", "question(name): the question a check belongs to (default: the file's name)")
    config.addinivalue_line("markers", "weight(n): the share of a check in its question's points (default 1)")
    config.addinivalue_line("markers", "on_word: passing hangs on what the student's process says of itself")
    if config.getoption("--submission") is not None:
        from autograder.grading.session import AuthorSession

        config.stash[_AUTHOR] = AuthorSession(str(config.getoption("--submission")))


def pytest_unconfigure(config: pytest.Config) -> None:
    """End the author's session with its processes."""
    if author := config.stash.get(_AUTHOR, None):
        author.close()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Collect what a check notes, its fixtures included."""
    ran = item.stash.get(RAN, None)
    if ran is None:
        return (yield)
    from autograder.suite.notes import collecting_notes

    with collecting_notes() as ran.notes:
        return (yield)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """In an author's session, seat the submission that was named. Then give the check what it asks for itself."""
    if not isinstance(item, pytest.Function):
        return
    author = item.config.stash.get(_AUTHOR, None)
    if author is not None:
        item.config.stash[SEAT] = author.seat(item)
    seat = item.config.stash.get(SEAT, None)
    if seat is not None:
        # The fixtures below would give the same; asking pytest for each of them takes longer than the student's process does.
        item.funcargs.update(seat.given(asked_of_us(item)))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Under an author's failure stands what a student would read of it."""
    report = yield
    author = item.config.stash.get(_AUTHOR, None)
    if author is not None and report.failed and call.excinfo and isinstance(item, pytest.Function):
        report.sections.append(("What a student reads", author.told(item, call.excinfo.value)))
    return report


def _seat(request: pytest.FixtureRequest) -> Seat:
    seat = request.config.stash.get(SEAT, None)
    if seat is None:
        pytest.skip("a hidden suite needs --submission FILE (or --submission reference)")
    return seat


@pytest.fixture
def student(request: pytest.FixtureRequest) -> Any:
    """The student's module: in its sealed process, or, where pytest runs in a student's folder, the file beside the checks."""
    if request.config.stash.get(SEAT, None) is None:
        from autograder.grading.work import Unreadable, load, worked_on

        beside = worked_on(Path(str(request.path)))
        if beside.is_file():
            try:
                return load(beside).module
            except Unreadable as error:
                pytest.fail(str(error), pytrace=False)
    return _seat(request).student


@pytest.fixture
def process(request: pytest.FixtureRequest) -> Any:
    """The student's process: its ``module``, ``props``, ``keep(value)``, ``value(handle)`` and ``fresh()``."""
    return _seat(request).process


@pytest.fixture
def reference(request: pytest.FixtureRequest) -> ModuleType:
    """The reference solution, in the grader's process."""
    return _seat(request).reference


@pytest.fixture
def agree(request: pytest.FixtureRequest) -> Any:
    """``agree(expected, second)``: the expected value, checked against a second oracle."""
    return _seat(request).agree


@pytest.fixture
def rng(request: pytest.FixtureRequest) -> Any:
    """The generator of this check's hidden inputs."""
    return _seat(request).rng


@pytest.fixture
def personal(request: pytest.FixtureRequest) -> Any:
    """The student's own numbers."""
    return _seat(request).personal


@pytest.fixture
def files(request: pytest.FixtureRequest) -> dict[str, bytes]:
    """What was handed in beside the module, by name."""
    return _seat(request).files


@pytest.fixture
def trial(request: pytest.FixtureRequest) -> Any:
    """The student's tests, to be tried on right and wrong implementations (`autograder.suite.trials.Trials`)."""
    return _seat(request).trial
