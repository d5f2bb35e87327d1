"""How fast a class is graded, as ratios against peers measured in the same run. ``make bench`` runs it; no test depends on it.

Peers, all without any isolation or safety: the same checks run by ``pytest.main`` on a module imported beside them (how a course marks
with pytest), the same checks as bare calls (no pytest either: the floor); and ``otter run`` of the bundle, a submission at a time.
Memory is the sum of PSS over every process of the command, sampled.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import unittest.mock
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace

import numpy as np
import pytest

from autograder.course import Course
from autograder.grading.collect import check_rng
from autograder.grading.grade import Grader
from autograder.records.errors import student_error
from autograder.runs.work import reference_submission
from tests.support.checks import call

ROOT = Path(__file__).resolve().parent.parent.parent
EXAMPLE = ROOT / "tests" / "fixtures" / "example_class"


def median_seconds(run: Callable[[], object], times: int) -> float:
    """The median of ``times`` runs."""
    found = []
    for _ in range(times):
        started = time.perf_counter()
        run()
        found.append(time.perf_counter() - started)
    return statistics.median(found)


def per_submission(course: Course, name: str, times: int) -> tuple[float, float, float, float]:
    """The reference's suite: seconds sealed, and the ratios to the same without the seal, to a pytest session and to bare calls, taken in
    turns and pair by pair, so that they hold while the machine's speed drifts."""
    with (
        Grader(course, course.assignment(name), "sealed") as sealed,
        Grader(course, course.assignment(name), "reduced") as open_,
    ):
        submission = reference_submission(sealed.assignment)
        here = Here(course, sealed)
        runs = (lambda: sealed.grade(submission), lambda: open_.grade(submission), here.with_pytest, here.bare)
        for run in runs:
            run()
        rounds = [[median_seconds(run, 1) for run in runs] for _ in range(times)]
    seconds = statistics.median(one[0] for one in rounds)
    return seconds, *(statistics.median(one[0] / one[peer] for one in rounds) for peer in (1, 2, 3))


class Here:
    """The same checks on the same module imported into this process: no isolation, no wire."""

    def __init__(self, course: Course, grader: Grader) -> None:
        self.course, self.grader, self.assignment = course, grader, grader.assignment
        student = _module_here("student", reference_submission(self.assignment).main.data.decode())
        for question in self.assignment.graded_questions:
            setattr(student, question.name, raising_as_students_do(getattr(student, question.name)))
        path = self.assignment.props
        process = SimpleNamespace(
            keep=lambda value: value,
            value=lambda value: value,
            props=_module_here("props", path.read_text(encoding="utf-8")) if path else None,
        )
        self.fixtures = {
            "student": student,
            "reference": grader.reference,
            "agree": grader.agree,
            "process": process,
            "files": {},
        }

    def bare(self) -> None:
        """The checks' functions, called."""
        for check in self.grader.checks:
            rng = check_rng(self.course.secret, self.assignment.name, check.question, check.name)
            call(check, {**self.fixtures, "rng": rng})

    def with_pytest(self) -> None:
        """A pytest session on them, as a course has it that marks with pytest: one for every submission."""
        plugin = ModuleType("here")
        for name, value in {**self.fixtures, "rng": np.random.default_rng(0)}.items():
            setattr(plugin, name, pytest.fixture(name=name)(lambda value=value: value))
        suites = [str(self.assignment.hidden_suite), str(self.assignment.public_suite)]
        quiet = "-p no:cacheprovider -p no:terminal -p no:warnings --import-mode=importlib -c".split()
        with unittest.mock.patch.dict(os.environ, PYTEST_DISABLE_PLUGIN_AUTOLOAD="1"), _importable(suites[0]):
            if pytest.main([*suites, *quiet, os.devnull], plugins=[plugin]) != 0:
                raise SystemExit("The reference does not pass its own suite.")


