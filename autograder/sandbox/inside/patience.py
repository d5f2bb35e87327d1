"""Interrupting a statement that takes too long while a submission is loaded.

The kernel sends a signal now and then, from before the door is shut until the module stands; what looks at the clock is the signal's
handler. A student who shuts it out gains nothing: the grader keeps the limit for loading from outside, with SIGKILL.
Runs in the student's process.
"""

from __future__ import annotations

import contextlib
import signal
import time
from collections.abc import Container, Iterator
from types import FrameType

_EVERY = 0.02
"""Seconds between two looks at the clock."""
_COMPUTING, _SLEEPING = (signal.SIGPROF, signal.ITIMER_PROF), (signal.SIGALRM, signal.ITIMER_REAL)
_FIRST, _ALL = 0.75, 0.95
"""The shares of the time for loading after which the first statement, and the last, is interrupted."""
_LEAST = 0.05
"""Seconds that a statement gets even when the time is over."""


class TooLong(BaseException):
    """A statement was interrupted. Not an `Exception`: a loop that goes on after every error shall end."""


def wind(*, sleeping: bool) -> None:
    """Have the signals sent. No process may ask for that once it is sealed."""
    for number, timer in (_COMPUTING, _SLEEPING)[: 1 + sleeping]:
        signal.signal(number, signal.SIG_IGN)
        signal.setitimer(timer, _EVERY, _EVERY)


@contextlib.contextmanager
def bounded(seconds: float) -> Iterator[None]:
    """Meanwhile, once so many seconds have been computed, `TooLong` is raised: for reading, which is Python's own work."""
    until = time.process_time() + seconds

    def look(number: int, frame: FrameType | None) -> None:
        if time.process_time() >= until:
            signal.signal(_COMPUTING[0], signal.SIG_IGN)
            raise TooLong

    signal.signal(_COMPUTING[0], look)
    try:
        yield
    finally:
        signal.signal(_COMPUTING[0], signal.SIG_IGN)


class Patience:
    """``seconds`` are for all statements together. Those that the process sleeps count where ``sleeping`` says so; else those that it
    computes."""

    def __init__(self, seconds: float, files: Container[str], *, sleeping: bool) -> None:
        """``files`` are the names by which frames of the student's code are known."""
        self.seconds, self.files = seconds, files
        self._clock = time.monotonic if sleeping else time.process_time
        self._number, _ = _SLEEPING if sleeping else _COMPUTING
        # What the process has computed so far counts: its imports before the door was shut.
        self._began = time.monotonic() if sleeping else 0.0
        self._until: float | None = None

    @contextlib.contextmanager
    def watching(self) -> Iterator[None]:
        """Meanwhile statements are interrupted."""
        signal.signal(self._number, self._look)
        try:
            yield
        finally:
            self._until = None
            signal.signal(self._number, signal.SIG_IGN)

    def begin(self) -> float | None:
        """A statement begins: it may run until most of the time is used up, and later ones for half of what is left each. Gives what
        `end` wants: a statement may be inside another."""
        around = self._until
        used = self._clock() - self._began
        self._until = self._began + max(_FIRST * self.seconds, used + max(_LEAST, (_ALL * self.seconds - used) / 2))
        return around

    def end(self, around: float | None) -> None:
        """The statement is over."""
        self._until = around

    def _look(self, number: int, frame: FrameType | None) -> None:
        if self._until is None or self._clock() < self._until:
            return
        # Only in the student's code, or what it calls: the grader's own may have begun to deal with an error.
        while frame is not None:
            if frame.f_code.co_filename in self.files:
                raise TooLong
            frame = frame.f_back
