"""The companion notebooks: made from stub and story, named by question, and run from top to bottom whatever is written in them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.course import Assignment, Course
from autograder.records.errors import CourseError
from autograder.validate.notebook import companion
from autograder.validate.scaffold import write_course, write_scaffold
from tests.support.command import convgrade

ROOT = Path(__file__).parents[2]
NAMES = ("by_hand", "convolution", "filters", "pooling", "shapes", "layers", "torch_cnn")


@pytest.fixture(scope="module")
def course() -> Course:
    return Course.find(ROOT)


@pytest.fixture(params=NAMES)
def assignment(request: pytest.FixtureRequest, course: Course) -> Assignment:
    return course.assignment(request.param)


def cells(assignment: Assignment) -> list[dict]:
    return json.loads(assignment.notebook.read_text("utf-8"))["cells"]


def run_all(assignment: Assignment, *, solved: bool) -> subprocess.CompletedProcess[str]:
    """Every code cell in turn, as "Run all" does; if ``solved``, each question's cell ends in the reference's own."""
    lines = [
        "import sys",
        f"sys.path.insert(0, {str(assignment.staff)!r})",
        "import solution, matplotlib",
        "matplotlib.use('Agg')",
    ]
    for cell in cells(assignment):
        if cell["cell_type"] == "code":
            lines.append("".join(cell["source"]))
            name = cell["metadata"].get("convgrade", {}).get("question")
            if name and solved:
                lines.append(f"{name} = getattr(solution, {name!r}, 'words')")
    environment = {**os.environ, "PYTHONPATH": str(assignment.handout), "PYTHONWARNINGS": "error::SyntaxWarning"}
    return subprocess.run(
        [sys.executable, "-c", "\n".join(lines)],
        cwd=assignment.handout,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_it_is_what_stub_and_story_make(assignment: Assignment) -> None:
    """Made again it is the same: whoever changes a stub makes the notebook too (`convgrade notebook`)."""
    assert assignment.notebook.read_text("utf-8") == companion(assignment)


def test_cells_are_named_by_question(assignment: Assignment) -> None:
    named = {cell["id"]: cell for cell in cells(assignment)}
    assert len(named) == len(cells(assignment))
    for question in assignment.questions:
        cell = named[question.name]
        assert cell["metadata"]["convgrade"] == {"question": question.name}
        assert "".join(cell["source"]) in assignment.stub.read_text("utf-8")


@pytest.mark.parametrize("solved", [False, True], ids=["untouched", "solved"])
def test_run_all_goes_through(assignment: Assignment, solved: bool) -> None:
    done = run_all(assignment, solved=solved)
    assert done.returncode == 0, done.stderr
    functions = [question.name for question in assignment.questions if question.kind in ("function", "class")]
    assert ("first, then run this cell again" in done.stdout) == (bool(functions) and not solved)
    assert not solved or "is missing" not in done.stdout
    if not solved:
        assert not functions or f"Write `{functions[0]}` first" in done.stdout


def test_an_author_makes_one(tmp_path: Path) -> None:
    """From the scaffold on: made, made anew when the stub has changed, and told what does not fit."""
    write_course(tmp_path)
    write_scaffold(Course.find(tmp_path), "twice")
    made = tmp_path / "assignments" / "twice" / "twice.ipynb"
    convgrade("notebook", "--course", tmp_path)
    first = made.read_text("utf-8")
    assert '"id": "double"' in first
    assert "NotImplementedError" in first
    stub, story = tmp_path / "assignments/twice/twice.py", tmp_path / "reference/twice/notebook.md"
    stub.write_text(stub.read_text("utf-8").replace("on whole arrays at once", "on arrays"), "utf-8")
    out_of_step = convgrade("notebook", "--check", "--course", tmp_path, check=False)
    assert out_of_step.returncode == 1
    assert "convgrade notebook twice" in out_of_step.stdout
    convgrade("notebook", "twice", "--course", tmp_path)
    assert made.read_text("utf-8") == first.replace("on whole arrays at once", "on arrays")
    task = Course.find(tmp_path).assignment("twice")
    text = story.read_text("utf-8")
    for wrong, told in (
        (text.replace("double", "treble"), "treble, which twice.py has not"),
        (text.replace('```python question="double"\n```\n', ""), "none or several for double"),
    ):
        story.write_text(wrong, "utf-8")
        with pytest.raises(CourseError, match=told):
            companion(task)
    story.unlink()
    with pytest.raises(CourseError, match="is missing"):
        companion(task)
