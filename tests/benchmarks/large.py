"""What the client of a large class takes, by simulation: few distinct submissions, graded for real once; many students who hand them in.

    python -m tests.benchmarks.large [SIZE...]        (100 1000 10000)

Real are the reading of the class, the plan, the run file, the pages and the tables; only what a worker would answer is known already.
Each step is a process of its own; told are its processor seconds and the most memory it held.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
import unittest.mock
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from autograder.course import Course
from autograder.records.result import Result
from autograder.runs import carry_out
from autograder.runs.job import Task
from autograder.runs.rows import as_line
from autograder.runs.run import Run
from autograder.validate.variants import read_variants
from tests.support.command import ROOT

NAME = "convolution"
STEPS = ("grade", "grade again", "regrade one question", "report", "results", "export")


class Known:
    """Answers as workers would, from a run in which each distinct submission was graded."""

    size = 2

    def __init__(self, few: Run) -> None:
        by_id = {one.id: one.main.digest for one in few.handed_in().submissions}
        self.results = {by_id[result.submission]: result for result in few.results() if result.submission in by_id}
        self.waiting: list[Sequence[Task]] = []

    @property
    def busy(self) -> int:
        return len(self.waiting)

    def start(self, chunk: Sequence[Task]) -> None:
        self.waiting.append(chunk)

    def finished(self) -> Iterator[tuple[Sequence[Task], list[Result]]]:
        chunk = self.waiting.pop(0)
        yield chunk, [self._of(task) for task in chunk]

    def _of(self, task: Task) -> Result:
        known = self.results[task.submission.main.digest]
        asked = tuple(one for one in known.questions if not task.questions or one.name in task.questions)
        return replace(known, submission=task.submission.id, owner=task.submission.owner).with_questions(asked)

    def __enter__(self) -> Known:
        return self

    def __exit__(self, *exc: object) -> None:
        return None


def step(what: str, place: Path) -> None:
    """One step, in this process."""
    with Run(place / "few") as few:
        crew = Known(few)
    with unittest.mock.patch.object(carry_out, "_crew", return_value=crew):
        if what.startswith("grade"):
            with Run.new(place / "run", Course.read(ROOT), NAME, [place / "class"]) as run:
                run.grade()
            return
        with Run(place / "run") as run:
            if what == "regrade one question":
                run.regrade(questions=["conv2d"])
            elif what == "report":
                run.report()
            elif what == "results":
                with (place / "lines").open("w", encoding="utf-8") as file:
                    file.writelines(json.dumps(as_line(result)) + "\n" for result in run.results())
            else:
                run.export("csv", place / "marks.csv")


def distinct(place: Path) -> list[str]:
    """The texts of the distinct submissions: the reference, wrong answers of every kind, one that is empty and one that is no Python."""
    course = Course.read(ROOT)
    task = course.assignment(NAME)
    solution = task.solution.read_text(encoding="utf-8")
    wrong = [
        f"{solution}\n{file.read_text(encoding='utf-8')}\n{question.name} = {variant.symbol}\n"
        for question in task.graded_questions
        for file in [task.variants("misconceptions", question.name)]
        for variant in read_variants(file)[:2]
    ]
    texts = [solution, *wrong, "", "this is no Python\n"]
    for number, text in enumerate(texts):
        folder = place / "distinct" / f"d{number:03}"
        folder.mkdir(parents=True)
        (folder / f"{NAME}.py").write_text(text, encoding="utf-8")
    with Run.new(place / "few", course, NAME, [place / "distinct"]) as run:
        run.grade()
    return texts


def measured(what: str, place: Path) -> dict[str, Any]:
    """The step in a process of its own: its processor seconds, its seconds on the wall, its largest memory in megabytes."""
    command = [sys.executable, "-m", "tests.benchmarks.large", "--step", what, str(place)]
    began = time.monotonic()
    told = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout
    return {**json.loads(told.splitlines()[-1]), "wall": time.monotonic() - began}


def main(sizes: list[int]) -> None:
    with tempfile.TemporaryDirectory(prefix="large-") as folder:
        place = Path(folder)
        texts = distinct(place)
        print(f"| step | {' | '.join(f'{size:,} submissions' for size in sizes)} |")
        print(f"| --- |{' --- |' * len(sizes)}")
        found: dict[str, list[str]] = {what: [] for what in STEPS}
        for size in sizes:
            there = place / str(size)
            for number in range(size):
                home = there / "class" / f"s{number:06}"
                home.mkdir(parents=True)
                (home / f"{NAME}.py").write_text(texts[number % len(texts)], encoding="utf-8")
            (there / "few").symlink_to(place / "few")
            for what in STEPS:
                one = measured(what, there)
                found[what].append(f"{one['cpu']:.1f} s, {one['peak']:.0f} MB")
        for what, cells in found.items():
            print(f"| {what} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--step"]:
        step(sys.argv[2], Path(sys.argv[3]))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps({"cpu": time.process_time(), "peak": peak, "pid": os.getpid()}))
    else:
        main([int(size) for size in sys.argv[1:]] or [100, 1000, 10_000])
