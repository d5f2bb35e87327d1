"""What is shown to the staff of a check: asked, got and right."""

from __future__ import annotations

from pathlib import Path

from autograder.grading.evidence import evidence
from autograder.grading.grade import Grader
from autograder.records.submission import SourceFile
from tests.support import records
from tests.support.tiny_course import write_course

_HELD = '''"""Hidden checks of `double`."""


def test_held(student):
    """A number that is held by an object."""
    assert student.double(student.Held()) == 6
'''
_ANSWER = """class Held:
    def number(self):
        raise ValueError("the student's own")


def double(value):
    return 0


def half(value):
    return 0
"""


def test_what_an_object_of_the_students_raises_is_no_right_answer(tmp_path: Path) -> None:
    """The reference is given what the student's function was given. A `ValueError` of its own is what is right; theirs is not."""
    course = write_course(tmp_path)
    task = course.assignment("tiny")
    reference = task.solution.read_text(encoding="utf-8")
    assert "return 2 * value" in reference
    task.solution.write_text(reference.replace("return 2 * value", "return 2 * value.number()"), encoding="utf-8")
    (task.hidden_suite / "test_double.py").write_text(_HELD, encoding="utf-8")
    submission = records.submission("ann", SourceFile("tiny.py", _ANSWER.encode()))
    with Grader(course, task) as grader:
        (one,) = evidence(grader, submission, (), "double", ["held"])
    assert (one.passed, one.steps[-1].answer, one.want) == (False, 0, None)
