"""The same chunks on Dask: a cluster's workers grade, results come back, and only this process writes the run file."""

from __future__ import annotations

import contextlib
import logging
import os
import platform
import queue
import socket
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import CancelledError
from dataclasses import replace
from importlib import metadata
from typing import Any

from autograder.records.closing import Closing
from autograder.records.errors import ClusterError, ConvgradeError, SandboxError
from autograder.records.result import Result
from autograder.runs.calls import grade_chunk, prepare
from autograder.runs.job import Job, Task
from autograder.runs.keys import engine_hash
from autograder.runs.parcel import Parcel, pack, unpacked
from autograder.runs.share import JUDGING_SECONDS
from autograder.runs.worker import Worker, WorkerLost

CONNECT_SECONDS = 10.0
RETURN_SECONDS = 60.0
"""How long a scheduler that was lost may take to come back."""
WORKERLESS_SECONDS = 120.0
"""How long there may be no worker at all: a nanny needs seconds to bring one back, a batch system a minute or two."""
LOOK_SECONDS = 2.0
RESUBMITTED = 5
"""How often a chunk may get lost with the scheduler before the run ends."""
GO_ON = "What was graded is kept; the same command goes on from there."


LOCAL = "local"
"""Stands for a scheduler and a worker in this very process, to try things out."""


class OnDask(Closing):
    """The workers of the Dask scheduler at ``address``, or `LOCAL` ones. They need convgrade of this very version; the course travels.

    Each thread of a worker grades in a process of its own: a submission that kills it leaves the Dask worker alone, and a worker may have
    any number of threads. Use it as a context manager.
    """

    def __init__(self, address: str, job: Job, threads: int | None = None) -> None:
        """``threads`` are those of a `LOCAL` worker. Raises `ClusterError`."""
        try:
            from distributed import LocalCluster
        except ImportError as error:
            raise ClusterError(f"Grading on a cluster needs Dask ({error}): pip install 'convgrade[dask]'.") from None
        self.address, self.job, self._versions = address, job, versions()
        course = job.course
        self._parcel = pack(course, course.assignment(job.assignment))
        self._flying: dict[Any, tuple[Sequence[Task], int]] = {}
        self._ended: queue.Queue[Any] = queue.Queue()
        self._local = None
        if address == LOCAL:
            self._local = LocalCluster(  # type: ignore[no-untyped-call]
                n_workers=1, threads_per_worker=threads or os.cpu_count(), processes=False, dashboard_address=None
            )
            self.address = self._local.scheduler_address
        self._client = self._connected(CONNECT_SECONDS, "Start one, or leave --dask out.")
        logging.getLogger("distributed.client").setLevel(
            logging.CRITICAL
        )  # what it tells of a lost scheduler is told here

    def close(self) -> None:
        with contextlib.suppress(Exception):
            self._client.cancel(list(self._flying))
        with contextlib.suppress(Exception):
            self._client.close(timeout=2)
        if self._local is not None:
            with contextlib.suppress(Exception):
                self._local.close(timeout=2)

    @property
    def size(self) -> int:
        """Two chunks a thread: one under way, one that waits for it there."""
        return 2 * max(self._threads(), 1)

    @property
    def busy(self) -> int:
        return len(self._flying)

    def start(self, chunk: Sequence[Task]) -> None:
        self._submit(chunk, 0)

    def finished(self) -> Iterator[tuple[Sequence[Task], list[Result] | WorkerLost]]:
        from distributed import KilledWorker

        future = self._next()
        if future not in self._flying:
            return
        chunk, times = self._flying.pop(future)
        try:
            came = future.result()
        except KilledWorker as killed:
            yield (
                chunk,
                WorkerLost(f"took several Dask workers down with it (the last was {killed.last_worker.address})"),
            )
        except (CancelledError, OSError):  # lost with the scheduler, or on the way back from it
            if times == RESUBMITTED:
                raise ClusterError(
                    f"The Dask cluster at {self.address} loses its work again and again. {GO_ON}"
                ) from None
            self._submit(chunk, times + 1)
        except ConvgradeError:
            raise
        except ImportError as error:
            raise ClusterError(
                f"The Dask workers at {self.address} lack what grading takes ({error}): install the same convgrade there. {GO_ON}"
            ) from error
        except Exception as error:
            told = f"{type(error).__name__}: {error}"
            raise ClusterError(f"The Dask workers at {self.address} cannot grade ({told[:300]}). {GO_ON}") from error
        else:
            if came is None:  # a process that has not seen the course yet
                self._submit(chunk, times, self._parcel)
            else:
                yield chunk, WorkerLost(came) if isinstance(came, str) else came

    def _submit(self, chunk: Sequence[Task], times: int, parcel: Parcel | None = None) -> None:
        self._back()
        what = self._versions, self.job, chunk, self._parcel.name, parcel
        future = self._client.submit(grade_there, *what, pure=False, retries=0)
        self._flying[future] = chunk, times
        future.add_done_callback(self._ended.put)

    def _next(self) -> Any:
        """The next future that has ended, in whatever way. Raises `ClusterError` when there has been nobody to grade for too long."""
        since = time.monotonic()
        while True:
            with contextlib.suppress(queue.Empty):
                return self._ended.get(timeout=LOOK_SECONDS)
            self._back()
            if self._threads():
                since = time.monotonic()
            elif time.monotonic() - since > WORKERLESS_SECONDS:
                raise ClusterError(f"The Dask scheduler at {self.address} has had no worker for two minutes. {GO_ON}")

    def _threads(self) -> int:
        try:
            return sum(self._client.nthreads().values())
        except Exception:  # the scheduler is away: `_back` waits for it
            return 0

    def _back(self) -> None:
        """Wait for a scheduler that was lost. Raises `ClusterError` when it does not come back."""
        until = time.monotonic() + RETURN_SECONDS
        while self._client.status == "connecting" and time.monotonic() < until:
            time.sleep(0.1)
        if self._client.status != "running":
            left = max(until - time.monotonic(), CONNECT_SECONDS)
            self._client = self._connected(left, f"It was there when grading began. {GO_ON}")

    def _connected(self, seconds: float, otherwise: str) -> Any:
        from distributed import Client

        try:
            return Client(self.address, timeout=seconds, set_as_default=False)  # type: ignore[no-untyped-call]
        except (OSError, ValueError) as error:
            raise ClusterError(f"No Dask scheduler answers at {self.address} ({error}). {otherwise}") from error


