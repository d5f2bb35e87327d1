"""`convgrade show`: from a complaint to the reason. Whom it means, what was handed in, what a check asked and got."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from autograder import ConvgradeError, Course, Run
from autograder.records.result import Result
from autograder.runs.named import find_name, find_result
from tests.support import records
from tests.support.command import ROOT, convgrade
from tests.support.tiny_course import hand_in, ran, write_course


def somebody(key: str, name: str = "", **source: str) -> Result:
    return records.result(f"sub-{key}", key, "tiny", "graded", 1.0, 100.0, (), display_name=name, source=source)


CLASS = [
    somebody("s001", "Ann Lee", email="a.lee@example.org"),
    somebody("s002", "Ann Roy"),
    somebody("s003", "Björn Ångström"),
    somebody("s0030", "Müller, Jörg"),
    records.result("sub-t", "team1", "tiny", "graded", 1.0, 100.0, (), members=("m7", "m8")),
]


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("s003", "s003"),
        ("sub-s001", "s001"),
        ("ann lee", "s001"),
        ("Lee", "s001"),
        ("a.lee@", "s001"),
        ("bjorn", "s003"),
        ("jorg", "s0030"),
        ("Muller Jo", "s0030"),
        ("m8", "team1"),
        ("TEAM", "team1"),
    ],
)
def test_a_student_is_found_by_what_a_person_types(typed: str, key: str) -> None:
    assert find_result(CLASS, typed).student == key


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("ann", "may be 2 students; name one by the key:\n  Ann Lee (s001)\n  Ann Roy (s002)"),
        ("s00", "may be 4 students"),
        ("Bjrn Angstrom", "no student 'Bjrn Angstrom'; perhaps Björn Ångström (s003)"),
        ("zoe", "no student 'zoe'."),
        (" ", "Name a student"),
    ],
)
def test_who_may_be_meant_is_said(typed: str, told: str) -> None:
    with pytest.raises(ConvgradeError) as caught:
        find_result(CLASS, typed)
    assert told in str(caught.value)


def test_a_question_is_found_by_its_beginning() -> None:
    names = ["conv2d", "conv2d_full", "convolve_1d"]
    assert find_name(names, "conv2d", "question") == "conv2d"
    assert find_name(names, "conv2d_", "question") == "conv2d_full"
    assert find_name(names, "Convo", "question") == "convolve_1d"
    with pytest.raises(ConvgradeError, match="conv2d, conv2d_full, convolve_1d: say a little more"):
        find_name(names, "con", "question")
    with pytest.raises(ConvgradeError, match="perhaps conv2d_full"):
        find_name(names, "con2d_full", "question")


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """ann is right, bob doubles wrongly, cid raises, dan is rejected."""
    folder = tmp_path_factory.mktemp("shown")
    course = write_course(folder / "course")
    hand_in(folder / "in", "ann", "value / 2")
    hand_in(folder / "in", "bob", "value / 2", double="value + 3  # why not\n\n\ndef other():\n    return 1")
    hand_in(folder / "in", "cid", "missing_name", double="[][1]")
    (folder / "in" / "dan.py").write_text("", encoding="utf-8")
    with Run.new(folder / "run", course, "tiny", [folder / "in"]) as run:
        run.grade(workers=1)
    return folder


@pytest.fixture
def place(graded: Path, tmp_path: Path) -> Path:
    return shutil.copytree(graded, tmp_path / "place")


@pytest.fixture
def run(place: Path) -> Iterator[Run]:
    with Run.new(place / "run", Course.read(place / "course"), "tiny", [place / "in"]) as run:
        yield run


def test_what_a_failed_check_asked_and_got(run: Run) -> None:
    shown = run.show("bob", "dou")
    assert (shown.question, shown.trouble) == ("double", "")
    (one,) = shown.evidence  # 3 + 3 is right
    assert (one.check, one.passed) == ("minus_one", False)
    (step,) = one.steps
    assert (step.call, step.inputs, step.answer) == ("double(-1.0)", (("value", -1.0),), 2.0)
    assert (one.got, one.want) == (2.0, -2.0)
    raised = run.show("cid", "double").evidence
    assert [one.check for one in raised] == ["three", "minus_one"]
    assert "IndexError" in raised[0].steps[-1].error
    assert (raised[0].got, raised[0].want) == (raised[0].steps[-1].error, 6.0)


def test_a_check_that_passed_is_shown_on_demand(run: Run) -> None:
    assert run.show("ann", "double").evidence == ()
    (one,) = run.show("ann", "double", ["thr"]).evidence
    assert one.passed
    assert one.steps[-1].answer == 6.0
    with pytest.raises(ConvgradeError, match="no check of double 'four'"):
        run.show("ann", "double", ["four"])


def test_what_was_handed_in_is_not_what_was_graded(run: Run, place: Path) -> None:
    hand_in(place / "in", "bob", "value / 2", double="value + 4")
    assert "has changed since it was graded" in run.show("bob").trouble
    (place / "in" / "cid.py").unlink()
    run._read = None
    shown = run.show("cid", "double")
    assert "not where it was handed in" in shown.trouble
    assert (shown.submission, shown.evidence) == (None, ())
    shutil.rmtree(place / "in")
    run._read = None
    assert "does not exist" in run.show("bob").trouble


def test_nothing_is_changed_by_looking(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    before = [result.to_json() for result in run.results()]
    monkeypatch.setenv("TINY_COURSE_LOG", str(tmp_path / "log"))
    run.show("bob")
    assert ran(tmp_path / "log") == [], "without a question no student code runs"
    run.show("bob", "double")
    assert ran(tmp_path / "log") == ["double minus one"]
    assert [result.to_json() for result in run.results()] == before


def test_the_command(place: Path, tmp_path: Path) -> None:
    told = convgrade("show", place / "run", "bob").stdout
    assert "bob, 80 of 100" in told
    assert "return value + 3  # why not" in told
    assert "−20" in told
    assert "minus_one" in told
    assert "three" not in told.partition("Next")[0].replace("Three", ""), "what passed costs nothing"
    told = convgrade("show", place / "run", "bob", "double", "--save", tmp_path / "new" / "case.npz").stdout
    assert "answer: 2.0" in told
    assert "right: -2.0" in told
    assert "def half" not in told
    again = next(line for line in told.splitlines() if "again: " in line).partition("again: ")[2].split()
    assert again[-2:] == ["--check", "minus_one"]
    assert "answer: 2.0" in convgrade(*again[1:]).stdout
    case = np.load(tmp_path / "new" / "case.npz")
    assert {name: float(case[name]) for name in case.files} == {"value": -1, "answer": 2, "right": -2}
    script = subprocess.run([sys.executable, tmp_path / "new" / "case.py"], capture_output=True, text=True, cwd=ROOT)
    assert script.returncode == 0, script.stderr
    assert "largest difference: 4.0" in script.stdout
    assert (tmp_path / "new" / "case-handed-in.py").read_bytes() == (place / "in" / "bob.py").read_bytes()


def test_what_was_handed_in_beside_is_kept_and_judged_again(place: Path, tmp_path: Path) -> None:
    """A module that imports its helper: the command that is told finds the same as the run, not a missing helper."""
    (folder := place / "in" / "gil").mkdir()
    (folder / "own").mkdir()
    (folder / "own" / "helper.py").write_text("def twice(value):\n    return value + 3\n", encoding="utf-8")
    (folder / "tiny.py").write_text(
        "from own.helper import twice\n\n\ndef double(value):\n    return twice(value)\n", encoding="utf-8"
    )
    run = tmp_path / "run"
    convgrade("grade", "tiny", folder, "--out", run, "--course", place / "course", "-j", 1)
    told = convgrade("show", run, "gil", "double", "--save", tmp_path / "case.npz").stdout
    assert "--submission 'case-handed-in'" in told
    assert (tmp_path / "case-handed-in" / "own" / "helper.py").is_file()
    command = next(
        line for line in (tmp_path / "case.py").read_text(encoding="utf-8").splitlines() if "pytest " in line
    )
    again = subprocess.run(
        [sys.executable, "-m", *shlex.split(command.lstrip("# "))], cwd=place / "course", capture_output=True, text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert "1 failed" in again.stdout, again.stdout + again.stderr
    assert "assert 2.0 == -2.0" in again.stdout, again.stdout


def test_the_command_on_a_rejected_submission(place: Path) -> None:
    told = convgrade("show", place / "run", "dan").stdout
    assert "dan, rejected" in told
    assert "dan.py is empty" in told
    assert "dan.py: the submission is rejected" in told


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("eve",), "no student 'eve'"),
        (("bob", "triple"), "no question 'triple'"),
        (("bob", "double", "--save", "case.txt"), "is to end in .npz"),
        (("bob", "half", "--save", "case.npz"), "nothing to save"),
        (("bob", "--check", "three"), "Name the question"),
    ],
)
def test_a_mistake_is_a_sentence(place: Path, arguments: tuple[str, ...], told: str) -> None:
    done = convgrade("show", place / "run", *arguments, check=False)
    assert done.returncode == 2
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_an_earlier_attempt_is_named(tmp_path: Path) -> None:
    course = write_course(tmp_path / "course")
    for attempt, half in (("1", "0"), ("2", "value / 2")):
        hand_in(tmp_path / "in" / f"ann_{attempt}", "tiny", half)
    pattern = r"(?P<student>[a-z]+)_(?P<attempt>\d)/(?P<file>.*)"
    with Run.new(tmp_path / "run", course, "tiny", [tmp_path / "in"], pattern=pattern) as run:
        run.grade(workers=1)
        shown = run.show("ann")
    assert (shown.result.score, shown.result.attempt) == (100, "2")
    assert [(one.path, one.reason) for one in shown.files] == [("ann_1/tiny.py", "superseded by the attempt of 2")]


@pytest.mark.slow
def test_a_layer_is_told_step_by_step(tmp_path: Path) -> None:
    """A real assignment, whose layers are asked by a helper of its suite: what it was given is told, down to the arrays' shapes."""
    source = (ROOT / "reference" / "layers" / "solution.py").read_text(encoding="utf-8")
    wrong = "\n\n_Right = ReLU\n\n\nclass ReLU(_Right):\n    def forward(self, X):\n        return abs(super().forward(X)) + 1\n"
    (tmp_path / "ann.py").write_text(source + wrong, encoding="utf-8")
    with Run.new(tmp_path / "run", Course.find(ROOT), "layers", [tmp_path / "ann.py"]) as run:
        run.grade(workers=1)
        one = run.show("ann", "ReLU").evidence[0]
    assert one.steps[-1].call.startswith("play([(ReLU, (), None)], [(0, 'forward', array of shape (")
    assert isinstance(one.got, np.ndarray)
    assert np.allclose(one.got, one.want + 1)
