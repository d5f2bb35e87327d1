"""Which question a test that is handed in belongs to."""

from __future__ import annotations

from pathlib import Path

from autograder.grading.grade import Grader
from autograder.runs.work import reference_submission
from tests.support.trial_course import trial_course


def test_a_question_whose_name_begins_with_anothers_has_its_own_tests(tmp_path: Path) -> None:
    """`test_largest_two_forward` is no test of `largest`, where it would fail on everything."""
    course = trial_course(tmp_path, second="largest_two")
    with Grader(course, course.assignment("trial")) as grader:
        result = grader.grade(reference_submission(grader.assignment))
    assert [question.score for question in result.questions] == [60.0, 40.0]
