"""What grading a class leaves in memory, between submissions and in the end."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from autograder.course import Course
from autograder.diagnosis import Diagnostician
from autograder.runs.worker import Worker
from autograder.suite.fixtures import load_reference


def _resident_mb() -> float:
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:")) / 1024


def _left_behind() -> tuple[float, float, float]:
    """Megabytes before, after 100 MB of small garbage that refers to itself, and settled."""
    import gc

    from autograder.runs import memory

    memory.settle()
    gc.disable()
    before = _resident_mb()
    for _ in range(100_000):
        ring: list[Any] = [bytes(1000)]
        ring.append(ring)
    after = _resident_mb()
    memory.settle()
    return before, after, _resident_mb()


def test_what_a_submission_leaves_behind_is_given_back() -> None:
    with Worker() as worker:
        before, after, settled = worker.call(_left_behind)
    assert after > before + 90
    assert settled < before + 30


def _figures(root: str) -> tuple[float, float]:
    """Megabytes before and after every misconception of a question of figures has drawn what it is asked for."""
    assignment = Course.read(Path(root)).assignment("filters")
    diagnostician = Diagnostician(assignment, load_reference(assignment))
    (question,) = (each for each in assignment.questions if each.name == "plot_stride")
    assert diagnostician.props is not None
    before = _resident_mb()
    diagnostician.sheet(question)
    return before, _resident_mb()


def test_the_figures_of_misconceptions_are_not_held() -> None:
    with Worker() as worker:
        before, after = worker.call(_figures, str(Path(__file__).parents[2]))
    assert after < before + 15  # 50 more where they are


def test_the_answer_of_a_worker_for_one_call_waits_without_it() -> None:
    with Worker(once=True) as worker:
        worker.start(pow, 2, 5)
        until = time.monotonic() + 60
        while worker.alive and time.monotonic() < until:
            time.sleep(0.02)
        assert not worker.alive
        assert worker.answer() == 32
