"""A busy machine: programs that compute beside what is tested."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_LOOP = (
    "import os, sys\nif sys.argv[1]: os.sched_setaffinity(0, {int(sys.argv[1])})\nprint(flush=True)\nwhile True: pass\n"
)


@contextmanager
def busy(programs: int, processor: int | None = None) -> Iterator[None]:
    """Meanwhile so many programs compute without end, on one ``processor`` or on all. Each has a session of its own, so that the kernel's
    scheduling by session does not make one of them all."""
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
