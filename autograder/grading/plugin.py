"""The pytest plugin: the fixtures a check may ask for, so that suites are plain pytest.

``pytest assignments/convolution`` runs the public checks on the module beside them, as a student does. ``pytest tests/hidden/convolution
--submission FILE`` runs the hidden suite on a file, sealed, as a course author does (``--submission reference`` for the reference itself).

Fixtures: ``student`` the student's module; ``reference`` the reference solution; ``rng`` the generator of hidden inputs; ``agree`` the
second oracle; ``process`` the student's process; ``personal`` the student's own numbers; ``files`` what was handed in beside the module.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from autograder.grading.session import AuthorSession


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("convgrade")
    group.addoption("--submission", default=None, help="the file a hidden suite judges, or `reference` (convgrade)")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "question(name): the question a check belongs to (default: the file's name)")
    config.addinivalue_line("markers", "weight(n): the share of a check in its question's points (default 1)")
    config.addinivalue_line("markers", "on_word: passing hangs on what the student's process says of itself")


@pytest.fixture(scope="module")
def _session(request: pytest.FixtureRequest) -> Iterator[AuthorSession]:
    from autograder.grading.session import AuthorSession

    chosen = request.config.getoption("--submission")
    if chosen is None:
        pytest.skip("a hidden suite needs --submission FILE (or --submission reference)")
    with AuthorSession(Path(str(request.path)), str(chosen)) as session:
        yield session


@pytest.fixture
def student(request: pytest.FixtureRequest) -> Any:
    """The student's module: the file beside a public suite, or `--submission` in its sealed process."""
    path = Path(str(request.path))
    beside = path.with_name(path.name.removeprefix("test_"))
    if request.config.getoption("--submission") is None and beside.is_file():
        return _import_beside(beside)
    return request.getfixturevalue("process").module


@pytest.fixture
def process(_session: AuthorSession) -> Iterator[Any]:
    """The student's process: `keep`, `value`, `fresh`, `props`."""
    fixture = _session.process()
    yield fixture
    fixture.close()


@pytest.fixture
def reference(_session: AuthorSession) -> ModuleType:
    """The reference solution, in the grader's process."""
    return _session.reference


@pytest.fixture
def agree(_session: AuthorSession) -> Any:
    """``agree(expected, second)``: the expected value, checked against a second oracle."""
    return _session.agree


@pytest.fixture
def rng(_session: AuthorSession, request: pytest.FixtureRequest) -> Any:
    """The generator of this check's hidden inputs."""
    return _session.rng(request.node.name)


@pytest.fixture
def personal(_session: AuthorSession) -> Any:
    """The student's own numbers."""
    return _session.personal


@pytest.fixture
def files(_session: AuthorSession) -> dict[str, bytes]:
    """What was handed in beside the module, by name."""
    return _session.files


def _import_beside(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
