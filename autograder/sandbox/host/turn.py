"""Turns: how the workers of a run on one machine leave it to one of them for a moment.

Two files of the run's own are locked with flock(2): the kernel lets go of a lock when its holder ends, however it ends. Every call of
student code holds ``room``, together with the others'. Who wants to be alone shuts ``gate``, through which everybody comes in, and
waits until the room is empty, which the calls' own limits see to.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import time
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

_Outcome = TypeVar("_Outcome")


class Turn:
    """One worker's part in it. ``folder`` is the same for all workers of a run and made by the first of them on its machine; without
    one this worker is alone anyway."""

    def __init__(self, folder: Path | None = None) -> None:
        self._waited = 0.0
        self.is_alone = self.is_unhurried = False
        self._inside = 0
        self._gate, self._room = (-1, -1) if folder is None else self._open(folder)

    def clock(self) -> float:
        """`time.monotonic` without the time spent waiting for others here: what limits of time are kept by."""
        return time.monotonic() - self._waited

    def enter(self) -> None:
        """Student code is about to be called, beside that of other workers."""
        if not self._inside and not self.is_alone and self._room >= 0:
            self._lock(self._gate, fcntl.LOCK_SH)
            self._lock(self._room, fcntl.LOCK_SH)
            fcntl.flock(self._gate, fcntl.LOCK_UN)
        self._inside += 1

    def leave(self) -> None:
        """Its answer is there, or its process has ended."""
        self._inside -= 1
        if not self._inside and not self.is_alone and self._room >= 0:
            fcntl.flock(self._room, fcntl.LOCK_UN)

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """Meanwhile no other worker's student code is called."""
        if self._room >= 0:
            fcntl.flock(self._room, fcntl.LOCK_UN)  # who waits at the gate holds nothing that others could wait for
            self._lock(self._gate, fcntl.LOCK_EX)
            self._lock(self._room, fcntl.LOCK_EX)
        self.is_alone = True
        try:
            with self.unhurried():
                yield
        finally:
            self.is_alone = False
            if self._room >= 0:
                fcntl.flock(self._room, fcntl.LOCK_UN)
                fcntl.flock(self._gate, fcntl.LOCK_UN)

    @contextlib.contextmanager
    def unhurried(self) -> Iterator[None]:
        """Meanwhile limits are kept by the time that a process was given, not by the clock on the wall."""
        self.is_unhurried = True
        try:
            yield
        finally:
            self.is_unhurried = False

    def tried(
        self,
        attempt: Callable[[], _Outcome],
        late: Callable[[_Outcome], bool],
        starved: Callable[[_Outcome], bool],
        *,
        proven: bool = False,
    ) -> _Outcome:
        """The outcome of an attempt. One that came too late is tried once more before it counts, and alone: either the kernel's account
        says that the process had a processor to itself whenever it asked for one, or other workers pause meanwhile. What loops or
        sleeps for ever therefore holds up nobody else, and what others held up gets its time. A submission ``proven`` to run out of
        time makes nobody pause again, however many of its calls do."""
        outcome = attempt()
        if not late(outcome):
            return outcome
        if not starved(outcome):
            outcome = attempt()
            if not late(outcome) or not starved(outcome):
                return outcome
        with self.unhurried() if proven else self.alone():
            return attempt()

    def close(self) -> None:
        """Let go of the files."""
        for descriptor in {self._gate, self._room} - {-1}:
            os.close(descriptor)
        self._gate = self._room = -1

    def _lock(self, descriptor: int, kind: int) -> None:
        try:
            fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            since = time.monotonic()
            fcntl.flock(descriptor, kind)
            self._waited += time.monotonic() - since

    def _open(self, folder: Path) -> tuple[int, int]:
        """The two files, or none where the folder is somebody else's or cannot be made: limits hold without turns."""
        try:
            with contextlib.suppress(FileExistsError):
                folder.mkdir(mode=0o700)
                weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
            if folder.lstat().st_uid != os.getuid():
                return -1, -1
            flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW
            gate, room = (os.open(folder / name, flags, 0o600) for name in ("gate", "room"))
            return gate, room
        except OSError:
            return -1, -1


def queued(process: int) -> float | None:
    """The seconds that ``process`` was ready to compute and had to wait for a processor, by the kernel's account; None where it keeps
    none. Neither computing nor sleeping counts: what loops or sleeps on an idle machine has waited for nothing."""
    try:
        with open(f"/proc/{process}/schedstat", encoding="ascii") as file:
            return int(file.read().split()[1]) / 1e9
    except (OSError, ValueError, IndexError):
        return None
