"""How many hidden checks lie ahead, by what was handed out: whatever has become of that file, a look goes on without."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from autograder.course import Assignment, Course
from autograder.diagnosis.locked import CHECKS
from autograder.grading.ahead import hidden_checks


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ('{"hidden": {"conv2d": 9}}', {"conv2d": 9}),
        (None, {}),
        ("", {}),
        ("{}", {}),
        ("[]", {}),
        ('{"hidden": 3}', {}),
        ('{"hidden": {"conv2d": 1e999}}', {}),
        ("[" * 100_000, {}),
    ],
)
def test_what_was_handed_out_may_be_broken(
    text: str | None, counted: dict[str, int], course: Course, tmp_path: Path
) -> None:
    given = course.assignment("convolution").handout
    for file in given.iterdir():
        if file.is_file():
            shutil.copy(file, tmp_path / file.name)
    if text is not None:
        (tmp_path / CHECKS).write_text(text, encoding="utf-8")
    assert hidden_checks(Assignment.read("convolution", tmp_path, tmp_path)) == counted
