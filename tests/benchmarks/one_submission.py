"""Where the processor time of one submission goes, as the picture in docs/speed.md.

    python -m tests.benchmarks.one_submission [TIMES]        (20)

Measured in parts on the reference of `convolution`: what the grader's own process computes, the program that students' processes are
forked from, and those processes. What the grader does is told by looking, after every few milliseconds that it computed, at
which file's code it is in. Writes docs/images/one_submission.svg and prints the numbers.
"""

from __future__ import annotations

import signal
import sys
import time
import unittest.mock
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import matplotlib as mpl
import matplotlib.pyplot as plt

from autograder.course import Course
from autograder.runs import work
from autograder.runs.job import Job, Task
from tests.support.command import ROOT

NAME = "convolution"
GRADER = "grader"
PICTURE = ROOT / "docs" / "images" / "one_submission.svg"
_TICKS = 100
"""Of a second, in /proc/PID/stat (USER_HZ)."""


_FILES = {
    "/reference/": "the reference asked",
    "/tests/hidden/": "inputs drawn, checks run",
    "/suite/": "answers compared",
    "/sandbox/protocol/": "frames made and taken apart",
    "/host/student_time": "time charged",
    "/host/channel": "frames sent and received",
    "/host/": "requests, handles, processes started",
}
"""What the grader does in whose code, the first that fits; of anything else it is verdicts and the record. Libraries work for who calls."""
_LOOK = 0.001


class Looks:
    """The processor seconds of this thread by what its code is for."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()
        self._last = time.thread_time()

    def look(self, number: int, frame: FrameType | None) -> None:
        """Charge what was computed since the last look to where the code is now."""
        now, at = time.thread_time(), frame
        told = ""
        while at is not None and not told:
            told = next((what for part, what in _FILES.items() if part in at.f_code.co_filename), "")
            at = at.f_back
        self.seconds[told or "verdicts, the record"] += now - self._last
        self._last = now

    @contextmanager
    def looking(self) -> Iterator[None]:
        """Look while the block runs."""
        signal.signal(signal.SIGVTALRM, self.look)
        signal.setitimer(signal.ITIMER_VIRTUAL, _LOOK, _LOOK)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)


def _below(pid: int) -> tuple[float, float]:
    """Seconds of the program ``pid`` waits for (the first process of its namespace) itself, and of all that it forked and that ended."""
    inner = int(Path(f"/proc/{pid}/task/{pid}/children").read_text().split()[0])
    fields = Path(f"/proc/{inner}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS, (int(fields[13]) + int(fields[14])) / _TICKS


def measured(times: int) -> dict[str, float]:
    """Milliseconds of each part."""
    course = Course.read(ROOT)
    job = Job(str(ROOT), NAME, course.secret)
    work.prepare(job)
    grader = work._graders[job]
    submission = work.reference_submission(grader.assignment)
    assert grader.sandbox._process is not None
    program = grader.sandbox._process.pid
    work.grade_chunk(job, [Task(submission)])
    with unittest.mock.patch.object(grader.sandbox, "start", wraps=grader.sandbox.start) as start:
        work.grade_chunk(job, [Task(submission)])
    processes = start.call_count
    before, looks = _below(program), Looks()
    with looks.looking():
        work.grade_chunk(job, [Task(submission)] * times)
    after = _below(program)
    for _ in range(times * processes):
        grader.sandbox.start(submission.main, (), NAME).close()
    started = _below(program)
    work.forget_graders()
    forked, starts = after[1] - before[1], started[1] - after[1]
    seconds = {
        **{f"{GRADER}: {what}": spent for what, spent in looks.seconds.most_common()},
        "the program that processes are forked from": after[0] - before[0],
        f"{processes} processes: closed off, module loaded, ended": starts,
        f"{processes} processes: the student's functions and answers": forked - starts,
    }
    return {name: 1000 * value / times for name, value in seconds.items()}


def draw(parts: dict[str, float]) -> None:
    mpl.rcParams |= {"svg.hashsalt": NAME, "svg.fonttype": "none", "font.size": 10}
    figure, axes = plt.subplots(figsize=(9, 4))
    names, values = list(parts), list(parts.values())
    colours = ["#3b6ea5" if name.startswith(GRADER) else "#c8793a" for name in names]
    bars = axes.barh(names, values, color=colours)
    axes.bar_label(bars, labels=[f"{value:.0f} ms" for value in values], padding=4)
    axes.invert_yaxis()
    axes.set_xlabel(f"core-milliseconds of one submission of {NAME} ({sum(values):.0f} in all)")
    axes.spines[["top", "right"]].set_visible(False)
    axes.set_xlim(0, 1.15 * max(values))
    figure.tight_layout()
    figure.savefig(PICTURE, metadata={"Date": None})


if __name__ == "__main__":
    found = measured(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
    for name, value in found.items():
        print(f"{value:7.1f} ms  {name}")
    draw(found)
