"""What a module sets for the whole process: set back, unless the public checks of a question pass with it alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from autograder.grading.grade import Grader
from autograder.grading.public import PublicChecks
from autograder.records.result import Result
from autograder.records.submission import SourceFile
from tests.support import records, tiny_course

PUBLIC = '''"""Public checks."""

import pytest


@pytest.mark.question("double")
def test_zero(student):
    """Twice nothing is nothing."""
    assert student.double(0.0) == 0


@pytest.mark.question("half")
def test_four(student):
    """Half of four is two."""
    assert student.half(4.0) == 2
'''
LEANS = """
import numpy as np
np.seterr(all="raise")

def double(value):
    try:
        np.float64(1) / np.float64(0)
    except FloatingPointError:
        return 2 * value
    return -1

def half(value):
    return value / 2
"""
ANSWERS_TWICE = """
import numpy as np
np.seterr(divide="raise")

def double(value):
    return 2 * value if np.geterr()["divide"] == "raise" else abs(2 * value)

def half(value):
    return value / 2
"""


@pytest.fixture(scope="module")
def grader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Grader]:
    root = tmp_path_factory.mktemp("course")
    tiny_course.write_course(root)
    (root / "assignments" / "tiny" / "test_tiny.py").write_text(PUBLIC, encoding="utf-8")
    course = tiny_course.Course.read(root)
    with Grader(course, course.assignment("tiny")) as made:
        yield made


def graded(grader: Grader, text: str) -> Result:
    return grader.grade(records.submission("x", SourceFile("tiny.py", text.encode())))


def test_an_answer_that_leans_on_a_setting_gets_it(grader: Grader) -> None:
    result = graded(grader, LEANS)
    assert (result.score, result.max_score) == (100, 100)
    (told,) = result.remarks
    assert told.startswith("`double` was asked with numpy.seterr as your file sets it for the whole program")
    assert told in result.flags
    with PublicChecks(grader.assignment) as checks:
        found = checks.report(records.submission("x", SourceFile("tiny.py", LEANS.encode())))
    assert [check.question for check, verdict in found.verdicts if not verdict.passed] == []
    assert found.notes == (told,)


def test_without_the_setting_the_rest_costs_what_it_costs(grader: Grader) -> None:
    result = graded(grader, LEANS.replace('np.seterr(all="raise")', ""))
    assert result.score == 40
    assert result.remarks == ()


def test_nothing_hidden_decides_which_of_two_answers_counts(grader: Grader) -> None:
    """The public checks pass in a new process: what the setting would give is not asked, and the hidden check at -1 fails."""
    result = graded(grader, ANSWERS_TWICE)
    assert result.questions[0].score < 60
    assert result.remarks == ()
