"""A class's tasks shared out to whoever grades: workers here, or a Dask cluster. What one submission does to them costs it alone."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from operator import length_hint
from typing import Protocol

from autograder.records.closing import Closing
from autograder.records.result import Result
from autograder.runs.calls import grade_chunk, prepare
from autograder.runs.job import Job, Task, given_up
from autograder.runs.worker import Team, WorkerLost
from autograder.sandbox.host.forkserver import ForkServer

CHUNK = 4
"""Submissions per call, at most: small, so that progress is seen and a killed run loses little. Fewer at the beginning, where somebody
waits for the first result, and at the end, so that no worker is left with four while the others have none."""
_LAST = 8
"""Of what is left a call takes no more than this part."""

JUDGING_SECONDS = 60.0
"""Processor time that judging one submission may take in the grader's own process; a right answer to the largest assignment takes 1.
The last resort: checks have limits of their own."""


class Crew(Protocol):
    """Who grades chunks of tasks, several at a time."""

    @property
    def size(self) -> int:
        """How many chunks may be under way at a time."""

    @property
    def busy(self) -> int:
        """How many are under way."""

    def start(self, chunk: Sequence[Task]) -> None:
        """Have a chunk graded."""

    def finished(self) -> Iterator[tuple[Sequence[Task], list[Result] | WorkerLost]]:
        """Wait for a chunk; what came of it. Raises `ConvgradeError` where nothing can be graded at all."""


class Here(Closing):
    """Worker processes on this machine."""

    def __init__(self, job: Job, workers: int, server: ForkServer | None = None) -> None:
        """They are forked by the ``server`` where there is one, and hold the libraries in memory together."""
        self.job = job
        self._team = Team(workers, (prepare, (job,)), server)

    def close(self) -> None:
        self._team.close()

    @property
    def size(self) -> int:
        return self._team.room

    @property
    def busy(self) -> int:
        return self._team.busy

    def start(self, chunk: Sequence[Task]) -> None:
        self._team.start(chunk, grade_chunk, self.job, chunk, seconds=JUDGING_SECONDS * len(chunk))

    def finished(self) -> Iterator[tuple[Sequence[Task], list[Result] | WorkerLost]]:
        return self._team.finished()


def grade_all(crew: Crew, job: Job, tasks: Iterable[Task]) -> Iterator[tuple[Task, Result]]:
    """Each task with its result, as they come.

    A chunk whose worker is lost is taken apart: when everything else is graded, each of its submissions is tried alone, so that nobody
    else can be to blame. The one that loses its worker again is rejected.
    """
    waiting, suspects = _chunks(tasks), deque[Task]()
    alone = False

    def start() -> None:
        while crew.busy < crew.size and (chunk := next(waiting, None)):
            crew.start(chunk)

    start()
    while suspects or crew.busy:
        if not crew.busy:
            alone = True
            crew.start([suspects.popleft()])
        graded: list[tuple[Task, Result]] = []
        for chunk, came in crew.finished():
            if not isinstance(came, WorkerLost):
                graded += zip(chunk, came, strict=True)
            elif not alone:
                suspects.extend(chunk)
            else:
                (task,) = chunk
                reason = (
                    f"The process that grades was lost twice at this submission: it {came}. Please grade it by hand."
                )
                graded.append((task, given_up(job, task.submission, reason)))
        start()  # before anything is kept or shown: no worker waits for that
        yield from graded


def _chunks(tasks: Iterable[Task]) -> Iterator[list[Task]]:
    left, size, waiting = length_hint(tasks), 1, iter(tasks)
    while chunk := list(islice(waiting, size)):
        yield chunk
        left -= len(chunk)
        size = min(size + 1, CHUNK, max(left // _LAST, 1))
