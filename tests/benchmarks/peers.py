"""The table of docs/speed.md: a class graded by `convgrade grade` and by peers, in processor seconds. ``make bench`` prints it.

    python -m tests.benchmarks.peers [SIZE...]        (40 160)

Processor seconds of a command are those of every process it started, whoever ended it: this process adopts orphans (prctl(2),
PR_SET_CHILD_SUBREAPER) and waits for them. They hold on a busy machine, where seconds on the wall do not. What is graded are copies of the
reference, so that all peers do the same work; that they give the same scores is looked at first.
"""

from __future__ import annotations

import contextlib
import ctypes
import datetime
import json
import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from autograder.bundle import write_bundle
from autograder.course import Assignment, Course
from autograder.grading.grade import Grader
from autograder.runs.run import Run
from tests.benchmarks import nbgrader
from tests.benchmarks.throughput import Here, watch
from tests.support.command import ROOT

NAME = "convolution"
_ADOPT = 36
"""PR_SET_CHILD_SUBREAPER."""
FIRST = """
import sys, time
from pathlib import Path
began = time.monotonic()
from autograder import Course, Run
def told(now):
    if now.result is not None:
        print(time.monotonic() - began)
        sys.stdout.flush()
        raise KeyboardInterrupt
with Run.new(sys.argv[2], Course.read(Path(".")), sys.argv[3], [sys.argv[1]]) as run:
    run.grade(progress=told)
"""


@dataclass(frozen=True)
class Spent:
    """What a command took: processor seconds, seconds on the wall, megabytes (PSS of all its processes) at most."""

    cores: float
    wall: float
    peak: float = 0.0


