"""What lies ahead of a student: how many hidden checks each question has.

A course's own machine counts them, and remembers. A student's reads ``checks.json``, which is handed out.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections import Counter
from pathlib import Path

from autograder.course import Assignment, Course
from autograder.diagnosis.locked import BROKEN, CHECKS
from autograder.records.cache import cache_folder, remember
from autograder.records.errors import SuiteError

_MOST = 200
"""Suites whose checks are remembered."""


def hidden_checks(assignment: Assignment, course: Course | None = None) -> dict[str, int]:
    """How many hidden checks each question has; empty where that is not known here."""
    if course is None:
        with contextlib.suppress(*BROKEN):
            told = json.loads((assignment.handout / CHECKS).read_bytes())["hidden"]
            return {str(name): int(count) for name, count in told.items()}
        return {}
    try:
        return _counted(course.assignment(assignment.name))
    except SuiteError:  # the author's business; a student's look goes on without
        return {}


def count_hidden(assignment: Assignment) -> dict[str, int]:
    """The hidden checks of each question, by collecting them. Raises `SuiteError`."""
    from autograder.grading.collect import collect

    return dict(Counter(check.question for check in collect(assignment) if check.visibility == "hidden"))


def _counted(assignment: Assignment) -> dict[str, int]:
    folder = cache_folder("hidden")
    file = folder / _state(assignment) if folder else None
    if file is not None:
        with contextlib.suppress(OSError, ValueError, AttributeError):
            return {str(name): int(count) for name, count in json.loads(file.read_bytes()).items()}
    counted = count_hidden(assignment)
    if file is not None:
        remember(file, json.dumps(counted).encode(), _MOST)
    return counted


def _state(assignment: Assignment) -> str:
    """A digest of all that the number of checks depends on."""
    digest = hashlib.sha256(assignment.name.encode())
    files: list[Path] = [assignment.handout / "assignment.toml", assignment.public_suite]
    for path in (*files, *sorted(assignment.hidden_suite.rglob("*.py"))):
        with contextlib.suppress(OSError):
            data = path.read_bytes()
            digest.update(f"\0{path.name}\0{len(data)}\0".encode() + data)
    return digest.hexdigest()
