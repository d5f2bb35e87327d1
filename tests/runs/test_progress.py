"""What a log or a notebook says while a class is graded."""

from __future__ import annotations

from autograder.records.result import Result
from autograder.runs.progress import Progress, lines
from tests.support import records

ONE: Result = records.result("s", "s", "tiny", "graded", 1.0, 1.0)


def test_a_line_at_the_beginning_now_and_then_and_at_the_end() -> None:
    said: list[str] = []
    told = lines(said.append, seconds=0.0)
    told(Progress(0, 3, 7, 0.0))
    told(Progress(1, 3, 7, 0.5, ONE))
    told(Progress(3, 3, 7, 1.5, ONE))
    assert said == ["7 of 10 are graded already, 3 to do", "8 of 10 graded, 2.0 a second, 1 s left", "10 of 10 graded"]


def test_not_a_line_for_every_submission() -> None:
    said: list[str] = []
    told = lines(said.append, seconds=3600.0)
    told(Progress(0, 600, 0, 0.0))
    for done in range(1, 601):
        told(Progress(done, 600, 0, done / 10, ONE))
    assert said == ["600 of 600 graded"]


def test_nothing_to_do_is_said() -> None:
    said: list[str] = []
    lines(said.append)(Progress(0, 0, 600, 0.0))
    assert said == ["All 600 are graded already."]
