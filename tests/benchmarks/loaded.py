"""Do marks depend on what else the machine does? One class, graded beside nothing, beside busy loops, and by more workers than processors.

    python tests/benchmarks/loaded.py [ROUNDS] [LOOPS] [ASSIGNMENT...]

The promise: the same marks to the last digit in every round, and answers that never end do not keep the class waiting for ever.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from autograder.course import Course
from tests.support.command import ROOT
from tests.support.load import busy
from tests.support.loaded_class import hand_in, marks

MANY = 8
"""Workers, on whatever the machine has."""


def main(rounds: int, loops: int, names: list[str]) -> bool:
    """Print how long each way took and whose marks differ from the first round's beside nothing; whether none does."""
    course, same = Course.read(ROOT), True
    cores = len(os.sched_getaffinity(0))
    ways = {"beside nothing": (0, cores), f"beside {loops} busy loops": (loops, cores), f"by {MANY} workers": (0, MANY)}
    for name in names:
        task, first = course.assignment(name), None
        with tempfile.TemporaryDirectory(prefix="loaded-") as place:
            hand_in(task, Path(place) / "class")
            for number in range(rounds):
                for way, (beside, workers) in ways.items():
                    with busy(beside):
                        began = time.monotonic()
                        found = marks(task, Path(place) / "class", Path(place) / f"{number} {way}", workers)
                        taken = time.monotonic() - began
                    first = first or found
                    moved = _moved(first, found)
                    same &= not moved
                    print(
                        f"{name:12} round {number + 1} {way:22} {taken:7.1f} s  {len(found)} submissions  {moved or 'same marks'}",
                        flush=True,
                    )
    return same


def _moved(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    return {who: (before.get(who), after.get(who)) for who in before | after if before.get(who) != after.get(who)}


if __name__ == "__main__":
    given = sys.argv[1:]
    done = main(int(given[0]) if given else 5, int(given[1]) if len(given) > 1 else 30, given[2:] or ["convolution"])
    sys.exit(0 if done else 1)
