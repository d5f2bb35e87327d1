"""Where the processor time of one submission goes, as the picture in docs/speed.md.

    python -m tests.benchmarks.one_submission [TIMES]        (20)

Measured in parts on the reference of `convolution`: what the grader's own process computes, the program that students' processes are
forked from, and those processes. Writes docs/images/one_submission.svg and prints the numbers.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot as plt

from autograder.course import Course
from autograder.runs import work
from autograder.runs.job import Job, Task
from tests.support.command import ROOT

NAME = "convolution"
PICTURE = ROOT / "docs" / "images" / "one_submission.svg"
_TICKS = 100
"""Of a second, in /proc/PID/stat (USER_HZ)."""


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
    before, began = _below(program), time.process_time()
    work.grade_chunk(job, [Task(submission)] * times)
    after, all_of_it = _below(program), time.process_time() - began
    processes = len(grader.assignment.graded_questions)
    for _ in range(times * processes):
        grader.sandbox.start(submission.main, (), NAME).close()
    started = _below(program)
    work.forget_graders()
    forked, starts = after[1] - before[1], started[1] - after[1]
    seconds = {
        "the grader: inputs, reference, frames, verdicts, record": all_of_it,
        "the program that processes are forked from": after[0] - before[0],
        f"{processes} processes: closed off, module loaded, ended": starts,
        f"{processes} processes: the student's functions and answers": forked - starts,
    }
    return {name: 1000 * value / times for name, value in seconds.items()}


def draw(parts: dict[str, float]) -> None:
    mpl.rcParams |= {"svg.hashsalt": NAME, "svg.fonttype": "none", "font.size": 10}
    figure, axes = plt.subplots(figsize=(9, 2.4))
    names, values = list(parts), list(parts.values())
    colours = ["#3b6ea5" if name.startswith("the grader") else "#c8793a" for name in names]
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
