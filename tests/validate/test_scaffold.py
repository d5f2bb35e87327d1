"""`convgrade new` writes questions of every kind that `validate` has nothing to say of."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.course import Course
from autograder.records.errors import CourseError
from autograder.validate import measure
from autograder.validate.faults import of_course
from autograder.validate.mutants import mutants
from autograder.validate.patterns import PATTERNS
from autograder.validate.scaffold import write_course, write_scaffold


@pytest.mark.slow
def test_every_kind_is_free_of_complaints(tmp_path: Path) -> None:
    write_course(tmp_path)
    write_scaffold(Course.read(tmp_path), "many", list(PATTERNS))
    course = Course.read(tmp_path)
    task = course.assignment("many")
    parts = [measure.baseline(str(tmp_path), "many")]
    for question in task.graded_questions:
        for unit in (measure.asked, measure.probed, measure.trust):
            parts.append(unit(str(tmp_path), "many", question.name))
        parts += [measure.variants(str(tmp_path), "many", question.name, "alternatives")]
        parts += [measure.variants(str(tmp_path), "many", question.name, "misconceptions")]
    parts.append(measure.kill(str(tmp_path), "many", list(mutants(task))))
    parts.append(measure.flakes(str(tmp_path), "many", [1]))
    assert [
        fault.told(tmp_path) for fault in (*of_course(course), *(one for part in parts for one in part.faults))
    ] == []
    wrong = ("wheats_rejected", "chaffs_accepted", "chaffs_elsewhere", "flakes", "survivors", "argued")
    notes = [note for part in parts for note in part.notes]
    assert [note for note in notes if note[1] in wrong] == []
    points = {name: value for name, what, value in notes if what == "reference_points"}
    assert points == {question.name: question.points for question in task.graded_questions}
    assert sum(value for _, what, value in notes if what == "stub_points") == 0
    assert sum(value for _, what, value in notes if what == "mutants") >= 10


def test_a_form_feed_loses_no_mutants(tmp_path: Path) -> None:
    write_course(tmp_path)
    write_scaffold(Course.read(tmp_path), "pages")
    task = Course.read(tmp_path).assignment("pages")
    before = [(one.removed, one.added) for one in mutants(task)]
    solution = task.solution.read_text(encoding="utf-8")
    task.solution.write_text(f"\x0c\nSEPARATOR = 'a\u2028b'\n{solution}", encoding="utf-8")
    assert before
    assert [(one.removed, one.added) for one in mutants(task)] == before


def test_an_assignment_joins_the_list_however_it_is_written(tmp_path: Path) -> None:
    write_course(tmp_path)
    toml = tmp_path / "reference" / "course.toml"
    text = toml.read_text(encoding="utf-8")
    write_scaffold(Course.read(tmp_path), "first")
    toml.write_text(text.replace("assignments = []", 'assignments = [  # in order\n    "first",\n]'), encoding="utf-8")
    write_scaffold(Course.read(tmp_path), "second", ["value", "function"])
    course = Course.read(tmp_path)
    assert course.names == ("first", "second")
    assert [(one.name, one.points) for one in course.assignment("second").questions] == [
        ("product", 50),
        ("double", 50),
    ]
    with pytest.raises(CourseError, match="did you mean 'network'"):
        write_scaffold(course, "third", ["netwrok"])
    assert not (tmp_path / "assignments" / "third").exists()
