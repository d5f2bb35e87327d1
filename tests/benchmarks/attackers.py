"""What attackers cost a class: 200 submissions of `convolution`, 40 of them loop, sleep or hoard memory in every function.

    python tests/benchmarks/attackers.py [SUBMISSIONS] [ATTACKERS] [WORKERS]

The promise: with attackers the class takes at most the attackers' limits spread over the workers, plus 10 %. An attacker's limit is the
submission's; of one that never finishes loading that of its loading. The other figure is stricter: the whole time beside what
the honest ones take alone and the time that the attackers were given, as if nobody ever waited for anybody.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from autograder.course import Assignment, Course
from autograder.sandbox.host.process import load_seconds
from tests.support.command import ROOT, convgrade, results

BODIES = {
    "loops": "while True: pass",
    "sleeps": "import time; time.sleep(3600)",
    "computes": "import numpy as np; a = np.ones((400, 400))\n    while True: a @ a",
    "hoards": "return [bytearray(1 << 24) for _ in iter(int, 1)]",
}
AT_IMPORT = "while True: pass\n"


def main(submissions: int, attackers: int, workers: int) -> None:
    """Grade the honest part alone, then all; print what the attackers cost and what they may."""
    task = Course.read(ROOT).assignment("convolution")
    with tempfile.TemporaryDirectory(prefix="attackers-") as folder:
        honest, everybody = Path(folder) / "honest", Path(folder) / "class"
        limits = hand_in(task, everybody, submissions, attackers)
        shutil.copytree(everybody, honest, ignore=lambda _, names: [name for name in names if name.startswith("x")])
        alone, _ = grade(honest, workers)
        taken, lines = grade(everybody, workers)
    wrong = [name for name, line in lines.items() if (line["score"] == 100) == name.startswith("x")]
    print(f"{submissions} submissions, {attackers} of them attackers ({dict(kinds(attackers))}), {workers} workers")
    print(f"honest ones alone       {alone:7.1f} s")
    print(f"everybody               {taken:7.1f} s")
    print(
        f"attackers' limits       {limits / workers:7.1f} s spread over the workers, ratio {taken * workers / limits:.2f} (at most 1.10)"
    )
    used = sum(float(str(line["duration_s"])) for name, line in lines.items() if name.startswith("x")) / workers
    print(
        f"attackers' own time     {used:7.1f} s spread over the workers; with the honest ones' time, ratio {taken / (used + alone):.2f}"
    )
    print(f"marks that are not what they should be: {wrong or 'none'}")


def kinds(attackers: int) -> Counter[str]:
    """How many attackers there are of each kind."""
    names = [*BODIES, "loops at import"]
    return Counter(names[number % len(names)] for number in range(attackers))


def hand_in(task: Assignment, folder: Path, submissions: int, attackers: int) -> float:
    """Write the class, attackers spread evenly through it; the seconds that the attackers' limits allow them."""
    folder.mkdir()
    solution = task.solution.read_text(encoding="utf-8")
    names, seconds = [*BODIES, "loops at import"], 0.0
    for number in range(submissions):
        turn, attacks = divmod(number * attackers, submissions)
        if attacks >= attackers:
            (folder / f"s{number:03}.py").write_text(f"{solution}\n# {number}\n", encoding="utf-8")
            continue
        kind = names[turn % len(names)]
        text = AT_IMPORT
        if kind in BODIES:
            text = "".join(f"def {q.name}(*a, **k):\n    {BODIES[kind]}\n\n\n" for q in task.graded_questions)
            seconds += task.limits.submission_seconds
        else:
            seconds += load_seconds(task.limits)
        (folder / f"x{number:03}.py").write_text(f"{text}# {number}\n", encoding="utf-8")
    return seconds


def grade(folder: Path, workers: int) -> tuple[float, dict[str, dict[str, object]]]:
    """Grade the folder through the command line: seconds, and a line per submission."""
    run = folder.with_name(f"{folder.name}-run")
    start = time.perf_counter()
    convgrade("grade", "convolution", folder, "--out", run, "--workers", workers, check=False, timeout=7200)
    return time.perf_counter() - start, results(run)


if __name__ == "__main__":
    given = [int(text) for text in sys.argv[1:]]
    main(*(given + [200, 40, os.cpu_count() or 2][len(given) :]))
