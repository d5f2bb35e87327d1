"""A class that is graded once, and copied for every test that decides something."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.reviewing import Reviewing, grade_a_class, reviewing


@pytest.fixture(scope="session")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The class's folder, with ``run`` and ``course``; only to be read."""
    folder = tmp_path_factory.mktemp("class")
    grade_a_class(folder)
    return folder


@pytest.fixture
def run(graded: Path, tmp_path: Path) -> Path:
    """A run of one's own."""
    return shutil.copytree(graded / "run", tmp_path / "run")


@pytest.fixture
def page(run: Path) -> Iterator[Reviewing]:
    """A running `convgrade review` over a run of one's own."""
    with reviewing(run) as one:
        yield one


@pytest.fixture(scope="module")
def shared(graded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reviewing]:
    """A running `convgrade review` that nobody decides anything on."""
    run = shutil.copytree(graded / "run", tmp_path_factory.mktemp("shared") / "run")
    with reviewing(run) as one:
        yield one