def spent(command: list[str], *, watching: bool = False, check: bool = True, place: Path = ROOT) -> Spent:
    """Run the command in the folder ``place`` to its end, and to that of everything it started."""
    ctypes.CDLL(None).prctl(_ADOPT, 1, 0, 0, 0)
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    fresh = {
        **os.environ,
        "CONVGRADE_CACHE": tempfile.mkdtemp(prefix="bench-"),
    }  # as on a machine that has graded nothing yet
    process = subprocess.Popen(command, cwd=place, env=fresh, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    peak = watch(process) if watching else 0.0
    code = process.wait()
    wall = time.monotonic() - began
    with contextlib.suppress(ChildProcessError):
        while True:
            os.waitpid(-1, 0)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    shutil.rmtree(fresh["CONVGRADE_CACHE"], ignore_errors=True)
    if check and code:
        raise SystemExit(f"{' '.join(command)} ended with {code}")
    return Spent(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, wall, peak)


def hand_in(task: Assignment, folder: Path, size: int) -> Path:
    """Copies of the reference, each with a line of its own."""
    text = task.solution.read_text(encoding="utf-8")
    for number in range(size):
        home = folder / f"s{number:05}"
        home.mkdir(parents=True)
        (home / f"{task.name}.py").write_text(f"{text}\n# student {number}\n", encoding="utf-8")
    return folder


def grade(task: Assignment, folder: Path, out: Path, *more: str) -> list[str]:
    return [sys.executable, "-m", "autograder.cli", "grade", task.name, str(folder), "--out", str(out), *more]


def bare(course: Course, task: Assignment, times: int) -> tuple[float, float]:
    """Processor seconds of one submission's checks in one process without isolation: with a pytest session for each, as bare calls."""
    with Grader(course, task) as grader:
        here = Here(course, grader)
        found = []
        for run in (here.with_pytest, here.bare):
            run()
            each = []
            for _ in range(times):
                began = time.process_time()
                run()
                each.append(time.process_time() - began)
            found.append(statistics.median(each))
    return found[0], found[1]


def otter(course: Course, task: Assignment, place: Path, times: int) -> Spent | None:
    """One ``otter run`` of the bundle; None where Otter is not installed. Raises `SystemExit` where its score is another than ours."""
    program = Path(sys.executable).parent / "otter"
    if not program.is_file():
        return None
    place.mkdir()
    module = place / f"{task.name}.py"
    module.write_bytes(task.solution.read_bytes())
    bundle = write_bundle(course, task, place).autograder
    command = [str(program), "run", "-a", str(bundle), "-o", str(place), str(module)]
    rounds = [spent(command) for _ in range(times)]
    told = json.loads((place / "results.json").read_text(encoding="utf-8"))
    score = sum(test["score"] for test in told["tests"] if test.get("max_score"))
    if score < task.max_score:
        raise SystemExit(f"otter run gives the reference {score:g} of {task.max_score:g}")
    return Spent(statistics.median(one.cores for one in rounds), statistics.median(one.wall for one in rounds))


def autograde(task: Assignment, place: Path, size: int) -> Spent | None:
    """`nbgrader autograde` over a class of ``size``, for each of its submissions; None where nbgrader cannot be installed. Raises
    `SystemExit` where its scores are others than ours."""
    programs = nbgrader.environment()
    if programs is None:
        return None
    one = spent(nbgrader.class_of(task, place, size, programs), place=place)
    if nbgrader.scores(place, programs) != [task.max_score] * size:
        raise SystemExit("nbgrader gives a copy of the reference less than all points.")
    return Spent(one.cores / size, one.wall / size)


def main(sizes: list[int]) -> None:
    course = Course.read(ROOT)
    task = course.assignment(NAME)
    with Grader(course, task) as grader:
        checks = len(grader.checks)
    machine = f"{_processor()}, {os.cpu_count()} processors, Python {platform.python_version()}"
    print(f"{datetime.datetime.now(datetime.UTC).date()}, {machine}; `{NAME}`, {checks} checks.\n", flush=True)
    print(
        "| what | core-seconds a submission | core-milliseconds a check | seconds on the wall, all | peak of all processes |"
    )
    print("| --- | --- | --- | --- | --- |", flush=True)

    def line(what: str, cores: float, one: Spent | None = None) -> None:
        more = f"{one.wall:.1f} | {f'{one.peak:.0f} MB' if one.peak else ''}" if one else " | "
        print(f"| {what} | {cores:.3f} | {1000 * cores / checks:.2f} | {more} |", flush=True)

    with tempfile.TemporaryDirectory(prefix="peers-") as folder:
        place = Path(folder)
        for size in sizes:
            handed = hand_in(task, place / f"class-{size}", size)
            for more in (["-j", "1"], ["-j", "2"], ["--dask", "local", "-j", "2"]):
                out = place / f"run-{size}-{''.join(more)}"
                one = spent(grade(task, handed, out, *more), watching=True)
                with Run(out) as run:
                    if any(result.score != task.max_score for result in run.results()):
                        raise SystemExit("A copy of the reference earned less than all points.")
                line(f"convgrade grade, {size} submissions, {' '.join(more)}", one.cores / size, one)
            again = spent(grade(task, handed, place / f"run-{size}--j2"))
            print(
                f"| the same command again, {size} submissions: {again.cores:.2f} core-seconds | | | {again.wall:.1f} | |"
            )
        with_pytest, calls = bare(course, task, 9)
        line("a pytest session in one process, no isolation", with_pytest)
        line("bare calls in one process, no pytest", calls)
        found = otter(course, task, place / "otter", 3)
        if found is not None:
            line("otter run", found.cores, found)
        found = autograde(task, place / "nbgrader", 4)
        if found is not None:
            line("nbgrader autograde, of four", found.cores, found)
        script = [sys.executable, "-c", FIRST, str(place / f"class-{sizes[0]}"), str(place / "first"), NAME]
        first = spent(script, check=False)
        print(
            f"| from a cold start to the first result, then stopped: {first.cores:.1f} core-seconds | | | {first.wall:.1f} | |"
        )


def _processor() -> str:
    with contextlib.suppress(OSError, StopIteration):
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        return next(line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return platform.machine()


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [40, 160])