_own = threading.local()


def grade_there(
    wanted: Mapping[str, str], job: Job, tasks: Sequence[Task], course: str, parcel: Parcel | None = None
) -> list[Result] | str | None:
    """Grade on a Dask worker, in a process that belongs to this thread; where that is lost, how it ended. None where the ``course``, known
    by its archive's hash, has not come here yet: then the same is asked again with the ``parcel``."""
    if different := _different(wanted, versions()):
        raise ClusterError(
            f"The Dask worker on {socket.gethostname()} has {different}: install the same on both, so that marks are the same."
        )
    folder = unpacked(course, parcel, _place())
    if folder is None:
        return None
    job = replace(job, root=str(folder))
    worker: Worker | None = getattr(_own, "worker", None)
    if worker is None or not worker.alive:
        worker = _own.worker = Worker()
        try:
            worker.call(prepare, job)
        except WorkerLost as lost:
            worker.close()
            raise SandboxError(f"Nothing can be graded on {socket.gethostname()}: the process for it {lost}.") from None
    try:
        results: list[Result] = worker.call(grade_chunk, job, tasks, seconds=JUDGING_SECONDS * len(tasks))
        return results
    except WorkerLost as lost:
        worker.close()
        return str(lost)


def _place() -> str | None:
    """The Dask worker's own folder, which Dask takes away however the worker ends; None where there is no worker."""
    from distributed import get_worker

    try:
        return str(get_worker().local_directory)
    except ValueError:
        return None


_COMPARED = "numpy", "torch", "pytest"
"""Libraries whose versions a mark may hang on."""


def versions() -> dict[str, str]:
    """What must be the same on both sides for the marks to be the same. A library that one side lacks does not count."""
    found = {"convgrade": engine_hash()[:12], "Python": ".".join(platform.python_version_tuple()[:2])}
    for library in _COMPARED:
        with contextlib.suppress(metadata.PackageNotFoundError):
            found[library] = metadata.version(library)
    return found


def _different(wanted: Mapping[str, str], found: Mapping[str, str]) -> str:
    """What of the versions differs, in words."""
    return " and ".join(
        f"another convgrade ({found[name]}, here {version})"
        if name == "convgrade"
        else f"{name} {found[name]}, not {version}"
        for name, version in wanted.items()
        if name in found and found[name] != version
    )
