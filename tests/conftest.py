"""What the project's own tests share."""

from __future__ import annotations

import itertools
import os
from pathlib import Path

import pytest

from autograder.course import Course

# One thread, as a run's workers have it, here (before torch is loaded) and in every command the tests start.
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(name, "1")

ROOT = Path(__file__).resolve().parent.parent
_numbers = itertools.count()


@pytest.fixture(autouse=True)
def _no_earlier_runs(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """What an earlier run found out about a suite is no part of a test."""
    monkeypatch.setenv("CONVGRADE_CACHE", str(tmp_path_factory.getbasetemp() / f"cache-{next(_numbers)}"))


@pytest.fixture(scope="session")
def course() -> Course:
    """This repository's course."""
    return Course.read(ROOT)
