"""`validate` proves that a suite trusts the student's process with nothing: no answer in its helpers, few points for its word."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.command import convgrade

_PROPS = '''"""Helpers of the tiny course."""

import numpy as np


def on_copies(function, values):
    return function(np.array(values))
'''
_CHECKS = '''"""Hidden checks of double."""

import pytest

from autograder.suite import assert_values


@pytest.mark.weight({weight})
def test_any_values(student, reference, rng, process):
    """Every value is doubled, whatever its sign."""
    values = rng.normal(size=(4, 7))
    assert_values(process.props.on_copies(student.double, values), reference.double(values), "double(values)", [values])


@pytest.mark.on_word
def test_argument(student, reference, rng, process):
    """The argument is as before."""
    values = rng.normal(size=3)
    assert_values(student.double(values), reference.double(values), "double(values)", [values])
'''


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course with one question, whose suite has helpers."""
    (tmp_path / "reference").mkdir()
    text = 'title = "t"\nassignments = []\nsecret = "of the tests"\n'
    (tmp_path / "reference" / "course.toml").write_text(text, encoding="utf-8")
    convgrade("new", "tiny", "--course", tmp_path)
    _write(tmp_path, _PROPS, 99)
    return tmp_path


def _write(course: Path, props: str, weight: float) -> None:
    suite = course / "tests" / "hidden" / "tiny"
    (suite / "props.py").write_text(props, encoding="utf-8")
    (suite / "test_double.py").write_text(_CHECKS.format(weight=weight), encoding="utf-8")


def _sheet(course: Path) -> dict[str, Any]:
    done = convgrade("validate", "tiny", "--course", course, "--json", "--seeds", 1, check=False)
    sheet: dict[str, Any] = json.loads(done.stdout)[0]
    return sheet


@pytest.mark.slow
def test_helpers_that_answer_nothing_are_good(course: Path) -> None:
    sheet = _sheet(course)
    assert sheet["good"], sheet
    assert sheet["offered"] == 1
    assert sheet["on_word"] == 1.0
    printed = convgrade("validate", "tiny", "--course", course, "--seeds", 1).stdout
    assert "1 objects of the suites' helpers offered as answers to their own questions." in printed
    assert "On the word of the student's process hang tiny 1.00 of 100 points." in printed


@pytest.mark.slow
@pytest.mark.parametrize(
    ("more", "place"),
    [
        ("def twice(values):\n    return 2 * values\n", "props.twice"),
        (
            "class Oracle:\n    @staticmethod\n    def right(values):\n        return values + values\n",
            "props.Oracle.right",
        ),
        ("TABLE = {'double': lambda values: values * 2}\n", "props.TABLE.double"),
        ("import functools\nhalf = functools.partial(np.multiply, 2)\n", "props.half"),
        ("_hidden = [None, lambda values: values + values]\n", "props._hidden.1"),
        (
            "def of(f):\n    return lambda values: [f(values)]\n\n\nclass Tools:\n    def __init__(self):\n"
            "        self.known = {'double': of(lambda values: values * 2)}\n\n\nTOOLS = Tools()\n",
            "props.TOOLS.known.double.__closure__.0.cell_contents",
        ),
    ],
    ids=["function", "method", "table", "partial", "list", "carried"],
)
def test_helpers_that_hold_an_answer_fail_the_suite(course: Path, more: str, place: str) -> None:
    _write(course, f"{_PROPS}\n\n{more}", 99)
    sheet = _sheet(course)
    assert not sheet["good"]
    (problem,) = sheet["problems"]
    where = "tests/hidden/tiny/props.py"
    assert problem == f"{where}: the helpers in its process answer it: {place} earns 100 of 100 [helpers]"


@pytest.mark.slow
def test_an_answer_in_the_part_for_another_question_is_none(course: Path) -> None:
    """It never reaches the process; but no such question is there, and that is told."""
    _write(course, f"{_PROPS}\n\n# for: triple\n\n\ndef twice(values):\n    return 2 * values\n", 99)
    sheet = _sheet(course)
    told = "tests/hidden/tiny/props.py: it has a part for 'triple', which is no question. [helpers]"
    assert sheet["problems"] == [told]


@pytest.mark.slow
def test_too_many_points_on_the_word_of_the_process_fail_the_suite(course: Path) -> None:
    _write(course, _PROPS, 30)
    sheet = _sheet(course)
    assert round(sheet["on_word"], 2) == 3.23
    (problem,) = sheet["problems"]
    assert problem.startswith(
        "tests/hidden/tiny: 3.23 points of tiny hang on what the student's process says of itself (checks marked on_word); at most 3 may."
    )
