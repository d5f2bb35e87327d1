"""Another course, without a network in it, graded by the engine from its wheel where there is no PyTorch."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from tests.support.command import ROOT
from tests.support.mistakes import copy_course

LEFT_OUT = ("torch", "functorch", "triton", "nvidia", "convgrade", "__editable__", "autograder")
"""How the names of packages begin that the environment is to lack: PyTorch and its own, and the engine as it is installed here."""


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The interpreter of an environment with the wheel and its dependencies: those of this one, by links."""
    place = tmp_path_factory.mktemp("environment")
    source = place / "source"
    source.mkdir()
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source / name)
    shutil.copytree(ROOT / "autograder", source / "autograder", ignore=shutil.ignore_patterns("__pycache__"))
    build = [
        sys.executable,
        "-c",
        "import sys; from setuptools.build_meta import build_wheel; print(build_wheel(sys.argv[1]))",
    ]
    done = subprocess.run([*build, str(place)], cwd=source, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr[-2000:]
    (wheel,) = place.glob("convgrade-*.whl")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(place / "venv")], check=True, timeout=120)
    python = place / "venv" / "bin" / "python"
    packages = next((place / "venv" / "lib").glob("python*")) / "site-packages"
    for entry in Path(sysconfig.get_paths()["purelib"]).iterdir():
        if not entry.name.startswith(LEFT_OUT) and not (packages / entry.name).exists():
            (packages / entry.name).symlink_to(entry)
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(packages)
    return python


def run(python: Path, *arguments: object, at: Path) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    command = [str(python), *map(str, arguments)]
    return subprocess.run(command, cwd=at, env=environment, capture_output=True, text=True, timeout=300)


@pytest.mark.slow
def test_a_course_without_torch_is_graded_from_the_wheel(python: Path, tmp_path: Path) -> None:
    looked = run(
        python,
        "-c",
        "import importlib.util as u, autograder; print(u.find_spec('torch'), autograder.__file__)",
        at=tmp_path,
    )
    assert looked.stdout.startswith("None "), looked.stdout + looked.stderr
    assert str(python.parents[1]) in looked.stdout
    course = copy_course(tmp_path / "course")
    work = tmp_path / "work"
    work.mkdir()
    reference = (course / "reference" / "averages" / "solution.py").read_text(encoding="utf-8")
    (work / "ana.py").write_text(reference, encoding="utf-8")
    wrong = reference.replace("numbers[i : i + width].mean()", "numbers[i : i + width].sum()")
    (work / "bo.py").write_text(wrong.replace("median_of_five = 5", "median_of_five = 2"), encoding="utf-8")
    shutil.copy(course / "assignments" / "averages" / "averages.ipynb", work / "cy.ipynb")
    graded = run(python, "-m", "autograder.cli", "grade", "averages", work, "--out", tmp_path / "run", at=course)
    assert graded.returncode == 0, graded.stdout + graded.stderr
    lines = run(python, "-m", "autograder.cli", "results", tmp_path / "run", "--json", at=course).stdout.splitlines()
    results = {line["student"]: line for line in map(json.loads, lines)}
    # A sum is right for windows of one: 2 of the 8 weights of moving_mean's 50 points, and the 40 of RunningMean.
    assert {name: one["score"] for name, one in results.items()} == {"ana": 100, "bo": 52.5, "cy": 0}
    named = {one["name"]: one["diagnosis"] for one in results["bo"]["questions"]}
    assert named["moving_mean"] == ["sum-instead-of-mean"]
    assert named["median_of_five"] == ["middle-of-the-list"]
