"""Whatever the order of grading, deciding, regrading, handing in again and dying: the marks in the end are the same.

They are worked out here a second time, from what lies in the folder and what was decided last, by a few lines of arithmetic.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from autograder import Course, Run
from autograder.records.errors import MarksError
from tests.support.command import ROOT
from tests.support.tiny_course import edit, hand_in, write_course

TOML = "assignments/tiny/assignment.toml"
STUDENTS = ("ann", "bob", "cid", "dee")
DOUBLE = {"2 * value": 1.0, "value**2": 0.0, "abs(2 * value)": 2 / 3}
"""What a student may compute, and the share of the points it earns."""
HALF = {"value / 2": 1.0, "3": 0.0}
POINTS = ({"double": 60.0, "half": 40.0}, {"double": 50.0, "half": 50.0})

students, questions = st.sampled_from(STUDENTS), st.sampled_from(("double", "half"))
STEP = st.one_of(
    st.tuples(st.just("hand in"), students, st.sampled_from(list(HALF)), st.sampled_from(list(DOUBLE))),
    st.tuples(st.just("hand in nothing"), st.sampled_from(STUDENTS[1:])),
    st.tuples(st.just("take back"), st.sampled_from(STUDENTS[1:])),
    st.tuples(
        st.just("decide"), st.sampled_from(("points", "add")), students, questions, st.sampled_from((0.0, 12.5, 30.0))
    ),
    st.tuples(st.just("decide"), st.just("add"), students, st.just(""), st.sampled_from((-5.0, 2.0))),
    st.tuples(st.just("decide"), st.sampled_from(("full marks", "left out")), st.just(""), questions, st.none()),
    st.tuples(st.just("withdraw"), st.sampled_from((*STUDENTS, "")), st.sampled_from(("double", "half", ""))),
    st.tuples(st.just("grade")),
    st.tuples(st.just("regrade"), st.sampled_from(((), ("double",), ("half",)))),
    st.tuples(st.just("kill"), st.sampled_from((0.3, 0.9, 1.5, 2.2))),
    st.tuples(st.just("change points")),
)


@dataclass
class Class:
    """A class as it really is, in a folder, and as it is to be marked."""

    folder: Path
    work: dict[str, tuple[float, float] | None] = field(default_factory=dict)
    """By student the shares of both questions; None where nothing can be graded."""
    decided: dict[tuple[str, str, str], tuple[str, float]] = field(default_factory=dict)
    points: int = 0

    def __post_init__(self) -> None:
        write_course(self.folder / "course")
        for student in STUDENTS:
            self.do("hand in", student, "value / 2", "2 * value")

    def opened(self) -> Run:
        return Run.new(self.folder / "run", Course.read(self.folder / "course"), "tiny", [self.folder / "in"])

    def do(self, what: str, *how: Any) -> None:
        steps: dict[str, Callable[..., None]] = {
            "hand in": self.hand_in,
            "hand in nothing": self.hand_in_nothing,
            "take back": self.take_back,
            "decide": self.decide,
            "withdraw": self.withdraw,
            "grade": self.grade,
            "regrade": self.regrade,
            "kill": self.kill,
            "change points": self.change_points,
        }
        steps[what](*how)

    def hand_in(self, student: str, half: str, double: str) -> None:
        hand_in(self.folder / "in", student, half, double)
        self.work[student] = DOUBLE[double], HALF[half]

    def hand_in_nothing(self, student: str) -> None:
        (self.folder / "in" / f"{student}.py").write_text("", encoding="utf-8")
        self.work[student] = None

    def take_back(self, student: str) -> None:
        (self.folder / "in" / f"{student}.py").unlink(missing_ok=True)
        self.work.pop(student, None)

    def decide(self, kind: str, student: str, question: str, value: float | None) -> None:
        with self.opened() as run:
            known = {result.student for result in run.results()}
            try:
                run.decisions.make(kind, student=student, question=question, value=value, why="x", who="ana")
            except MarksError:
                assert (student or next(iter(known), "")) not in known or not known, "only whom the run does not know"
                return
        place = "rule" if kind in ("full marks", "left out") else "points"
        self.decided[student, question, place] = kind, value or 0.0

    def withdraw(self, student: str, question: str) -> None:
        with self.opened() as run:
            run.decisions.withdraw(student=student, question=question)
        for place in [place for place in self.decided if place[:2] == (student, question)]:
            del self.decided[place]

    def grade(self) -> None:
        with self.opened() as run:
            run.grade(workers=1)

    def regrade(self, questions: tuple[str, ...]) -> None:
        with self.opened() as run:
            run.regrade(questions=questions, workers=1)

    def kill(self, seconds: float) -> None:
        """Kill a command, and all it started, in the middle of whatever it does then."""
        command = [
            sys.executable,
            "-m",
            "autograder.cli",
            "grade",
            "tiny",
            self.folder / "in",
            "--out",
            self.folder / "run",
        ]
        with subprocess.Popen(
            [*command, "--course", self.folder / "course", "-j", "1"], cwd=ROOT, start_new_session=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": str(ROOT)},
        ) as grading:  # fmt: skip
            time.sleep(seconds)
            with contextlib.suppress(ProcessLookupError):
                os.killpg(grading.pid, signal.SIGKILL)

    def change_points(self) -> None:
        before, now = POINTS[self.points], POINTS[1 - self.points]
        for name in ("double", "half"):
            edit(
                self.folder / "course",
                TOML,
                f'name = "{name}"\npoints = {before[name]:g}',
                f'name = "{name}"\npoints = {now[name]:g}',
            )
        self.points = 1 - self.points

    def marks(self) -> dict[str, float]:
        """What everybody is to have in the end."""
        return {student: self.mark(student, work) for student, work in self.work.items()}

    def mark(self, student: str, work: tuple[float, float] | None) -> float:
        points = POINTS[self.points]
        own = {place: done for place, done in self.decided.items() if place[0] == student}
        score = {name: points[name] * share for name, share in zip(points, work or (0.0, 0.0), strict=True)}
        for (_, name, _), (kind, value) in own.items():
            if name:
                score[name] = value if kind == "points" else max(0.0, score[name] + value)
        out = set()
        for (whose, name, place), (kind, _) in self.decided.items():
            if whose or place != "rule":
                continue
            if kind == "full marks" and (student, name, "points") not in own:  # whose file was rejected, too
                score[name] = points[name]
            if kind == "left out":
                out.add(name)
        rest = {name: points[name] for name in points if name not in out}
        total = sum(score.values())
        if out and rest:
            total = sum(score[name] for name in rest) * 100 / sum(rest.values())
        total += own.get((student, "", "points"), ("", 0.0))[1]
        return round(max(0.0, total), 4)


def ends_in_the_same_marks(folder: Path, steps: list[tuple[Any, ...]]) -> None:
    klass = Class(folder)
    for step in steps:
        klass.do(*step)
    klass.grade()
    with klass.opened() as run:
        found = {result.student: result.score for result in run.results()}
        assert found == pytest.approx(klass.marks(), abs=2e-4), steps
        again = run.regrade(workers=1)
        assert (again.graded, again.marked, again.moves) == (0, 0, ()), "a second time there is nothing to do"
        assert {result.student: result.score for result in run.results()} == found
        assert {one.place for one in run.decisions} == set(klass.decided)


QUIET = {
    "deadline": None,
    "derandomize": True,
    "database": None,
    "suppress_health_check": list(HealthCheck),
    "print_blob": True,
}


@settings(max_examples=2, phases=[Phase.generate], **QUIET)
@given(steps=st.lists(STEP, min_size=6, max_size=8))
def test_any_order_ends_in_the_same_marks(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[Any, ...]]
) -> None:
    ends_in_the_same_marks(tmp_path_factory.mktemp("class"), steps)


@pytest.mark.slow
@settings(max_examples=25, phases=[Phase.generate, Phase.shrink], **QUIET)
@given(steps=st.lists(STEP, min_size=6, max_size=14))
def test_any_longer_order_ends_in_the_same_marks(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[Any, ...]]
) -> None:
    ends_in_the_same_marks(tmp_path_factory.mktemp("class"), steps)


def test_everything_once(tmp_path: Path) -> None:
    """The steps that a short draw leaves out, in an order that is hard: decided, killed in the middle, handed in again, decided again.

    In the end each of them shows in a mark of its own: ann's work is another one than was graded first, and its points have changed
    since; bob's own points stand against full marks for everybody, beside work that earns nothing; cid's work was taken back; dee's file
    was rejected.
    """
    ends_in_the_same_marks(
        tmp_path,
        [
            ("grade",), ("decide", "points", "bob", "half", 12.5), ("regrade", ("double",)), ("hand in", "ann", "3", "abs(2 * value)"),
            ("kill", 0.9), ("hand in", "bob", "3", "value**2"), ("kill", 1.5), ("grade",), ("decide", "left out", "", "half", None),
            ("withdraw", "", "half"), ("decide", "full marks", "", "half", None), ("hand in nothing", "dee"),
            ("decide", "add", "bob", "", 2.0), ("decide", "add", "cid", "", -5.0), ("change points",), ("take back", "cid"),
            ("regrade", ()), ("hand in", "cid", "value / 2", "2 * value"), ("kill", 2.2), ("withdraw", "cid", ""), ("take back", "cid"),
        ],
    )  # fmt: skip
