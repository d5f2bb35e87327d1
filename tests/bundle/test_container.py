"""The bundle in a grading container: on Gradescope, under `otter grade`, with little memory, and when something falls over."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from autograder.bundle import container
from autograder.bundle.gradescope import results_json
from autograder.bundle.settings import HANDED_IN, VERDICT, Settings
from autograder.course import Assignment, Course
from autograder.records.result import Result
from tests.support.bundle_helpers import (
    ROOT,
    autograder_folder,
    can_limit,
    clean_environment,
    container_limits,
    engine_marks,
    graded_here,
    peak_megabytes,
    run_container,
    run_engine,
    unpacked,
    write_notebook,
)


@pytest.fixture(scope="module")
def assignment(course: Course) -> Assignment:
    return course.assignment("convolution")


@pytest.fixture(scope="module")
def source(course: Course, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return unpacked(course, "convolution", tmp_path_factory.mktemp("autograder"))


@pytest.fixture
def home(source: Path, tmp_path: Path) -> Path:
    return autograder_folder(source, tmp_path / "autograder")


def marks(results: dict[str, Any], assignment: Assignment) -> dict[str, float]:
    """Question -> the sum of its entries in Gradescope's file."""
    return {
        question.name: sum(t.get("score", 0) for t in results["tests"] if t["name"].startswith(f"{question.name}: "))
        for question in assignment.graded_questions
    }


PARTLY = """
import numpy as np

def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)

def conv2d_padded(image, kernel, padding=0):
    return conv2d(np.pad(image, padding), kernel[::-1])
"""


@pytest.mark.slow
def test_gradescope_gets_one_truth(home: Path, course: Course, assignment: Assignment) -> None:
    """A notebook of any name; the marks are `convgrade grade`'s, and Otter's kernel is not needed for them."""
    write_notebook(home / "submission" / "my work (1).ipynb", PARTLY, "raise ValueError")
    here = graded_here(course, assignment, home / "submission")
    results = run_container(home)
    assert marks(results, assignment) == pytest.approx(engine_marks(here), abs=1e-9)
    assert results["score"] == here.score
    assert 0 < here.score < 100
    assert not (home / "results" / "results.pkl").exists()
    assert [test["visibility"] for test in results["tests"] if test["name"] == "For the instructor"] == ["hidden"]


@pytest.mark.slow
def test_otter_grade_gets_otters_own_results_too(home: Path, course: Course, assignment: Assignment) -> None:
    """`otter grade` takes results.pkl out of the container and joins what it finds: every question is always there."""
    import dill
    from otter.grade.utils import merge_scores_to_df

    scores = []
    for number, text in enumerate((PARTLY, "def conv2d(:\n")):
        shutil.rmtree(home / "submission")
        (home / "submission" / "tests").mkdir(parents=True)
        (home / "submission" / f"s{number}.py").write_text(text)
        (home / "submission" / f"s{number}_notes.ipynb").write_text("no notebook")
        (home / "submission_metadata.json").write_text("")
        here = graded_here(course, assignment, home / "submission")
        results = run_container(home)
        with open(home / "results" / "results.pkl", "rb") as stream:
            scores.append(dill.load(stream))
        scores[-1].file = f"s{number}.py"
        assert {name: scores[-1].get_score(name) for name in scores[-1].test_files} == engine_marks(here)
        assert marks(results, assignment) == pytest.approx(engine_marks(here), abs=1e-9)
    table = merge_scores_to_df(scores)
    assert {question.name for question in assignment.graded_questions} <= set(table.columns)
    assert len(table) == 3


@pytest.mark.slow
def test_nothing_handed_in_is_a_result(home: Path, assignment: Assignment) -> None:
    results = run_container(home)
    assert results["score"] == 0
    assert "the folder is empty: nothing was handed in" in results["output"]
    assert sum(test.get("max_score", 0) for test in results["tests"]) == 100


