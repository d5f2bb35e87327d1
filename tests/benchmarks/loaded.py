"""Do marks depend on what else the machine does? One class, graded beside nothing, beside busy loops, and by more workers than processors.

    python tests/benchmarks/loaded.py [ROUNDS] [LOOPS] [ASSIGNMENT...]

The promise: the same marks to the last digit in every round, and answers that never end do not keep the class waiting for ever. Five rounds
beside thirty loops on two processors take eleven to twelve minutes; nothing new is begun after fifteen. The loops end with this program,
however it ends. Exit code: 0 when all rounds gave the same marks, 1 when marks moved, 2 when there was no time for all rounds.
"""

from __future__ import annotations

import os
import signal
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
STUDENTS = 3
"""Of the example class, beside the reference, a right answer in plain loops and one that never ends in a question: about six seconds of
processor time in all, which come to a minute beside thirty loops."""
MINUTES = 15.0


def main(rounds: int, loops: int, names: list[str]) -> int:
    """Print how long each way took and whose marks differ from the first round's beside nothing, then the verdict; gives the exit code."""
    course, until = Course.read(ROOT), time.monotonic() + 60 * MINUTES
    cores = len(os.sched_getaffinity(0))
    ways = {"beside nothing": (0, cores), f"beside {loops} busy loops": (loops, cores), f"by {MANY} workers": (0, MANY)}
    moved, done = 0, 0
    for name in names:
        task, first = course.assignment(name), None
        with tempfile.TemporaryDirectory(prefix="loaded-") as place:
            hand_in(task, Path(place) / "class", students=STUDENTS, endless=False)
            for number in range(rounds):
                for way, (beside, workers) in ways.items():
                    if time.monotonic() > until:
                        continue
                    with busy(beside):
                        began = time.monotonic()
                        found = marks(task, Path(place) / "class", Path(place) / f"{number} {way}", workers)
                        taken = time.monotonic() - began
                    first = first or found
                    differs = _moved(first, found)
                    moved, done = moved + bool(differs), done + 1
                    told = f"{taken:7.1f} s  {len(found)} submissions  {differs or 'same marks'}"
                    print(f"{name:12} round {number + 1} {way:22} {told}", flush=True)
    wanted = rounds * len(ways) * len(names)
    if done < wanted:
        print(f"UNDECIDED: {done} of {wanted} gradings in {MINUTES:g} minutes, {moved} with other marks.")
        return 1 if moved else 2
    print(f"{'MARKS MOVED' if moved else 'SAME MARKS'}: {done - moved} of {done} gradings gave the marks of the first.")
    return 1 if moved else 0


def _moved(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    return {who: (before.get(who), after.get(who)) for who in before | after if before.get(who) != after.get(who)}


if __name__ == "__main__":
    # As Ctrl-C does: what is running is ended, and the loops with it.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(143))
    given = sys.argv[1:]
    sys.exit(main(int(given[0]) if given else 5, int(given[1]) if len(given) > 1 else 30, given[2:] or ["convolution"]))
