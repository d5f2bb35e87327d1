"""nbgrader as a peer of the table in docs/speed.md: the same checks, a grade cell for each question, `nbgrader autograde` over the class.

nbgrader has an environment of its own (`environment`), because its Jupyter and Otter's do not go together. In a student's kernel the suite
is collected once, and its checks are called on what the notebook defines, as nbgrader works: in the same process, without any isolation.
"""

from __future__ import annotations

import csv
import os
import subprocess
import sys
import venv
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import nbformat

from autograder.course import Assignment, Course
from autograder.grading.collect import Suite, check_rng
from autograder.suite.fixtures import Agree, load_reference
from tests.benchmarks.throughput import Here, raising_as_students_do
from tests.support.checks import call
from tests.support.command import ROOT

VERSION = "0.9.6"
_HOME = ROOT / ".bench"
_ENGINE = ("pytest", "parso", "babel", "typer", "rich", "jinja2", "pygments", "PyYAML")
"""What the engine needs to collect a suite."""


class InKernel:
    """The checks, for the cells of a notebook."""

    def __init__(self, name: str) -> None:
        self.course = Course.read(ROOT)
        task = self.assignment = self.course.assignment(name)
        self.suite = Suite(task)
        parts = SimpleNamespace(assignment=task, reference=load_reference(task), agree=Agree(False))
        self.here = Here(self.course, parts)  # type: ignore[arg-type]

    def check(self, question: str, names: dict[str, Any]) -> None:
        """Run the question's checks on what the notebook defines. Raises what the first that fails does."""
        setattr(self.here.fixtures["student"], question, raising_as_students_do(names[question]))
        for check in self.suite.checks:
            if check.question == question:
                rng = check_rng(self.course.secret, self.assignment.name, question, check.name)
                call(check, {**self.here.fixtures, "rng": rng})


def environment() -> Path | None:
    """The folder of nbgrader's programs, made where there is none yet; None where it cannot be installed."""
    place = _HOME / f"nbgrader-{VERSION}"
    if not (place / "bin" / "nbgrader").is_file():
        venv.create(place, with_pip=True)
        pip = [str(place / "bin" / "python"), "-m", "pip", "install", "-q", "-c", str(ROOT / "constraints.txt")]
        if subprocess.run([*pip, f"nbgrader=={VERSION}", "numpy", *_ENGINE]).returncode:
            return None
    return place / "bin"


def class_of(task: Assignment, place: Path, size: int, programs: Path) -> list[str]:
    """The command that grades a class of ``size``, each with the reference, in the course folder ``place`` that is made here."""
    source = place / "source" / task.name / f"{task.name}.ipynb"
    source.parent.mkdir(parents=True)
    nbformat.write(_notebook(task, "# your answer"), source)
    (place / "nbgrader_config.py").write_text(
        "c = get_config()\nc.ExecutePreprocessor.timeout = 600\n", encoding="utf-8"
    )
    _run(_command(programs, "generate_assignment", task.name), place)
    released = nbformat.read(place / "release" / task.name / f"{task.name}.ipynb", 4)
    answer = next(cell for cell in released.cells if cell.metadata.get("nbgrader", {}).get("solution"))
    answer.source = task.solution.read_text(encoding="utf-8")
    for number in range(size):
        home = place / "submitted" / f"s{number:03}" / task.name
        home.mkdir(parents=True)
        nbformat.write(released, home / f"{task.name}.ipynb")
    return _command(programs, "autograde", task.name)


def scores(place: Path, programs: Path) -> list[float]:
    """What nbgrader gives each student of the course folder ``place``."""
    _run(_command(programs, "export", "--to", "grades.csv"), place)
    with (place / "grades.csv").open(encoding="utf-8", newline="") as file:
        return [float(row["score"]) for row in csv.DictReader(file)]


def _command(programs: Path, *arguments: str) -> list[str]:
    # It starts other programs of its environment, by their names.
    return ["env", f"PATH={programs}{os.pathsep}{os.environ['PATH']}", str(programs / "nbgrader"), *arguments]


def _notebook(task: Assignment, answer: str) -> Any:
    new = nbformat.v4
    begin = f"import sys\nsys.path.insert(0, {str(ROOT)!r})\nfrom tests.benchmarks.nbgrader import InKernel\n"
    cells = [new.new_code_cell(answer, metadata=_marks("answer", solution=True))]
    cells += [new.new_code_cell(f"{begin}checks = InKernel({task.name!r})")]
    cells += [
        new.new_code_cell(
            f"checks.check({question.name!r}, globals())", metadata=_marks(question.name, points=question.points)
        )
        for question in task.graded_questions
    ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return new.new_notebook(cells=cells, metadata={"kernelspec": kernel})


def _marks(name: str, *, solution: bool = False, points: float = 0.0) -> dict[str, Any]:
    marks = {"grade": not solution, "grade_id": name, "locked": not solution, "schema_version": 3, "solution": solution}
    return {"nbgrader": {**marks, "task": False, **({} if solution else {"points": points})}}


def _run(command: list[str], place: Path) -> None:
    done = subprocess.run(command, cwd=place, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(command)} ended with {done.returncode}: {done.stderr[-2000:]}")
