"""Attacks on one assignment each, in the folder of its name, through the real command line: nobody earns more than honest code does."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.command import ROOT, convgrade, results

HERE = Path(__file__).parent
ASSIGNMENTS = ("filters", "pooling", "torch_cnn")
ATTACKS = [path for name in ASSIGNMENTS for path in sorted((HERE / name).glob("t*.py"))]
pytestmark = pytest.mark.slow


def _earned(path: Path) -> set[str]:
    """The questions its honest code earns in full ("plot_stride") or in part ("part of plot_stride")."""
    earned = re.search(r"^Earns: (.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    assert earned is not None, f"{path} does not say what it earns"
    return set() if earned[1] == "nothing" else {each.strip() for each in earned[1].split(",")}


@pytest.fixture(scope="module", params=ASSIGNMENTS)
def run(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, dict[str, Any]]]:
    """All attacks on an assignment in one run, beside an honest student."""
    folder = tmp_path_factory.mktemp(request.param)
    for path in (ROOT / "reference" / request.param / "solution.py", *sorted((HERE / request.param).glob("t*.py"))):
        name = "a-honest" if path.stem == "solution" else path.stem
        (folder / "class" / name).mkdir(parents=True)
        shutil.copy(path, folder / "class" / name / f"{request.param}.py")
    convgrade("grade", request.param, folder / "class", "--out", folder / "run", "--workers", 2, timeout=1500)
    yield request.param, results(folder / "run")
    shutil.rmtree(folder, ignore_errors=True)


def test_an_attack_earns_what_its_honest_code_earns(run: tuple[str, dict[str, Any]]) -> None:
    assignment, lines = run
    won = []
    for path in ATTACKS:
        if path.parent.name != assignment:
            continue
        honest = _earned(path)
        for question in lines[path.stem]["questions"]:
            name, score = question["name"], question["score"]
            if score is None or name in honest:
                continue
            if score >= question["max_score"] if f"part of {name}" in honest else score > 0:
                won.append((path.stem, name, score, [check["name"] for check in question["checks"] if check["passed"]]))
    assert not won


def test_the_honest_student_keeps_the_mark(run: tuple[str, dict[str, Any]]) -> None:
    assert run[1]["a-honest"]["score"] == 100


def test_there_are_attacks_on_every_figure() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in ATTACKS)
    for question in ("plot_kernels", "plot_edges", "plot_stride", "plot_pooling", "plot_filters", "plot_feature_maps"):
        assert f"def {question}(" in text
    assert len(ATTACKS) >= 24
