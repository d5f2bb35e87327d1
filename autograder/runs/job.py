"""What a worker is told: the job, its tasks, and which function to call. Light to import: who shares work out does none of it himself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from autograder.course import Course
from autograder.grading.rejection import rejected
from autograder.records.keepable import keepable
from autograder.records.result import Result
from autograder.records.submission import Rejection, Submission


@dataclass(frozen=True)
class Job:
    """What a worker must know to grade: values only, so that it travels to any machine that has the course at the same path."""

    root: str
    assignment: str
    secret: str
    isolation: str | None = None
    others: tuple[str, ...] = ()

    @property
    def course(self) -> Course:
        return replace(Course.read(Path(self.root)), secret=self.secret)


@dataclass(frozen=True)
class Task:
    """One submission to grade, or the ``questions`` of it that are to be graded again (none: all of them)."""

    submission: Submission
    questions: tuple[str, ...] = ()


def given_up(job: Job, submission: Submission, reason: str) -> Result:
    """The result of a submission that the grader itself could not grade."""
    return keepable(rejected(Rejection.of(submission, reason), job.course.assignment(job.assignment)))


def prepare(job: Job) -> None:
    """See `autograder.runs.work.prepare`."""
    from autograder.runs import work

    work.prepare(job)


def grade_chunk(job: Job, tasks: Sequence[Task]) -> list[Result]:
    """See `autograder.runs.work.grade_chunk`."""
    from autograder.runs import work

    return work.grade_chunk(job, tasks)


def rehearse(job: Job, nice: int = 0) -> tuple[str, str]:
    """See `autograder.runs.work.rehearse`."""
    from autograder.runs import work

    return work.rehearse(job, nice)
