"""Attacks on the assignment that runs PyTorch, its training and its weights, through the real command line."""

from __future__ import annotations

import io
import re
import shutil
import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from autograder.bundle.gradescope import results_json
from autograder.bundle.settings import Settings
from autograder.course import Course
from autograder.grading.grade import Grader
from autograder.records.owner import NOBODY
from autograder.records.submission import SourceFile, Submission
from tests.support.command import ROOT, convgrade, results

MODULES = sorted((Path(__file__).parent / "torch_modules").glob("t*.py"))
pytestmark = pytest.mark.slow

# What a pickle that runs `os.system("touch /tmp/pwned-by-weights")` where it is loaded looks like, written by hand.
_COMMAND = b"touch /tmp/pwned-by-weights"
_EVIL = b"\x80\x02cposix\nsystem\nX" + struct.pack("<I", len(_COMMAND)) + _COMMAND + b"\x85R."


def _weights(folder: Path) -> None:
    """An honest module with weights that run a program when they are unpickled."""
    shutil.copy(ROOT / "reference" / "torch_cnn" / "solution.py", folder / "torch_cnn.py")
    with zipfile.ZipFile(folder / "weights.pt", "w") as archive:
        archive.writestr("archive/data.pkl", _EVIL)
        archive.writestr("archive/version", "3\n")
    (folder / "weights.safetensors").write_bytes(struct.pack("<Q", 1 << 62) + b"{}")


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """All of them in one run, beside an honest student."""
    folder = tmp_path_factory.mktemp("torch-attacks")
    for name in ("a-honest", "t10-weights", *(path.stem for path in MODULES)):
        (folder / "class" / name).mkdir(parents=True)
    shutil.copy(ROOT / "reference" / "torch_cnn" / "solution.py", folder / "class" / "a-honest" / "torch_cnn.py")
    _weights(folder / "class" / "t10-weights")
    for path in MODULES:
        shutil.copy(path, folder / "class" / path.stem / "torch_cnn.py")
    convgrade("grade", "torch_cnn", folder / "class", "--out", folder / "run", timeout=1500)
    yield results(folder / "run")
    shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_an_attack_earns_its_honest_function_and_no_more(lines: dict[str, Any], path: Path) -> None:
    earned = re.search(r"^Earns: (.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    assert earned is not None
    for question in lines[path.stem]["questions"]:
        if question["score"] is not None and question["name"] != earned.group(1):
            assert question["score"] == 0, question


def test_the_honest_student_keeps_the_mark(lines: dict[str, Any]) -> None:
    assert lines["a-honest"]["score"] == 100


def test_hostile_weights_are_not_run_and_cost_nothing(lines: dict[str, Any]) -> None:
    assert lines["t10-weights"]["score"] == 100
    assert not Path("/tmp/pwned-by-weights").exists()
    assert not Path("/tmp/pwned-by-torch").exists()


_UNTAUGHT = "\n\ndef train_one_epoch(model, loader, optimizer, criterion):\n    return 0.0, 1.0\n"


def test_weights_that_are_handed_in_lead_no_board(course: Course) -> None:
    """Weights trained at home are read for the fun of it: what they reach is told to the student, and ranked nowhere."""
    torch = pytest.importorskip("torch")
    task = course.assignment("torch_cnn")
    source = task.solution.read_bytes()
    names: dict[str, Any] = {"__name__": "solution"}
    exec(compile(source, "solution.py", "exec"), names)  # our own solution, for the shapes of its weights
    file = io.BytesIO()
    torch.save(names["SimpleCNN"]().state_dict(), file)
    main = SourceFile("torch_cnn.py", source + _UNTAUGHT.encode())
    with Grader(course, task) as grader:
        weights = (SourceFile("weights.pt", file.getvalue()),)
        result = grader.grade(Submission("s001", NOBODY, main, weights), questions=["train_one_epoch"])
    (question,) = result.questions
    remarks = [check.remark for check in question.checks if check.name == "weights_file"]
    assert "weights.pt reads" in remarks[0]
    assert question.measured is None
    assert question.score < question.max_score / 10
    board = Settings("torch_cnn", leaderboard="train_one_epoch", measure="accuracy")
    assert results_json(result, board)["leaderboard"] == [{"name": "accuracy", "value": 0.0}]
