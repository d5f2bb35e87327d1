"""Marks do not depend on what else the machine does. `tests/benchmarks/loaded.py` does the same with the example class, five times over."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.course import Course
from tests.support.load import busy
from tests.support.loaded_class import hand_in, marks


@pytest.mark.slow
def test_a_class_gets_the_same_marks_beside_busy_loops_and_by_many_workers(course: Course, tmp_path: Path) -> None:
    """The reference, an answer in plain loops, and one that never ends in one question."""
    task = course.assignment("convolution")
    hand_in(task, tmp_path / "class", endless=False)
    beside_nothing = marks(task, tmp_path / "class", tmp_path / "alone", 2)
    assert {who: score for who, (_, score, _) in beside_nothing.items()} == {
        "reference": 100.0,
        "plain-loops": 100.0,
        "loops-in-one": 100.0 - task.graded_questions[-1].points,
    }
    with busy(12):
        assert marks(task, tmp_path / "class", tmp_path / "busy", 2) == beside_nothing
    assert marks(task, tmp_path / "class", tmp_path / "many", 8) == beside_nothing
