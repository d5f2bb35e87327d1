"""A busy machine: programs that compute beside what is tested."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_LOOP = """
import os, sys
if sys.argv[1]:
    os.sched_setaffinity(0, {int(sys.argv[1])})
started_by = os.getppid()
print(flush=True)
while os.getppid() == started_by:
    for _ in range(1_000_000):
        pass
"""


@contextmanager
def busy(programs: int, processor: int | None = None) -> Iterator[None]:
    """Meanwhile so many programs compute without end, on one ``processor`` or on all. Each has a session of its own: Linux may share out
    its time among sessions, and one of all of them would count like a single program."""
    command = [sys.executable, "-c", _LOOP, "" if processor is None else str(processor)]
    loops = [subprocess.Popen(command, stdout=subprocess.PIPE, start_new_session=True) for _ in range(programs)]
    try:
        for loop in loops:
            assert loop.stdout is not None
            loop.stdout.readline()
        yield
    finally:
        for loop in loops:
            loop.kill()
            loop.wait()
            assert loop.stdout is not None
            loop.stdout.close()


def any_processor() -> int:
    """One of the processors that this process may use."""
    return min(os.sched_getaffinity(0))
