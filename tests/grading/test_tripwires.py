"""Tripwires of one question: what gives it away, and is another's own business."""

from __future__ import annotations

from pathlib import Path

from autograder.grading.grade import Grader
from autograder.records.submission import SourceFile
from tests.support import records
from tests.support.tiny_course import edit, write_course

SOURCE = b"""import numpy as np


def double(value):
    return np.divide(value, 0.5)


def half(value):
    return np.divide(value, 2)
"""


def test_what_a_question_forbids_trips_there_alone(tmp_path: Path) -> None:
    write_course(tmp_path)
    toml = "assignments/tiny/assignment.toml"
    course = edit(tmp_path, toml, 'name = "half"', 'name = "half"\nforbidden = ["numpy.divide"]')
    with Grader(course, course.assignment("tiny")) as grader:
        result = grader.grade(records.submission("ann", SourceFile("tiny.py", SOURCE)))
    scores = {question.name: question.score for question in result.questions[:2]}
    assert scores == {"double": 60.0, "half": 0.0}
    told = [check.message for question in result.questions for check in question.checks if not check.passed]
    assert told == [
        "`half` raised ImportError. It calls a function, or imports a library, that this exercise is written without."
    ]
