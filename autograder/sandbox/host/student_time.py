"""Student time: the seconds that a process used or chose to wait for, by the kernel's accounts.

Limits count what student code computes and what it sleeps. They do not count the time for which it was ready to compute and the machine
had no processor for it, nor the grader's own work. So a busy machine costs nobody a mark, and no call has to be tried twice.

A stretch is the time that the grader waits for one answer. Its charge is the largest of three figures:

- what all threads of the process computed: threads that keep each other from a processor gain nothing by it;
- the seconds on the wall, less those for which the process was queued for a processor, less those for which the grader computed or was
  queued itself;
- a share of the seconds on the wall, so that every stretch ends, whatever the accounts say.

Two things no account tells in time. A machine that stands still (a virtual one is paused, to be copied, say) charges the pause to whoever
was on a processor, or makes others seem asleep: a gap between two looks that the grader did not spend in a queue is the machine's. And
that a process is queued at the moment of a look its account tells when it runs again: until then it is taken at its word.

Sources: ``Documentation/scheduler/sched-stats.rst`` of the kernel (``schedstat``: nanoseconds on a processor, nanoseconds queued for
one), ``include/linux/posix-timers.h`` (the clock that counts another process's processor time). Runs in the grader.
"""

from __future__ import annotations

import contextlib
import math
import os
import time

from autograder.records.sentences import Sentence, say

_ALONE = 100
"""A process of one thread may be queued for all but this part of a stretch: it cannot queue by its own choice, and what is interrupted at
three quarters of its time for loading is interrupted, not ended, on a machine with 75 programs for each processor."""
_THREADED = 4
"""Threads of one process may queue for each other's sake, for instance when all wake at once; that must not go on for long."""
_UNTOLD, _UNKNOWN = 10, 3
"""The same where the kernel does not tell queued from asleep, and where it tells nothing of another process."""
MOST_THREADS = 64
"""More than student code has a use for, and few enough for a user's other processes to start beside them."""
_QUICK = 0.001
"""Seconds on the wall up to which a stretch is charged as it is, queued for a processor or not: nearly all are so short, and to read the
accounts after each took a tenth of the grader's own time. A question of a hundred calls can lose a tenth of a second by it."""
_SETTLED = 0.05
"""Seconds after which the accounts are read all the same: what a process computes between two stretches counts too."""
_STILL = 1.0
"""Seconds between two looks, beyond what the grader computed or was queued, after which the machine stood still. Looks come ten times in a
second while an answer is waited for (`autograder.sandbox.host.channel`)."""
_THOROUGH = 0.02
"""Seconds after which a stretch is worth a look at every thread."""


