"""Every assignment is complete in every room, in the same order, under the same names."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from autograder.course import Assignment, Course
from autograder.grading.collect import collect
from autograder.validate.variants import read_variants

COURSE = Course.read(Path(__file__).resolve().parent.parent.parent)
NAMES = COURSE.names
EACH = pytest.mark.parametrize("name", NAMES)
ROOM = 2000
"""A student zip is to stay under a megabyte: no file of a handout is larger than this many kilobytes."""


def _task(name: str) -> Assignment:
    return COURSE.assignment(name)


def test_the_assignments_in_handout_order() -> None:
    assert NAMES == (
        "by_hand",
        "convolution",
        "filters",
        "pooling",
        "shapes",
        "layers",
        "torch_cnn",
        "convolution_tests",
        "architectures",
    )


@EACH
def test_every_room_is_there(name: str) -> None:
    task = _task(name)
    for path in (
        task.stub,
        task.notebook,
        task.public_suite,
        task.solution,
        task.hidden_suite,
        task.staff / "misconceptions",
    ):
        assert path.exists(), path
    assert task.max_score == 100
    assert task.about


@EACH
def test_the_stub_asks_for_every_question(name: str) -> None:
    task = _task(name)
    tree = ast.parse(task.stub.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree)
    functions = {node.name: node for node in tree.body if isinstance(node, (ast.FunctionDef, ast.ClassDef))}
    values = {
        t.id for node in tree.body if isinstance(node, ast.Assign) for t in node.targets if isinstance(t, ast.Name)
    }
    for question in task.questions:
        if question.kind in ("function", "class", "tests"):
            assert any(question.is_answered_by(name) and ast.get_docstring(node) for name, node in functions.items())
        else:
            assert question.name in values, question.name


@EACH
def test_written_questions_have_a_prompt_and_a_rubric(name: str) -> None:
    for question in _task(name).questions:
        assert question.title, question.name
        if question.kind == "written":
            assert question.prompt
            assert question.rubric


@EACH
def test_no_file_of_the_staff_is_in_the_handout(name: str) -> None:
    task = _task(name)
    for path in task.handout.rglob("*"):
        if path.is_file() and path.suffix != ".pyc":
            assert path.stat().st_size < ROOM << 10, path
            if path.suffix in (".py", ".ipynb", ".toml", ".md"):
                text = path.read_text(encoding="utf-8")
                assert "reference/" not in text, path
                assert "tests/hidden" not in text, path


@pytest.mark.parametrize("name", ["convolution", "pooling"])
def test_from_scratch_functions_have_many_variants(name: str) -> None:
    task = _task(name)
    for question in task.graded_questions:
        if not question.name.startswith("plot_"):
            assert len(read_variants(task.variants("alternatives", question.name))) >= 6, question.name
            assert len(read_variants(task.variants("misconceptions", question.name))) >= 10, question.name


def test_convolution_names_at_least_twenty_misconceptions() -> None:
    task = _task("convolution")
    found = {v.name for q in task.graded_questions for v in read_variants(task.variants("misconceptions", q.name))}
    assert len(found) >= 20


@EACH
def test_every_question_has_hidden_and_public_checks(name: str) -> None:
    task = _task(name)
    checks = collect(task)
    for question in task.graded_questions:
        mine = [check for check in checks if check.question == question.name]
        assert any(check.visibility == "hidden" for check in mine), question.name
        assert len({check.name for check in mine if check.visibility == "hidden"}) == sum(
            c.visibility == "hidden" for c in mine
        )
    assert any(check.visibility == "public" for check in checks)


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", [name for name in NAMES if name != "convolution_tests"]
)  # its checks need a closed-off process
def test_public_checks_pass_on_the_reference_and_fail_on_the_stub(name: str, tmp_path: Path) -> None:
    """As a student runs them: plain pytest, beside the module."""
    task = _task(name)
    for path in task.handout.iterdir():
        if path.is_file():
            (tmp_path / path.name).write_bytes(path.read_bytes())
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "-c",
        "/dev/null",
        str(tmp_path / f"test_{name}.py"),
    ]
    stub = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=300)
    assert stub.returncode == 1, stub.stdout[-2000:]
    assert " passed" not in stub.stdout.splitlines()[-1], stub.stdout[-2000:]
    (tmp_path / f"{name}.py").write_bytes(task.solution.read_bytes())
    solved = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=300)
    assert solved.returncode == 0, solved.stdout[-2000:]


@EACH
def test_the_notebook_has_a_cell_for_every_question_and_no_outputs(name: str) -> None:
    task = _task(name)
    book = nbformat.read(task.notebook, as_version=4)
    nbformat.validate(book)
    marked = [cell.metadata["convgrade"]["question"] for cell in book.cells if "convgrade" in cell.metadata]
    assert [n for n in marked if n in {q.name for q in task.questions}] == marked
    assert set(marked) >= {question.name for question in task.graded_questions}
    assert not any(cell.get("outputs") for cell in book.cells)


@pytest.mark.slow
@EACH
def test_the_notebook_runs_from_top_to_bottom_with_the_reference_in_place(name: str, tmp_path: Path) -> None:
    from nbclient import NotebookClient

    task = _task(name)
    book = nbformat.read(task.notebook, as_version=4)
    for path in task.handout.iterdir():
        if path.is_file() and path.suffix != ".ipynb":
            (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "answers_of_the_staff.py").write_bytes(task.solution.read_bytes())
    for cell in book.cells:
        question = cell.metadata.get("convgrade", {}).get("question")
        if question:
            taken = {"written": f"{question} = 'words'", "tests": "from answers_of_the_staff import *"}
            cell.source = taken.get(task.question(question).kind, f"from answers_of_the_staff import {question}")
    NotebookClient(book, timeout=300, resources={"metadata": {"path": str(tmp_path)}}).execute()