def test_links_and_pipes_in_a_submission_are_left_alone(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only regular files are taken; the engine is not started here."""
    (home / "submission" / "convolution.py").symlink_to("/etc/passwd")
    (home / "submission" / "self").symlink_to(home)
    os.mkfifo(home / "submission" / "pipe.py")
    monkeypatch.setattr(container.grade_one, "ENGINE", home / "source" / "files" / "convgrade")
    monkeypatch.setattr(container.subprocess, "run", lambda *args, **more: None)
    with pytest.raises(FileNotFoundError):
        container.main(home)
    assert list((home / HANDED_IN).iterdir()) == []


def break_suite(home: Path) -> None:
    """Give the hidden suite of conv2d a check that ends the grader."""
    suite = home / "source" / "files" / "convgrade" / "course" / "tests" / "hidden" / "convolution" / "test_conv2d.py"
    with open(suite, "a", encoding="utf-8") as stream:
        stream.write('\n\ndef test_falls_over(student):\n    """It falls over."""\n    import os\n    os._exit(9)\n')


@pytest.mark.slow
def test_a_grader_that_falls_over_costs_one_question(home: Path, assignment: Assignment) -> None:
    break_suite(home)
    shutil.copy(assignment.solution, home / "submission" / "convolution.py")
    results = run_container(home)
    expected = {question.name: question.points for question in assignment.graded_questions} | {"conv2d": 0}
    assert marks(results, assignment) == pytest.approx(expected)
    assert results["score"] == 100 - assignment.question("conv2d").points
    [entry] = [test for test in results["tests"] if test["name"].startswith("conv2d: ")]
    assert "could not grade this question" in entry["output"]
    [staff] = [test for test in results["tests"] if test["name"] == "For the instructor"]
    assert "fell over" in staff["output"]


def test_an_engine_that_cannot_start_is_told(home: Path, assignment: Assignment) -> None:
    shutil.rmtree(home / "source" / "files" / "convgrade" / "course")
    results = run_container(home)
    assert results["score"] == 0
    assert "not graded" in results["output"]
    [staff] = [test for test in results["tests"] if test["visibility"] == "hidden"]
    assert "course.toml is missing" in staff["output"]


def test_even_without_python_there_is_a_result(home: Path, assignment: Assignment) -> None:
    (home / "source" / "run_otter.py").unlink()
    results = run_container(home)
    assert results["score"] == 0
    assert {test["name"] for test in results["tests"]} == {question.name for question in assignment.graded_questions}


def test_a_stale_verdict_counts_for_nothing(home: Path) -> None:
    (home / VERDICT).parent.mkdir()
    (home / VERDICT).write_text(json.dumps({"status": "graded", "score": 100.0}))
    (home / "source" / "files" / "convgrade" / "start.py").write_text("")
    results = run_container(home)
    assert results["score"] == 0


BOMB = """

def {name}(*args, **more):
    hoard = []
    while True:
        hoard.append(bytearray(b"x") * (4 << 20))
"""
SMALL = [name for name in Course.read(ROOT).names if "torch" not in Course.read(ROOT).assignment(name).rules.libraries]
"""The assignments that are to fit in Gradescope's smallest container: all that need no torch."""


@pytest.mark.slow
@pytest.mark.skipif(not can_limit(), reason="control groups cannot be made here (they need root)")
@pytest.mark.parametrize("name", SMALL)
def test_gradescopes_smallest_container_is_enough(name: str, course: Course, tmp_path: Path) -> None:
    """768 MB without swap and half a core: right answers keep their marks, and a memory bomb harms itself only."""
    assignment = course.assignment(name)
    assert "torch" not in assignment.rules.libraries
    source, solution = unpacked(course, name, tmp_path), assignment.solution.read_text(encoding="utf-8")
    texts = {"reference": (solution, 100.0)}
    if functions := [question for question in assignment.graded_questions if question.kind == "function"]:
        last = functions[-1]
        texts["bomb"] = (solution + BOMB.format(name=last.name), 100.0 - last.points)
    for kind, (text, score) in texts.items():
        home = autograder_folder(source, tmp_path / kind)
        (home / "submission" / assignment.stub.name).write_text(text, encoding="utf-8")
        with container_limits(768, 0.5) as groups:
            enter = "".join(f"echo $$ > {group}/cgroup.procs; " for group in groups)
            results = run_container(home, prefix=["sh", "-c", f'{enter} exec "$@"', "sh"])
            peak = peak_megabytes(groups)
        print(f"{name}, {kind}: {results['score']:g} points, peak {peak:.0f} MB")
        assert results["score"] == score
        assert kind == "bomb" or peak < 600


@pytest.mark.slow
def test_a_clean_environment_runs_it(source: Path, assignment: Assignment, tmp_path: Path) -> None:
    """`pip install -r requirements.txt` in a new virtual environment, then `otter run` there; torch is not pulled."""
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "venv"], check=True)
    tools = tmp_path / "venv" / "bin"
    # From a copy: building the engine leaves files beside it.
    shutil.copytree(source, tmp_path / "source")
    install = [tools / "pip", "install", "--quiet", "-r", "requirements.txt"]
    installed = subprocess.run(
        install, cwd=tmp_path / "source", capture_output=True, text=True, timeout=900, env=clean_environment()
    )
    if installed.returncode and "connection" in installed.stderr.lower():
        pytest.skip(f"no package registry can be reached: {installed.stderr[-300:]}")
    assert installed.returncode == 0, installed.stderr[-2000:]
    listed = subprocess.run([tools / "pip", "list"], check=True, capture_output=True, text=True).stdout
    assert "torch" not in listed
    archive = shutil.make_archive(str(tmp_path / "bundle"), "zip", source)
    (tmp_path / "convolution.py").write_bytes(assignment.solution.read_bytes())
    command = [tools / "otter", "run", "-a", archive, "-o", tmp_path, tmp_path / "convolution.py"]
    subprocess.run(command, check=True, capture_output=True, env=clean_environment(), timeout=120)
    results = json.loads((tmp_path / "results.json").read_text())
    assert sum(test.get("score", 0) for test in results["tests"]) == pytest.approx(100)


LIAR = """
def train_one_epoch(model, loader, optimizer, criterion):
    print("accuracy: 1.0")
    return 0.0, 1.0
"""


@pytest.mark.slow
def test_a_torch_assignment_is_marked_the_same(course: Course, tmp_path: Path) -> None:
    """And ranked by the accuracy that the grader saw: an answer that only says it is perfect is last."""
    assignment = course.assignment("torch_cnn")
    source = unpacked(course, "torch_cnn", tmp_path, leaderboard="train_one_epoch")
    engine = source / "files" / "convgrade"
    (tmp_path / "liar.py").write_text(LIAR)
    ranked = {}
    for path in (assignment.solution, tmp_path / "liar.py"):
        result = Result.from_json(run_engine(engine, path, tmp_path / "record.json"))
        [entry] = results_json(result, Settings.read(engine))["leaderboard"]
        ranked[path.stem] = (entry["name"], result.score, entry["value"])
    assert ranked["solution"] == ("accuracy", 100, pytest.approx(0.85, abs=0.1))
    assert ranked["liar"] == ("accuracy", pytest.approx(0, abs=0.1), pytest.approx(0.1, abs=0.1))