class Meter:
    """What one process is charged for, stretch by stretch. Belongs to the thread of the grader that made it."""

    def __init__(self, process: int) -> None:
        self.process = process
        self._clock = ~process << 3 | 2  # MAKE_PROCESS_CPUCLOCK(process, CPUCLOCK_SCHED)
        self._account, self._own = _open(f"/proc/{process}/schedstat"), _open("/proc/thread-self/schedstat")
        self._state = _open(f"/proc/{process}/stat")
        self._computed, self._queues = 0.0, {process: 0.0}
        self._charged, self._settled = 0.0, -math.inf
        self.begin()

    def begin(self) -> None:
        """A stretch begins. What the process computed since the last one belongs to it."""
        self._began, self._busy = time.monotonic(), self._grader()
        self._most_queued, self.threads = 0.0, 1
        self._looked, self._stood_still = (self._began, self._busy), 0.0
        self._moved, self._account_seen = self._began, -1.0

    def charge(self) -> float:
        """The seconds charged since `begin`."""
        return self._read(in_between=True)[0]

    def end(self) -> float:
        """The stretch is over: the seconds that it came to."""
        now = time.monotonic()
        if now - self._began <= _QUICK and now - self._settled <= _SETTLED:
            self._charged += now - self._began
            return now - self._began
        charge, self._computed, self._queues = self._read()
        self._charged, self._settled = 0.0, now
        return charge

    def close(self) -> None:
        """Let go of the accounts."""
        for descriptor in {self._account, self._own, self._state} - {-1}:
            os.close(descriptor)
        self._account = self._own = self._state = -1

    def _read(self, *, in_between: bool = False) -> tuple[float, float, dict[int, float]]:
        """The charge, and the accounts that it follows from: seconds computed, seconds queued by thread. ``in_between``: the stretch is not
        over, so the process may be in a queue right now."""
        now, busy = time.monotonic(), self._grader()
        gap = now - self._looked[0] - (busy - self._looked[1])
        self._looked = now, busy
        self._stood_still += gap if gap > _STILL else 0.0
        elapsed = now - self._began - self._stood_still
        computed = self._processor_time()
        queues = self._queued(every_thread=elapsed > _THOROUGH)
        if queues is None:
            queued, most = elapsed, _UNKNOWN if computed is None else _UNTOLD
        else:
            # A thread that ends takes its account with it.
            queued = sum(seconds - self._queues.get(thread, 0.0) for thread, seconds in queues.items())
            queued = self._most_queued = max(queued, self._most_queued)
            most = _ALONE if self.threads == 1 else _THREADED
        computed = max(computed or 0.0, self._computed)
        waited = elapsed - queued - (busy - self._busy)
        if in_between:
            waited -= self._in_a_queue(now, computed + queued)
        # What was computed in quick stretches has been charged.
        new = computed - self._computed - self._charged - self._stood_still
        return max(new, waited, elapsed / most), computed, self._queues | (queues or {})

    def _in_a_queue(self, now: float, account: float) -> float:
        """The seconds for which a process of one thread may have been queued without its account telling so yet."""
        if account != self._account_seen:
            self._moved, self._account_seen = now, account
        ready = self.threads == 1 and now > self._moved and _is_ready(self._state)
        return now - self._moved if ready else 0.0

    def _processor_time(self) -> float | None:
        """The seconds that all threads of the process have computed, also those that have ended."""
        try:
            return time.clock_gettime(self._clock)
        except OSError:
            return None

    def _queued(self, *, every_thread: bool) -> dict[int, float] | None:
        """The seconds for which the main thread, or every thread, was queued. None where the kernel keeps no such account."""
        found = _schedstat(self._account)
        if found is None:
            return None
        queues = {self.process: found}
        if every_thread:
            tasks = f"/proc/{self.process}/task"
            with contextlib.suppress(OSError):  # it has ended, or is hidden
                threads = os.stat(tasks).st_nlink - 2
                self.threads = max(threads, self.threads)
                if 1 < threads <= MOST_THREADS:
                    queues |= {int(name): _queued_in(f"{tasks}/{name}/schedstat") for name in os.listdir(tasks)}
        return queues

    def _grader(self) -> float:
        """The seconds for which this thread of the grader has computed or was queued."""
        return time.thread_time() + (_schedstat(self._own) or 0.0)


class Budget:
    """Seconds that several calls have together; what they use counts against a ``larger`` budget too."""

    def __init__(self, seconds: float, what: str, larger: Budget | None = None) -> None:
        """``what`` says for messages what the seconds are for: ``"all calls of this question"``."""
        self.seconds, self.what, self.larger = seconds, what, larger
        self.spent = self.longest = 0.0

    def spend(self, seconds: float) -> None:
        """Charge a call's seconds."""
        self.spent += seconds
        self.longest = max(self.longest, seconds)
        if self.larger is not None:
            self.larger.spend(seconds)

    @property
    def tightest(self) -> Budget:
        """Of this and the larger ones the budget that runs out first."""
        tightest, larger = self, self.larger
        while larger is not None:
            if larger.left < tightest.left:
                tightest = larger
            larger = larger.larger
        return tightest

    @property
    def left(self) -> float:
        """The seconds that are left here; below 0 when the last call went beyond."""
        return self.seconds - self.spent

    @property
    def told(self) -> Sentence:
        """The limit, in words."""
        return say("the limit for {what} is {seconds} s", what=self.what, seconds=f"{self.seconds:g}")


def _open(path: str) -> int:
    try:
        return os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return -1


def _schedstat(descriptor: int) -> float | None:
    """The seconds queued, read from an open ``schedstat``; None where it cannot be read."""
    try:
        computed, queued, times = os.pread(descriptor, 80, 0).split()
    except (OSError, ValueError):
        return None
    # A kernel that keeps no account says 0 0 0.
    return None if times == b"0" and computed == b"0" else int(queued) / 1e9


def _is_ready(descriptor: int) -> bool:
    """Whether an open ``stat`` says that the process runs or would like to."""
    try:
        return os.pread(descriptor, 400, 0).rpartition(b")")[2][1:2] == b"R"
    except OSError:
        return False


def _queued_in(path: str) -> float:
    descriptor = _open(path)
    try:
        return _schedstat(descriptor) or 0.0
    finally:
        if descriptor >= 0:
            os.close(descriptor)
