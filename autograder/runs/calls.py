"""The calls that a worker takes, under names that are quick to import: who hands work out never loads `autograder.runs.work`."""

from __future__ import annotations

from collections.abc import Sequence

from autograder.records.result import Result
from autograder.runs.job import Job, Task


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
