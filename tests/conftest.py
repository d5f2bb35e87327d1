"""What the project's own tests share."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.course import Course

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def course() -> Course:
    """This repository's course."""
    return Course.read(ROOT)
