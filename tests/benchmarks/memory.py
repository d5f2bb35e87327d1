"""What the processes of one run hold together: all attacks on an assignment, or right answers only.

    python -m tests.benchmarks.memory [--right COUNT] [--workers COUNT] [--rehearsed] [ASSIGNMENT...]

Told is the largest sum of PSS (proportional set size) over all processes of ``convgrade grade``, sampled many times a second, and what each
held then: its PSS, and of it what nobody else has (private). The rehearsal of the suite is among them, unless with ``--rehearsed`` a run
before has done it.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.support.command import ROOT
from tests.support.corpus import CORPUS, COURSE, attacks, hand_in


@dataclass(frozen=True)
class Held:
    """One process: what it is, and what it holds, in megabytes."""

    role: str
    pss: float
    private: float


@dataclass(frozen=True)
class Peak:
    """The moment at which all held most, the share of moments in which they held less than nine tenths of that, and the run's time."""

    processes: tuple[Held, ...]
    below: float
    seconds: float

    @property
    def megabytes(self) -> float:
        return sum(one.pss for one in self.processes)


def measured(command: list[str]) -> Peak:
    """Run ``command`` and watch it and all below it."""
    began = time.monotonic()
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    sums: list[float] = []
    most: tuple[Held, ...] = ()
    stop = threading.Event()

    def sample() -> None:
        nonlocal most
        while not stop.wait(0.05):
            now = tuple(family(process.pid))
            sums.append(sum(one.pss for one in now))
            if sums[-1] >= max(sums):
                most = now

    watching = threading.Thread(target=sample)
    watching.start()
    process.wait()
    stop.set()
    watching.join()
    if process.returncode > 1:
        raise SystemExit(f"{' '.join(command)} ended with exit code {process.returncode}.")
    below = sum(one < 0.9 * max(sums) for one in sums) / len(sums)
    return Peak(most, below, time.monotonic() - began)


def family(root: int) -> Iterator[Held]:
    """What the process ``root`` and all below it hold now."""
    above: dict[int, int] = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                above[int(entry)] = int(Path(f"/proc/{entry}/stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
    waiting = [(root, "client")]
    while waiting:
        pid, role = waiting.pop()
        held = _held(pid, role)
        if held is None:
            continue
        yield held
        below = sorted(child for child, parent in above.items() if parent == pid)
        waiting += [(child, _role(role, child, pid, first=child == below[0])) for child in below]


def _role(parent: str, pid: int, above: int, *, first: bool) -> str:
    """What a child of a process is. The fork server's first child is the half that workers are forked from; a rehearsal is nicer than it.
    Of two processes in a row for one zygote, the upper one only waits for the end of a namespace."""
    if parent == "client":
        return "fork server" if b"forkserver" in _read(pid, "cmdline") else "worker on its own"
    if parent == "fork server":
        return "fork server's half" if first else "zygote"
    if parent == "fork server's half":
        return "rehearsal" if _nice(pid) > _nice(above) else "worker"
    return {"zygote": "zygote's namespace", "zygote's namespace": "student"}.get(parent, f"below {parent}")


def _nice(pid: int) -> int:
    fields = _read(pid, "stat").rpartition(b")")[2].split()
    return int(fields[16]) if fields else 0


def _held(pid: int, role: str) -> Held | None:
    fields: dict[str, int] = {}
    for line in _read(pid, "smaps_rollup").decode().splitlines()[1:]:
        name, amount = line.split()[:2]
        fields[name] = int(amount)
    if not fields:
        return None
    return Held(role, fields["Pss:"] / 1024, (fields["Private_Dirty:"] + fields["Private_Clean:"]) / 1024)


def _read(pid: int, name: str) -> bytes:
    try:
        return Path(f"/proc/{pid}/{name}").read_bytes()
    except OSError:
        return b""


def all_attacks(place: Path, assignment: str) -> None:
    """Everything of the corpus that is aimed at the assignment, between two right answers."""
    solution = COURSE.assignment(assignment).solution
    hand_in(place, "a-right", solution, assignment)
    for attack in attacks(assignment):
        hand_in(place, attack.path.stem, attack.path, assignment, attack.beside, attack.among)
    older = {"convolution": "modules", "torch_cnn": "torch_modules"}.get(assignment)
    for path in sorted((CORPUS / older).glob("t*.py")) if older else ():
        hand_in(place, path.stem, path, assignment)
    hand_in(place, "z-right", solution, assignment)


def right_answers(place: Path, assignment: str, count: int) -> None:
    """The reference, handed in ``count`` times."""
    for number in range(count):
        hand_in(place, f"s{number:02}", COURSE.assignment(assignment).solution, assignment)


def _grade(assignment: str, place: Path) -> list[str]:
    command = [sys.executable, "-m", "autograder.cli", "grade", assignment, str(place / "class")]
    return [*command, "--out", str(place / "run")]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("assignment", nargs="*", default=list(COURSE.names))
    parser.add_argument("--right", type=int, metavar="COUNT", help="right answers instead of attacks")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--rehearsed", action="store_true", help="rehearse in a run before, which is not measured")
    arguments = parser.parse_args()
    for name in arguments.assignment:
        with tempfile.TemporaryDirectory(prefix="memory-") as folder:
            place = Path(folder)
            if arguments.right:
                right_answers(place, name, arguments.right)
            else:
                all_attacks(place, name)
            os.environ["CONVGRADE_CACHE"] = str(place / "cache")
            if arguments.rehearsed:
                right_answers(place / "before", name, 1)
                measured([*_grade(name, place / "before"), "--workers", "1"])
            peak = measured([*_grade(name, place), "--workers", str(arguments.workers)])
        what = f"{arguments.right} right answers" if arguments.right else "all attacks"
        print(f"{name}, {what}, {arguments.workers} workers: {peak.megabytes:.0f} MB at most,", end=" ")
        print(f"{100 * peak.below:.0f} % of the time below nine tenths of it; {peak.seconds:.0f} s")
        for one in sorted(peak.processes, key=lambda held: -held.pss):
            print(f"    {one.role:<20} {one.pss:6.0f} MB, {one.private:6.0f} of its own", flush=True)


if __name__ == "__main__":
    main()
