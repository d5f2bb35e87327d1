"""What a worker gets, as values: the job, and its tasks."""

from __future__ import annotations

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


@dataclass(frozen=True, slots=True)
class Task:
    """One submission to grade, or the ``questions`` of it that are to be graded again (none: all of them)."""

    submission: Submission
    questions: tuple[str, ...] = ()


def given_up(job: Job, submission: Submission, reason: str) -> Result:
    """The result of a submission that the grader itself could not grade."""
    return keepable(rejected(Rejection.of(submission, reason), job.course.assignment(job.assignment)))
