"""A course of one assignment with two questions and a written one, whose hidden checks also do what no check should: they end their own
process, or lose the sandbox, when an answer tells them to. So tests of runs need no help inside the engine."""

from __future__ import annotations

from pathlib import Path

from autograder.course import Course

KILLS, KILLS_PARENT, EXITS, LOSES_SANDBOX, TAKES_MEMORY, LOOPS, LOOPS_DEAF = range(666, 673)
"""Answers to ``half(2.0)`` that tell its hidden check to do something."""
LOG = "TINY_COURSE_LOG"
"""The environment variable that names the file in which hidden checks note that they ran."""

_FILES = {
    "reference/course.toml": 'title = "Tiny"\nassignments = ["tiny"]\nsecret = "of the tests"\n',
    "assignments/tiny/assignment.toml": """title = "Tiny numbers"
about = "Two small questions."

[rules]
libraries = ["numpy"]

[[questions]]
name = "double"
points = 60
title = "Twice as much"

[[questions]]
name = "half"
points = 40
title = "Half as much"

[[questions]]
name = "why"
kind = "written"
points = 3
title = "Why?"
prompt = "Why?"
rubric = ["3 points: because"]
""",
    "assignments/tiny/tiny.py": '''"""Tiny numbers."""


def double(value):
    """Twice as much."""
    raise NotImplementedError("double is not written yet")


def half(value):
    """Half as much."""
    raise NotImplementedError("half is not written yet")


why = ""
''',
    "reference/tiny/solution.py": '''"""The reference."""


def double(value):
    return 2 * value


def half(value):
    return value / 2


why = ""
''',
    "reference/tiny/misconceptions/double.py": '''"""Wrong answers with names."""


def squared(value):
    """Squares instead of doubling.

    Try your function on 3: twice three is six.
    """
    return value**2
''',
    "tests/hidden/tiny/probes.py": """def double():
    yield (1.0,)
    yield (3.0,)
""",
    "tests/hidden/tiny/test_double.py": '''"""Hidden checks of double."""

import os

import pytest


def _ran(check):
    if os.environ.get("TINY_COURSE_LOG"):
        with open(os.environ["TINY_COURSE_LOG"], "a") as file:
            file.write(f"{check}\\n")


@pytest.mark.weight(2)
def test_three(student, reference):
    """Three doubled is six."""
    _ran("double three")
    assert student.double(3.0) == reference.double(3.0)


def test_minus_one(student, reference):
    """What is negative stays so."""
    _ran("double minus one")
    assert student.double(-1.0) == reference.double(-1.0)
''',
    "tests/hidden/tiny/test_half.py": '''"""Hidden checks of half."""

import contextlib
import os
import signal
import time

import numpy as np

from autograder.records.errors import SandboxError


def test_two(student, reference):
    """Half of two is one."""
    if os.environ.get("TINY_COURSE_LOG"):
        with open(os.environ["TINY_COURSE_LOG"], "a") as file:
            file.write("half two\\n")
    answer = student.half(2.0)
    if answer == 666:
        os.kill(os.getpid(), signal.SIGKILL)
    if answer == 667:
        os.kill(os.getppid(), signal.SIGKILL)
        time.sleep(60)
    if answer == 668:
        os._exit(3)
    if answer == 669:
        raise SandboxError("The process that student code is started from has ended.")
    if answer == 670:
        np.ones(1 << 29).sum()
    if answer == 671:
        while True:
            pass
    while answer == 672:
        with contextlib.suppress(BaseException):
            while True:
                pass
    assert answer == reference.half(2.0)
''',
}


def write_course(root: Path) -> Course:
    """The course, written below ``root``."""
    for name, text in _FILES.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return Course.read(root)


def edit(root: Path, name: str, old: str, new: str) -> Course:
    """The course after one of its files was changed."""
    path = root / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    return Course.read(root)


def hand_in(folder: Path, student: str, half: float | str = 1.0, double: str = "2 * value", why: str = "") -> Path:
    """A submission: ``half`` answers what is given, ``double`` computes what is given."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{student}.py"
    path.write_text(
        f"def double(value):\n    return {double}\n\n\ndef half(value):\n    return {half}\n\n\nwhy = {why!r}\n",
        encoding="utf-8",
    )
    return path


def ran(log: Path) -> list[str]:
    """The hidden checks that ran since the log was last looked at, sorted."""
    lines = sorted(log.read_text(encoding="utf-8").splitlines()) if log.exists() else []
    log.unlink(missing_ok=True)
    return lines
