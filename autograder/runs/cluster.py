"""The same chunks on Dask: a scheduler's workers grade, records come back, and only this process writes the run file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from autograder.records.errors import ClusterError
from autograder.records.result import Result
from autograder.records.submission import Submission
from autograder.runs import bulk


def grade_on_dask(address: str, job: bulk.Job, submissions: list[Submission]) -> Iterator[Result]:
    """Results as they come from the workers of the Dask scheduler at ``address``. The workers need convgrade and the course's folder
    at the same path; each keeps a grader of its own, so run them with one thread (``dask worker --nthreads 1``)."""
    from distributed import Client

    try:
        client: Any = Client(address, timeout=10)  # type: ignore[no-untyped-call]
    except OSError as error:
        raise ClusterError(
            f"No Dask scheduler answers at {address} ({error}): start one, or leave --dask out."
        ) from error
    with client:
        threads = sum(client.nthreads().values()) or 1
        executor = client.get_executor(pure=False)
        yield from bulk.grade_with(executor, job, submissions, window=3 * threads)
