"""How far grading has come."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from autograder.records.result import Result


@dataclass(frozen=True)
class Progress:
    """``done`` of ``total`` submissions, beside ``kept`` ones that are graded already, after ``seconds``. ``result`` is the latest."""

    done: int
    total: int
    kept: int
    seconds: float
    result: Result | None = None

    @property
    def rate(self) -> float:
        """Submissions a second; 0 before the first."""
        return self.done / self.seconds if self.done and self.seconds > 0 else 0.0

    @property
    def left(self) -> float | None:
        """The seconds that are left at this rate; None before the first."""
        return (self.total - self.done) / self.rate if self.rate else None

    def __str__(self) -> str:
        text = f"{self.done + self.kept} of {self.total + self.kept} graded"
        if self.left is None or self.done == self.total:
            return text
        minutes, seconds = divmod(round(self.left), 60)
        return f"{text}, {self.rate:.1f} a second, {f'{minutes} min ' if minutes else ''}{seconds} s left"


class Clock:
    """Tells ``listener`` of every result."""

    def __init__(self, total: int, kept: int, listener: Callable[[Progress], object] | None) -> None:
        self._total, self._kept, self._listener = total, kept, listener
        self._done, self._since = 0, time.monotonic()

    def told(self, result: Result | None = None) -> None:
        """A result has come; none yet where grading begins."""
        self._done += result is not None
        if self._listener is not None:
            seconds = time.monotonic() - self._since
            self._listener(Progress(self._done, self._total, self._kept, seconds, result))


LINE_SECONDS = 5.0
"""How often a log or a notebook gets a line: often enough to see that it goes on, seldom enough to be read."""


def lines(say: Callable[[str], object] = print, seconds: float = LINE_SECONDS) -> Callable[[Progress], None]:
    """What to give as ``progress`` where there is no terminal: it says how far grading has come (done, rate, time left, what an earlier
    run did) at the beginning, every few ``seconds``, and at the end.

    >>> run.grade(progress=lines())
    34 of 600 are graded already, 566 to do
    112 of 600 graded, 15.6 a second, 31 s left
    600 of 600 graded
    """
    last = time.monotonic()

    def told(now: Progress) -> None:
        nonlocal last
        if now.result is None:
            last = time.monotonic()
            if now.kept:
                every = now.kept + now.total
                say(
                    f"{now.kept} of {every} are graded already, {now.total} to do"
                    if now.total
                    else f"All {every} are graded already."
                )
        elif now.done == now.total or time.monotonic() - last >= seconds:
            last = time.monotonic()
            say(str(now))

    return told
