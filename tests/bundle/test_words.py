"""One student's notebook, looked at by `convgrade check`, by plain pytest and by Otter in the running notebook: the same words."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import nbformat
import pytest

from autograder.bundle.student import student_files
from autograder.course import Assignment, Course
from autograder.diagnosis.locked import Mistake
from autograder.grading.public import PublicChecks, PublicReport
from autograder.ingest import Handout, Submission
from autograder.ingest.own import read_own

ROOT = Path(__file__).parents[2]
ANSWERS = {
    "convolve_1d": "return np.array([signal[i : i + len(kernel)] @ kernel for i in range(len(signal) - len(kernel) + 1)])",
    "conv2d": "return np.array([[np.sum(image[i : i + len(kernel), j : j + len(kernel[0])] * kernel[::-1, ::-1])"
    " for j in range(image.shape[1] - len(kernel[0]) + 1)] for i in range(len(image) - len(kernel) + 1)])",
    "conv2d_padded": "print(image.shape)",
    "conv2d_full": "return np.zeros(image.shape[0] / 2)",
    "conv2d_same": "return image",
    "convolve_2d": "return np.zeros((2, 2))",
}
"""Right, flipped, without a return, an exception, right for some kernels, of the wrong shape; the others are not written."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What students get, with answers in the notebook and the module untouched."""
    folder = tmp_path_factory.mktemp("work")
    for name, data in student_files(Course.find(ROOT).assignment("convolution")).items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(data)
    path = folder / "convolution.ipynb"
    book = nbformat.read(path, as_version=4)
    for cell in book.cells:
        if cell.id in ANSWERS:
            cell.source = cell.source[: cell.source.index("    # TODO")] + f"    {ANSWERS[cell.id]}\n"
    nbformat.write(book, path)
    return folder


@pytest.fixture(scope="module")
def report(folder: Path) -> PublicReport:
    """What `convgrade check` finds where there is nothing but what students get."""
    assignment = Assignment.read("convolution", folder, folder)
    work = read_own(folder / "convolution.ipynb", Handout.of(assignment))
    assert isinstance(work, Submission)
    with PublicChecks(assignment) as checks:
        return checks.report(work)


@pytest.fixture(scope="module")
def words(report: PublicReport) -> dict[str, dict[str, str]]:
    """What it says of each check that fails, by question and check."""
    told: dict[str, dict[str, str]] = {}
    for check, verdict in report.verdicts:
        if not verdict.passed:
            told.setdefault(check.question, {})[f"{check.name}: {check.intent}"] = verdict.message(check)
    return told


@pytest.fixture(scope="module")
def flipped(report: PublicReport) -> Mistake:
    """The one mistake that is known by its answers."""
    assert {question for question, mistakes in report.why.items() if mistakes} == {"conv2d"}
    [mistake] = report.why["conv2d"]
    assert mistake.title == "Flipped kernel"
    return mistake


def test_no_part_of_check_words_takes_a_name_of_another(folder: Path) -> None:
    """The modules it is made of stand one behind the other in one file."""
    tree = ast.parse((folder / "check_words.py").read_text(encoding="utf-8"))
    given = [target for node in tree.body if isinstance(node, ast.Assign) for target in node.targets]
    names = Counter(target.id for target in given if isinstance(target, ast.Name))
    names.update(node.name for node in tree.body if isinstance(node, (ast.FunctionDef, ast.ClassDef)))
    assert [name for name, times in names.items() if times > 1] == []
    assert len(names) > 60


def test_check_says_what_it_should(words: dict[str, dict[str, str]]) -> None:
    said = {question: " ".join(messages.values()) for question, messages in words.items()}
    assert "convolve_1d" not in said
    assert "is -1 at [0, 0]; -7 is expected" in said["conv2d"]
    assert "gave nothing: is a `return` missing?" in said["conv2d_padded"]
    full = said["conv2d_full"]
    assert re.search(
        r"the cell of conv2d_full, line 16, in conv2d_full\)\. In `np\.zeros\(.*`: image\.shape = .*\. A size", full
    )
    assert said["conv2d_multichannel"] == " ".join(["`conv2d_multichannel` is not written yet."] * 2)


@pytest.mark.parametrize("plugin", [["-p", "no:convgrade"], []], ids=["without convgrade", "with convgrade"])
def test_pytest_reads_the_notebook_and_says_the_same(
    folder: Path, words: dict[str, dict[str, str]], flipped: Mistake, plugin: list[str]
) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *plugin], cwd=folder, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 1
    assert "checked: convolution.ipynb" in done.stdout
    assert "Traceback" not in done.stdout
    assert ">       " not in done.stdout
    for question, messages in words.items():
        for check, message in messages.items():
            assert f"{question}: {check.partition(': ')[2]}\n{message}\n" in done.stdout, done.stdout
    assert "\n".join([f"\nconv2d → {flipped.title}", *flipped.hint]) in done.stdout
    assert done.stdout.count("→") == 1


