"""Chunks of a class: what one submission brings to light costs the others nothing."""

from __future__ import annotations

import time
from collections.abc import Iterator
from threading import Lock
from typing import NoReturn

import pytest

from autograder.course import Course, Question
from autograder.diagnosis import Diagnostician
from autograder.grading.code import Lines
from autograder.grading.grade import Grader
from autograder.grading.judge import Judge
from autograder.records.errors import SuiteError
from autograder.records.result import QuestionResult, Result
from autograder.records.submission import SourceFile, Submission
from autograder.runs import work
from autograder.runs.job import Job, Task
from autograder.runs.keys import Keys, key_of
from autograder.runs.worker import Worker
from tests.conftest import ROOT
from tests.support import records


@pytest.fixture
def job(course: Course) -> Iterator[Job]:
    yield Job(root=str(ROOT), assignment="by_hand", secret=course.secret)
    work.forget_graders()


def handed_in(student: str) -> Submission:
    return records.submission(student, SourceFile("by_hand.py", b"detects = 'vertical edges'\n"), late=True)


def failing(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the grader fail at the submission of s002."""
    real = Grader.grade

    def grade(self: Grader, submission: Submission, *more: object) -> Result:
        if submission.student == "s002":
            raise error
        return real(self, submission)

    monkeypatch.setattr(Grader, "grade", grade)


def test_a_fault_of_the_graders_own_is_one_rejection(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    failing(ZeroDivisionError("by nothing"), monkeypatch)
    first, second, third = work.grade_chunk(job, [Task(handed_in(f"s00{n}")) for n in (1, 2, 3)])
    assert (first.status, third.status) == ("graded", "graded")
    assert first.score == third.score > 0
    assert (second.status, second.score, second.late) == ("rejected", 0, True)
    assert "ZeroDivisionError" not in second.reason
    assert any("ZeroDivisionError: by nothing (test_work.py, line" in flag for flag in second.flags)


def test_a_fault_at_one_question_costs_that_question(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    before = work.grade_chunk(job, [Task(handed_in("s001"))])[0]
    real = Judge.graded

    def graded(self: Judge, question: Question) -> QuestionResult:
        if question.name == "checkerboard":
            raise MemoryError("no more")
        return real(self, question)

    monkeypatch.setattr(Judge, "graded", graded)
    after = work.grade_chunk(job, [Task(handed_in("s001"))])[0]
    assert [q for q in after.questions if q.name != "checkerboard"] == [
        q for q in before.questions if q.name != "checkerboard"
    ]
    (lost,) = (q for q in after.questions if q.name == "checkerboard")
    assert (lost.status, lost.score) == ("crashed", 0)
    assert "no fault of yours" in lost.checks[0].message
    assert "MemoryError" not in lost.checks[0].message
    assert any("checkerboard: grader error, please report it: MemoryError: no more" in flag for flag in after.flags)


def test_a_fault_of_what_explains_costs_no_points(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    main = SourceFile("by_hand.py", b"detects = 'vertical edges'\nfirst_convolution_shape = (9, 9)\n")
    task = Task(records.submission("s001", main))
    before = work.grade_chunk(job, [task])[0]

    def fail(*arguments: object) -> NoReturn:
        raise FloatingPointError("nan")

    monkeypatch.setattr(Diagnostician, "diagnose", fail)
    monkeypatch.setattr(Lines, "of", fail)
    after = work.grade_chunk(job, [task])[0]
    assert after.score == before.score > 0
    for told in ("its diagnosis failed", "its lines cannot be shown"):
        start = f"first_convolution_shape: {told}, please report it: FloatingPointError: nan"
        assert any(flag.startswith(start) for flag in after.flags)


def test_a_broken_suite_is_not_held_against_anybody(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    failing(SuiteError("the suite is broken"), monkeypatch)
    with pytest.raises(SuiteError):
        work.grade_chunk(job, [Task(handed_in("s001")), Task(handed_in("s002"))])


@pytest.mark.parametrize(
    "change",
    [
        {"student": "s009"},
        {"display_name": "Ana"},
        {"members": ("s001", "s002")},
        {"late": False},
        {"attempt": "2"},
        {"flags": ("look",)},
        {"source": {"canvas_id": "7"}},
        {"main": SourceFile("by_hand.py", b"detects = 'blur'\n")},
        {"others": (SourceFile("helper.py", b""),)},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_result_is_kept_only_while_all_it_tells_of_is_the_same(course: Course, change: dict[str, object]) -> None:
    before = handed_in("s001")
    keys = Keys({"engine": "one"})
    first, again, other = (
        key_of(keys.parts(one)) for one in (before, handed_in("s001"), records.changed(before, **change))
    )
    assert first == again != other


class _SlowToClose:
    """A grader that is closed a moment later, and waits for itself where it is closed again meanwhile."""

    def __init__(self) -> None:
        self.lock = Lock()

    def close(self) -> None:
        with self.lock:
            time.sleep(0.5)


def hold_a_slow_grader(job: Job) -> None:
    work._graders[job] = _SlowToClose()  # type: ignore[assignment]


def test_a_worker_told_twice_to_end_closes_its_grader_once_and_ends_by_itself(job: Job) -> None:
    """Its line closes and a signal comes: killed for not ending it would leave its sandbox behind, and each run would wait for that."""
    worker = Worker()
    worker.call(hold_a_slow_grader, job)
    process = worker._process
    worker.line.close()
    time.sleep(0.2)  # so that the signal finds it at closing
    worker.close()
    assert process.returncode == 0
