"""The sentence of a check, as a student reads it."""

from __future__ import annotations

from pathlib import Path

from autograder.course import Course
from autograder.grading.collect import collect
from tests.support.tiny_course import edit, write_course

_PUBLIC = '''"""Public checks."""

import pytest


@pytest.mark.question("double")
@pytest.mark.parametrize(("size", "name"), [(3, "a"), (4, "b")])
def test_public(student, size, name):
    """It doubles."""
    assert student.double(size) == 2 * size, f"double({size}) is wrong"
'''
_HIDDEN = '''"""Hidden checks."""

import pytest


@pytest.mark.parametrize("row", [0, 1])
def test_named(student, row):
    """Row {row} of {nothing}.

    A second paragraph is for authors.
    """


@pytest.mark.parametrize("number", [7, 8.5])
def test_numbered(student, number):
    """Numbers are doubled."""


@pytest.mark.parametrize("kind", ["Box Blur", "edges"])
def test_words(student, kind):
    """Words are
    doubled."""


@pytest.mark.parametrize("training", [True, False])
def test_switch(student, training):
    """It is left as it was."""
'''


def test_a_parametrised_check_says_which_case(tmp_path: Path) -> None:
    write_course(tmp_path)
    (tmp_path / "assignments" / "tiny" / "test_tiny.py").write_text(_PUBLIC, encoding="utf-8")
    (tmp_path / "tests" / "hidden" / "tiny" / "test_double.py").write_text(_HIDDEN, encoding="utf-8")
    course = edit(tmp_path, "reference/course.toml", 'title = "Tiny"', 'title = "Tiny things"')
    told = {check.name: check.intent for check in collect(course.assignment("tiny")) if check.question == "double"}
    assert told == {
        "public[3-a]": "It doubles (size = 3, name = 'a').",
        "public[4-b]": "It doubles (size = 4, name = 'b').",
        "named[0]": "Row 0 of {nothing}.",
        "named[1]": "Row 1 of {nothing}.",
        "numbered[7]": "Numbers are doubled (case 1).",
        "numbered[8.5]": "Numbers are doubled (case 2).",
        "words[Box Blur]": "Words are doubled (Box Blur).",
        "words[edges]": "Words are doubled (edges).",
        "switch[True]": "It is left as it was (training = True).",
        "switch[False]": "It is left as it was (training = False).",
    }


def test_no_two_checks_of_a_question_read_the_same(course: Course) -> None:
    for assignment in course.assignments:
        told = [(check.question, check.visibility, check.intent) for check in collect(assignment)]
        assert len(set(told)) == len(told), [one for one in told if told.count(one) > 1]
