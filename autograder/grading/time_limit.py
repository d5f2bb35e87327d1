"""A limit on the grader's own computing, so that what came back from a student's process cannot keep it busy.

Suites look at shapes before they compute, and memory is limited where a class is graded. This is the net below both: a check whose
judging takes longer than its question may take costs that check.
"""

from __future__ import annotations

import math
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from autograder.sandbox.host.sandbox import is_asking

_AGAIN = 1.0
"""Seconds after which a block that went on all the same is interrupted once more."""


class TooLong(BaseException):
    """The grader has computed for too long. No `Exception`: a suite that catches those goes on to the next case."""


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Meanwhile this process may compute for ``seconds``; waiting for a student's process is free. Raises `TooLong`.

    Processor time is what counts, so that a busy machine changes nothing. Only a main thread can be interrupted: elsewhere, and for
    ``inf``, nothing is limited.
    """
    if math.isinf(seconds) or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGPROF, _interrupt)
    signal.setitimer(signal.ITIMER_PROF, seconds, _AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _interrupt(*_: object) -> None:
    if not is_asking():  # in a moment it is over, and this comes again
        raise TooLong
