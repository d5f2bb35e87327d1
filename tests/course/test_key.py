"""What a question's mark depends on: the files whose change grades it again, and no other."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.course import Assignment, Course
from autograder.grading.collect import collect
from autograder.records.errors import CourseError
from tests.conftest import ROOT

POOLS = {"max_pool_2d", "avg_pool_2d", "global_avg_pool", "plot_pooling"}
MARKING = {"only what verdicts are worth, and what is told of them"}
HIDDEN, STAFF, HANDOUT = "tests/hidden/pooling", "reference/pooling", "assignments/pooling"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A course with one assignment, to be changed."""
    for folder in (HIDDEN, STAFF, HANDOUT):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    course = 'title = "t"\nassignments = ["pooling"]\nsecret = "s"\n'
    (tmp_path / "reference" / "course.toml").write_text(course, encoding="utf-8")
    return tmp_path


def _keys(root: Path) -> dict[str, str]:
    task = Course.read(root).assignment("pooling")
    return {question.name: task.question_hash(question.name) for question in task.questions}


def _append(text: str) -> Callable[[str], str]:
    return lambda source: f"{source}\n{text}\n"


@pytest.mark.parametrize(
    ("file", "edit", "touched"),
    [
        (f"{HIDDEN}/test_max_pool_2d.py", _append("X = 1"), {"max_pool_2d"}),
        (f"{HIDDEN}/pooling_cases.py", _append("X = 1"), POOLS),
        (f"{HIDDEN}/pooling_oracles.py", _append("X = 1"), POOLS),
        (f"{HIDDEN}/props.py", _append("X = 1"), POOLS),
        (f"{HIDDEN}/conftest.py", lambda _: "X = 1\n", POOLS),
        (f"{HIDDEN}/numbers.json", lambda _: "[1]", POOLS),
        (f"{HIDDEN}/probes.py", lambda s: s.replace("def avg_pool_2d():", "def avg_pool_2d():\n    yield (1,)"), {"avg_pool_2d"}),
        (f"{HIDDEN}/probes.py", _append("X = 1"), POOLS),
        (f"{STAFF}/solution.py", _append("X = 1"), POOLS),
        (f"{STAFF}/misconceptions/plot_pooling.py", _append("X = 1"), {"plot_pooling"}),
        (f"{STAFF}/alternatives/plot_pooling.py", _append("X = 1"), set()),
        (f"{STAFF}/equivalent_mutants.toml", _append("# why"), set()),
        (f"{HANDOUT}/pooling.py", _append("X = 1"), set()),
        (f"{HANDOUT}/helper.py", lambda _: "X = 1\n", POOLS),
        (
            f"{HANDOUT}/test_pooling.py",
            _append("@pytest.mark.question('max_pool_2d')\ndef test_more(student):\n    assert student"),
            {"max_pool_2d"},
        ),
        (f"{HANDOUT}/assignment.toml", lambda s: s.replace("points = 30", "points = 30.0", 1), set()),
        (f"{HANDOUT}/assignment.toml", lambda s: s.replace('title = "The largest', 'title = "Largest'), MARKING),
        (f"{HANDOUT}/assignment.toml", lambda s: s.replace("points = 30", "points = 29").replace("points = 20", "points = 21"), MARKING),
        (f"{HANDOUT}/assignment.toml", lambda s: s.replace('name = "max_pool_2d"', 'forbidden = ["numpy.max"]\nname = "max_pool_2d"'),
         {"max_pool_2d"}),
        (f"{HIDDEN}/test_max_pool_2d.py", lambda s: s.replace("def test_", "@pytest.mark.weight(7)\ndef test_", 1), MARKING),
        (f"{HIDDEN}/test_max_pool_2d.py", lambda s: s.replace('    """', '    """And so: ', 1), MARKING),
        (f"{HIDDEN}/test_max_pool_2d.py", lambda s: f"# A comment.\n{s}", set()),
        (f"{HANDOUT}/test_pooling.py", lambda s: s.replace('    """', '    """And so: ', 1), MARKING),
        (f"{STAFF}/misconceptions/max_pool_2d.py", lambda s: s.replace('    """', '    """And so: ', 1), MARKING),
        (f"{HANDOUT}/assignment.toml", lambda s: s.replace("call_seconds = 3.0", "call_seconds = 2.5"), {*POOLS, "what_pooling_loses"}),
    ],
)  # fmt: skip
def test_a_change_touches_the_questions_that_can_see_it(
    copy: Path, file: str, edit: Callable[[str], str], touched: set[str]
) -> None:
    task = Course.read(copy).assignment("pooling")
    before, marking = _keys(copy), task.marking_hash()
    path = copy / file
    source = path.read_text(encoding="utf-8") if path.exists() else ""
    changed = edit(source)
    assert changed != source, "the edit finds nothing to change"
    path.write_text(changed, encoding="utf-8")
    after = _keys(copy)
    assert {name for name in after if after[name] != before[name]} == touched - MARKING
    if touched <= MARKING:
        assert (Course.read(copy).assignment("pooling").marking_hash() != marking) == bool(touched)


def test_a_question_that_is_not_there(copy: Path) -> None:
    with pytest.raises(CourseError, match="no question 'pool'"):
        Course.read(copy).assignment("pooling").question_hash("pool")


def _visible(task: Assignment) -> dict[str, int]:
    checks = collect(task)
    return {kind: sum(check.visibility == kind for check in checks) for kind in ("public", "hidden")}


def test_a_course_by_a_relative_path_is_the_same_course(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = _visible(Course.read(copy).assignment("pooling"))
    keys = _keys(copy)
    monkeypatch.chdir(copy / "reference")
    here = Path(os.pardir)
    assert _visible(Course.read(here).assignment("pooling")) == whole
    assert _visible(Assignment.read("pooling", here / HANDOUT, here)) == whole
    assert _keys(here) == keys
    assert whole["public"] > 0
