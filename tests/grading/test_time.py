"""Whose time is whose: loading has a limit of its own, a question's begins when the module stands, a diagnosis uses up nobody's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from autograder.course import Course
from autograder.grading.grade import Grader
from autograder.records.result import Result
from autograder.records.submission import SourceFile
from autograder.sandbox.host import process
from tests.support import records

_SLOW_TO_LOAD = "import time\nuntil = time.process_time() + {}\nwhile time.process_time() < until:\n    pass\n"
_QUESTIONS = ("convolve_1d", "conv2d")


@contextmanager
def _grader(course: Course, **limits: float) -> Iterator[Grader]:
    task = course.assignment("convolution")
    small = replace(task.limits, **limits)  # type: ignore[arg-type]
    questions = tuple(question for question in task.questions if question.name in _QUESTIONS)
    with Grader(course, replace(task, limits=small)) as grader:
        grader.assignment = replace(grader.assignment, questions=questions)
        yield grader


def _grade(grader: Grader, text: str) -> Result:
    return grader.grade(records.submission("x", SourceFile("convolution.py", text.encode())))


def test_loading_costs_no_question_anything(course: Course) -> None:
    """Each question has a process of its own, which loads the submission again."""
    with _grader(course, question_seconds=0.8, submission_seconds=0.9) as grader:
        solution = grader.assignment.solution.read_text(encoding="utf-8")
        result = _grade(grader, _SLOW_TO_LOAD.format(1) + solution)
    assert result.score == result.max_score


@pytest.mark.parametrize("endless", ["while True: pass", "time.sleep(1000)"])
def test_loading_that_never_ends_costs_no_question_anything(
    course: Course, monkeypatch: pytest.MonkeyPatch, endless: str
) -> None:
    monkeypatch.setattr(process, "LOAD_SECONDS", 0.5)
    with _grader(course) as grader:
        solution = grader.assignment.solution.read_text(encoding="utf-8")
        result = _grade(grader, f"import time\n{endless}\n{solution}")
    assert result.score == result.max_score
    assert "loading" in result.flags[0]
    assert result.remarks == result.flags


def test_loading_again_and_again_ends_too(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each check ends the program, so that it is loaded for each: all together may take what one process for each question may."""
    monkeypatch.setattr(process, "LOAD_SECONDS", 1.0)
    starts: list[float] = []
    real = process.StudentProcess.load
    monkeypatch.setattr(process.StudentProcess, "load", lambda self, *given: (starts.append(1), real(self, *given))[1])
    with _grader(course, call_seconds=1.0) as grader:
        ends = "".join(f"def {name}(*a, **k):\n    os._exit(1)\n" for name in _QUESTIONS)
        result = _grade(grader, f"import os\n{_SLOW_TO_LOAD.format(0.5)}{ends}")
    messages = {check.message for question in result.questions for check in question.checks}
    assert any(
        "ran out of time: the limit for loading it into the processes of all questions is 3 s" in m for m in messages
    ), messages
    assert result.score == 0


def test_a_question_that_loops_leaves_the_next_its_time(course: Course) -> None:
    with _grader(course, call_seconds=0.5, question_seconds=1.0, submission_seconds=2.0) as grader:
        solution = grader.assignment.solution.read_text(encoding="utf-8")
        loops = "def convolve_1d(*a, **k):\n    while True: pass\n"
        result = _grade(grader, f"{solution}\n{loops}")
    scores = {question.name: (question.score, question.status) for question in result.questions}
    assert scores["convolve_1d"] == (0, "timeout")
    assert scores["conv2d"] == (result.questions[1].max_score, "passed")
