"""A time-out is tried once more before it counts: what the grader makes of calls and of loading that come too late."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.course import Course
from autograder.grading.grade import Grader
from autograder.records.submission import SourceFile, Submission
from autograder.runs.bulk import reference_submission
from autograder.sandbox import StudentProcess
from autograder.sandbox.host import process
from autograder.sandbox.host.channel import Channel, OutOfTime
from autograder.sandbox.host.turn import Turn
from autograder.suite.fixtures import RestartableProcess
from tests.support import records


@pytest.fixture(scope="module")
def grader(course: Course) -> Iterator[Grader]:
    task = course.assignment("convolution")
    limits = replace(task.limits, call_seconds=0.5, question_seconds=3.0)
    questions = tuple(question for question in task.questions if question.name in ("convolve_1d", "conv2d"))
    with Grader(course, replace(task, limits=limits)) as made:
        made.assignment = replace(made.assignment, questions=questions)
        yield made


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Notes each time that a grader asked to be alone."""
    times: list[str] = []
    real = Turn.alone

    @contextmanager
    def noted(self: Turn) -> Iterator[None]:
        times.append("alone")
        with real(self):
            yield

    monkeypatch.setattr(Turn, "alone", noted)
    return times


def _late(monkeypatch: pytest.MonkeyPatch, *numbers: int) -> None:
    """Let the answers of those numbers come too late."""
    real, seen = Channel.receive, iter(range(10_000))

    def receive(self: Channel, until: float, *, last: bool = True) -> tuple[memoryview, memoryview]:
        if next(seen) in numbers:
            raise OutOfTime
        return real(self, until, last=last)

    monkeypatch.setattr(Channel, "receive", receive)


def _busy(monkeypatch: pytest.MonkeyPatch, *, busy: bool) -> None:
    monkeypatch.setattr(StudentProcess, "starved", lambda self: busy)
    monkeypatch.setattr(RestartableProcess, "queued", lambda self: 0.0)


def _looping(text: str) -> Submission:
    return records.submission("x", SourceFile("convolution.py", text.encode()))


@pytest.mark.parametrize("busy", [True, False])
def test_an_answer_that_was_late_once_costs_nothing(
    grader: Grader, monkeypatch: pytest.MonkeyPatch, alone: list[str], busy: bool
) -> None:
    _busy(monkeypatch, busy=busy)
    _late(monkeypatch, 5)
    result = grader.grade(reference_submission(grader.assignment))
    assert result.score == result.max_score
    assert alone == (["alone"] if busy else [])


def test_loading_that_was_late_once_costs_nothing(
    grader: Grader, monkeypatch: pytest.MonkeyPatch, alone: list[str]
) -> None:
    _busy(monkeypatch, busy=True)
    _late(monkeypatch, 0)
    result = grader.grade(reference_submission(grader.assignment))
    assert (result.status, result.score) == ("graded", result.max_score)
    assert alone == ["alone"]


def test_a_reload_that_was_late_once_costs_nothing(
    grader: Grader, monkeypatch: pytest.MonkeyPatch, alone: list[str]
) -> None:
    """Every question has a process of its own, which loads the submission again."""
    _busy(monkeypatch, busy=True)
    loads = iter([False, True])
    real = StudentProcess.load

    def load(self: StudentProcess, *given: object) -> None:
        if next(loads, False):
            with monkeypatch.context() as within:
                _late(within, 0)
                real(self, *given)  # type: ignore[arg-type]
        else:
            real(self, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(StudentProcess, "load", load)
    result = grader.grade(reference_submission(grader.assignment))
    assert result.score == result.max_score
    assert alone == ["alone"]


@pytest.mark.slow
@pytest.mark.parametrize(("busy", "times"), [(True, 1), (False, 0)])
def test_endless_loops_hold_nobody_up_for_long(
    grader: Grader, monkeypatch: pytest.MonkeyPatch, alone: list[str], busy: bool, times: int
) -> None:
    """On a busy machine once a submission; on one that gave the loop all it asked for not at all."""
    _busy(monkeypatch, busy=busy)
    unhurried: list[int] = []
    real = Turn.unhurried
    monkeypatch.setattr(Turn, "unhurried", lambda self: (unhurried.append(1), real(self))[1])
    loop = "def {0}(*a, **k):\n    while True: pass\n"
    result = grader.grade(_looping(loop.format("conv2d") + loop.format("convolve_1d")))
    assert {question.status for question in result.questions} == {"timeout"}
    assert len(alone) == times
    assert unhurried == [1] * (2 * busy), "each question's first time-out is tried again in full"


@pytest.mark.parametrize(("busy", "times"), [(True, 1), (False, 0)])
def test_loading_that_never_ends(
    grader: Grader, monkeypatch: pytest.MonkeyPatch, alone: list[str], busy: bool, times: int
) -> None:
    monkeypatch.setattr(process, "LOAD_SECONDS", 0.5)
    _busy(monkeypatch, busy=busy)
    starts: list[Path] = []
    real = StudentProcess.load
    monkeypatch.setattr(StudentProcess, "load", lambda self, *given: (starts.append(Path()), real(self, *given))[1])
    result = grader.grade(_looping("while True: pass\n"))
    assert result.status == "rejected"
    assert "did not finish loading within 0.5 seconds" in result.reason
    assert (len(alone), len(starts)) == (times, 2)