@contextlib.contextmanager
def _importable(folder: str) -> Iterator[None]:
    sys.path.insert(0, folder)
    yield
    sys.path.remove(folder)


def raising_as_students_do(function: Callable[..., object]) -> Callable[..., object]:
    """``function`` with what it raises as a check sees it of a student's process."""

    def call(*args: object, **kwargs: object) -> object:
        try:
            return function(*args, **kwargs)
        except Exception as error:
            raise student_error(type(error).__name__, str(error)) from error

    return call


def _module_here(name: str, source: str) -> ModuleType:
    module = ModuleType(name)
    exec(compile(source, name, "exec"), vars(module))
    return module


def whole_class(workers: int) -> tuple[float, float]:
    """Seconds and peak megabytes of ``convgrade grade`` over the example class, from a cold start."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "autograder.cli", "grade", "convolution", str(EXAMPLE / "moodle.zip")]
        started = time.perf_counter()
        process = subprocess.Popen(
            [*command, "--out", folder + "/run", "-j", str(workers)], cwd=ROOT, stdout=subprocess.DEVNULL
        )
        peak = watch(process)
        return time.perf_counter() - started, peak


def watch(process: subprocess.Popen[bytes]) -> float:
    """The largest PSS of the process and all below it until it ends, in megabytes."""
    peak = [0.0]
    stop = threading.Event()

    def sample() -> None:
        while not stop.wait(0.1):
            peak[0] = max(peak[0], _pss(process.pid))

    thread = threading.Thread(target=sample)
    thread.start()
    process.wait()
    stop.set()
    thread.join()
    return peak[0]


def _pss(root: int) -> float:
    """Proportional set size of a process and all below it, in megabytes."""
    parents: dict[int, int] = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                parents[int(entry)] = int(Path(f"/proc/{entry}/stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
    family, waiting = {root}, [root]
    while waiting:
        parent = waiting.pop()
        below = [pid for pid, above in parents.items() if above == parent and pid not in family]
        family.update(below)
        waiting += below
    total = 0
    for pid in family:
        try:
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
            total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
        except (OSError, IndexError):
            continue
    return total / 1024


def otter(course: Course) -> float | None:
    """Seconds of one ``otter run`` of the bundle on the reference; None where otter-grader is not installed."""
    if shutil.which("otter", path=str(Path(sys.executable).parent)) is None:
        return None
    from autograder.bundle import write_bundle

    with tempfile.TemporaryDirectory() as folder:
        written = write_bundle(course, course.assignment("convolution"), Path(folder))
        module = Path(folder) / "convolution.py"
        module.write_bytes(course.assignment("convolution").solution.read_bytes())
        command = [
            str(Path(sys.executable).parent / "otter"),
            "run",
            "-a",
            str(written.autograder),
            "-o",
            folder,
            str(module),
        ]
        return median_seconds(lambda: subprocess.run(command, check=True, capture_output=True, cwd=folder), 3)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=15)
    parser.add_argument("--assignment", default="convolution")
    arguments = parser.parse_args()
    course = Course.read(ROOT)
    sealed, unsealed, pytest_, alone = per_submission(course, arguments.assignment, arguments.times)
    print(f"{arguments.assignment}: the reference's own suite, median of {arguments.times}: {sealed:.3f} s sealed")
    print(f"  sealed / the same without the seal:      {unsealed:.3f}")
    print(f"  sealed / pytest in one process:          {pytest_:.2f}")
    print(f"  sealed / bare calls in one process:      {alone:.2f}")
    for workers in (1, 2):
        seconds, peak = whole_class(workers)
        print(
            f"example class, {workers} workers, from a cold start: {seconds:.1f} s, peak {peak:.0f} MB (PSS, all processes)"
        )
    one = otter(course)
    if one is not None:
        print(f"otter run / one sealed submission:         {one / sealed:.0f}   ({one:.2f} s)")


if __name__ == "__main__":
    main()