@pytest.mark.parametrize("plugin", [["-p", "no:convgrade"], []], ids=["without convgrade", "with convgrade"])
def test_pytest_says_what_it_cannot_read(tmp_path: Path, plugin: list[str]) -> None:
    """A notebook that broke off beside a module with a slip in one function and, once, without an end; then the module is a picture too."""
    assignment = Course.find(ROOT).assignment("convolution")
    for name, data in student_files(assignment).items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(data)
    (tmp_path / "convolution.ipynb").write_text('{"cells": [', encoding="utf-8")
    right = assignment.solution.read_text(encoding="utf-8")
    slip = right.replace("def convolve_1d(signal, kernel):", "def convolve_1d(signal, kernel)") + "\nraise SystemExit\n"
    if not plugin:
        slip += "\nwhile True:\n    try:\n        number = int(input('size? '))\n    except:\n        print('a number, please')\n"
    command = [sys.executable, "-m", "pytest", "-k", "1d or 2d_identity", *plugin]

    (tmp_path / "convolution.py").write_text(slip, encoding="utf-8")
    said = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert said.returncode == 1, said.stdout + said.stderr
    assert "checked: convolution.py\nnot looked at: convolution.ipynb breaks off" in said.stdout
    assert "`convolve_1d` was left out: expected ':' (convolution.py, line " in said.stdout
    assert "\nleft out: SystemExit (convolution.py, line " in said.stdout
    late = f"\nleft out: convolution.py, line {slip.count(chr(10)) - 4} takes longer than 5 s\n"
    assert (late in said.stdout) == (not plugin)
    assert " 1 passed" in said.stdout

    (tmp_path / "convolution.py").write_bytes(bytes(range(256)))
    nothing = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert nothing.returncode == 1, nothing.stdout + nothing.stderr
    assert "\nconvolution.py is no text (a picture, an archive, a damaged file?): take an older copy" in nothing.stdout
    for told in (said, nothing):
        assert "INTERNALERROR" not in told.stdout + told.stderr
        assert "Traceback" not in told.stdout + told.stderr
        assert "of another kind" not in told.stdout


INTERRUPTED = """
def conv2d(image, kernel):
    with open("calls", "a+") as calls:
        calls.write("x")
        calls.seek(0)
        if len(calls.read()) > 1:
            raise KeyboardInterrupt
    return image
"""
"""Wrong for the first check; during the second one somebody presses Ctrl-C."""


LATE = """
import os
def conv2d(image, kernel):
    if "PYTEST_CURRENT_TEST" not in os.environ:
        raise KeyboardInterrupt
    return image
"""
FLIPPED = f"""
import numpy as np
print("printed by the file")
def conv2d(image, kernel):
    {ANSWERS["conv2d"]}
"""


def asked_alone(folder: Path, to: Path, answer: str) -> subprocess.CompletedProcess[str]:
    """The public checks of conv2d on a module, by a pytest that knows no convgrade."""
    for name in ("conftest.py", "check_words.py", "checks.json", "assignment.toml", "test_convolution.py"):
        shutil.copy(folder / name, to / name)
    (to / "convolution.py").write_text(answer, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-k", "2d_", "-p", "no:convgrade", "--show-capture=no"]
    return subprocess.run(command, cwd=to, capture_output=True, text=True)


def test_what_somebody_ended_is_not_asked_again(folder: Path, tmp_path: Path) -> None:
    """Not for the name of a mistake either: it would not end now."""
    said = asked_alone(folder, tmp_path, INTERRUPTED)
    assert said.returncode == pytest.ExitCode.INTERRUPTED, said.stdout + said.stderr
    assert " 1 failed" in said.stdout
    assert (tmp_path / "calls").read_text(encoding="utf-8") == "xx"


def test_who_does_not_wait_for_a_mistakes_name_loses_nothing_else(folder: Path, tmp_path: Path) -> None:
    """Ctrl-C once all checks have been asked: pytest names the one that it asks in this variable."""
    said = asked_alone(folder, tmp_path, LATE)
    assert said.returncode == pytest.ExitCode.TESTS_FAILED, said.stdout + said.stderr
    assert " 4 failed" in said.stdout
    assert "KeyboardInterrupt" not in said.stdout + said.stderr


def test_what_the_file_prints_does_not_stand_before_a_mistakes_name(folder: Path, tmp_path: Path) -> None:
    said = asked_alone(folder, tmp_path, FLIPPED)
    assert "\nconv2d → Flipped kernel\n" in said.stdout
    assert "printed by the file" not in said.stdout + said.stderr


@pytest.mark.slow
def test_otter_says_the_same_in_the_running_notebook(
    folder: Path, words: dict[str, dict[str, str]], flipped: Mistake
) -> None:
    """Run all, then Otter's check of every question."""
    from nbclient import NotebookClient

    book = nbformat.read(folder / "convolution.ipynb", as_version=4)
    names = list(words)
    source = (
        "import otter, json\ngrader = otter.Notebook()\nprint(json.dumps({name: [[each.test_case.name, each.message]"
    )
    source += f" for each in grader.check(name).test_case_results if not each.passed] for name in {names}}}))"
    book.cells.append(nbformat.v4.new_code_cell(source))
    client = NotebookClient(book, timeout=120, allow_errors=True, resources={"metadata": {"path": str(folder)}})
    client.execute()
    # One print may come in several pieces.
    printed = "".join(output.text for output in book.cells[-1].outputs if output.get("name") == "stdout")
    results = json.loads(printed.strip().splitlines()[-1])
    for question, messages in words.items():
        said = dict(results[question])
        assert len(said) == len(messages)
        for check, message in messages.items():
            told = said[check.partition(": ")[0]]
            assert told.partition("\n→")[0].endswith(message), (told, message)
        last = list(said.values())[-1]
        assert last.endswith("\n".join(["", f"→ {flipped.title}", *flipped.hint])) == (question == "conv2d")
        assert "".join(said.values()).count("→") == (question == "conv2d")
