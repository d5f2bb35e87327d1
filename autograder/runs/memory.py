"""The memory a grading process may take on top of what it holds when it is ready."""

from __future__ import annotations

import contextlib
import ctypes
import gc
import resource
from collections.abc import Iterator

from autograder.sandbox.seal import held_bytes

HEADROOM_MB = 256
"""What judging one submission may take. Every right and wrong answer to the largest assignment (torch_cnn) is judged with 160; the largest
answer a student's process may give, 64 MB, finds room beside its copy and what is compared with it."""


@contextlib.contextmanager
def limited() -> Iterator[None]:
    """While the block runs, this process gets at most `HEADROOM_MB` more than it holds now, and a `MemoryError` beyond that.

    So a huge answer costs only the check that needs too much memory, not the process: a watchdog could only kill.
    The kernel counts private writable memory (RLIMIT_DATA), not what libraries reserve or map from files (RLIMIT_AS), of which torch
    alone takes gigabytes. If the kernel does not tell what the process holds, nothing is limited.
    """
    held = held_bytes()
    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    if not held:
        yield
        return
    most = held + (HEADROOM_MB << 20)
    resource.setrlimit(resource.RLIMIT_DATA, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))


_GROWN = 32 << 20
"""Bytes by which a process has grown before it is worth a look at what it can do without."""
_settled = [0]
"""What this process held when it was last looked at, in bytes."""


def settle() -> None:
    """Give back to the machine what the last submission left behind: garbage that refers to itself, and the C library's free memory."""
    if _resident_bytes() > _settled[0] + _GROWN:
        gc.collect()
        with contextlib.suppress(OSError, AttributeError):  # not every C library has it
            ctypes.CDLL(None).malloc_trim(0)
        _settled[0] = _resident_bytes()


def _resident_bytes() -> int:
    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            return int(file.read().split()[1]) * resource.getpagesize()
    except (OSError, ValueError, IndexError):
        return 0
