"""A class of 5,000 made to be mixed up: equal names, ids that are parts of others, leading zeros, dots, equal names in groups."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from autograder.ingest import Handout, read_submissions
from autograder.lms import export
from autograder.records.result import Result
from tests.support.handed_in import zipped
from tests.support.lms_judges import canvas_takes, python_rows, result, write

SIZE = 5000
FIRST = ["Ann", "Ana", "An", "Bo", "José", "Jose\u0301", "李", "O'Neil", "ann", "Ann-Marie"]
LAST = ["Lee", "Le", "Lee Ek", "de la Cruz", "García", "Lee, Jr", "小龙", "X"]


def student_ids() -> list[str]:
    """5,000 ids of which many are parts, paddings and spellings of others."""
    ids: list[str] = []
    number = 0
    while len(ids) < SIZE:
        number += 1
        forms = (f"{number}", f"{number:06}", f"0{number}", f"s{number}", f"S{number}", f"a.{number}", f"a.{number}.b", f"{number}.0",
                 f"{number}e1")  # fmt: skip
        ids += [form for form in forms if form not in ids[-40:]]
    return list(dict.fromkeys(ids))[:SIZE]


@pytest.fixture(scope="module")
def people() -> list[dict[str, str]]:
    draw = random.Random(5)
    numbers = draw.sample(range(1, 10 * SIZE), SIZE)
    return [
        {"id": one, "canvas": str(numbers[n]), "number": str(numbers[-n - 1]), "name": f"{draw.choice(LAST)}, {draw.choice(FIRST)}",
         "group": f"Team {n % 900 // 3}", "mark": f"{(n % 10001) / 100:.2f}"}
        for n, one in enumerate(student_ids())
    ]  # fmt: skip


def test_the_ids_are_as_bad_as_they_should_be(people: list[dict[str, str]]) -> None:
    ids = {one["id"] for one in people}
    assert len(ids) == SIZE
    assert len({one["name"] for one in people}) < 200
    assert sum(one.lstrip("0") in ids for one in ids if one.startswith("0")) > 300
    canvas = {one["canvas"] for one in people}
    assert sum(one["number"] in canvas for one in people) > 1000


def graded(people: list[dict[str, str]], key: str, lms: str, kind: str) -> list[Result]:
    """Three in four handed in, in another order than the gradebook's."""
    some = [one for n, one in enumerate(people) if n % 4]
    random.Random(7).shuffle(some)
    return [result(one[key], float(one["mark"]), lms=lms, key=kind) for one in some]


@pytest.mark.parametrize(("key", "lms", "kind"), [("canvas", "canvas", "canvas_id"), ("id", "plain", "student_id")])
def test_canvas(tmp_path: Path, people: list[dict[str, str]], key: str, lms: str, kind: str) -> None:
    header = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Convolution (501)"]
    rows = [[one["name"], one["canvas"], one["id"], "", "A", "1"] for one in people]
    template = write(tmp_path / "g.csv", [header, *rows])
    report = export(graded(people, key, lms, kind), "canvas", tmp_path / "up.csv", template=template)
    changes = canvas_takes(
        (tmp_path / "up.csv").read_bytes(), {one["canvas"]: one["name"] for one in people}, {"501": "Convolution"}
    )
    assert {user: float(grade) for user, grade in changes.items()} == {
        one["canvas"]: float(one["mark"]) for n, one in enumerate(people) if n % 4
    }
    assert len(report.not_graded) == SIZE // 4
    assert report.unmatched == ()


def test_moodle(tmp_path: Path, people: list[dict[str, str]]) -> None:
    header = ["Identifier", "Full name", "Grade", "Maximum Grade", "Last modified (grade)", "Feedback comments"]
    rows = [[f"Participant {one['number']}", one["name"], "", "100.00", "-", ""] for one in people]
    template = write(tmp_path / "w.csv", [header, *rows])
    export(graded(people, "number", "moodle", "participant"), "moodle", tmp_path / "up.csv", template=template)
    written = python_rows((tmp_path / "up.csv").read_bytes())[1:]
    assert {row[0]: float(row[2]) for row in written} == {
        f"Participant {one['number']}": float(one["mark"]) for n, one in enumerate(people) if n % 4
    }
    assert [row[:2] for row in written] == [row[:2] for n, row in enumerate(rows) if n % 4]


def test_groups_with_equal_names(tmp_path: Path, people: list[dict[str, str]]) -> None:
    some = people[:900]
    header = ["Identifier", "Full name", "Group", "Grade", "Last modified (grade)"]
    rows = [[f"Participant {one['number']}", one["name"], one["group"], "", "-"] for one in some]
    template = write(tmp_path / "w.csv", [header, *rows])
    groups = sorted({one["group"] for one in some})
    files = {f"{group}_{n}_assignsubmission_file/convolution.py": b"x = 1" for n, group in enumerate(groups)}
    intake = read_submissions([zipped(tmp_path / "m.zip", files)], Handout("convolution"), roster=template)
    marks = {group: n / 10 for n, group in enumerate(groups)}
    results = [
        result(one.student, marks[one.student], source=one.source, members=one.members) for one in intake.submissions
    ]
    export(results, "moodle", tmp_path / "up.csv", template=template, scale=100)
    written = python_rows((tmp_path / "up.csv").read_bytes())[1:]
    assert len(written) == 900
    assert all(float(row[3]) == pytest.approx(marks[row[2]]) for row in written)


def test_reading_the_class_keeps_everybody_apart(tmp_path: Path, people: list[dict[str, str]]) -> None:
    files = {f"{one['id']}/convolution.py": f"x = {n}".encode() for n, one in enumerate(people)}
    intake = read_submissions([zipped(tmp_path / "class.zip", files)], Handout("convolution"))
    assert {one.student: one.main.data for one in intake.submissions} == {
        one["id"]: f"x = {n}".encode() for n, one in enumerate(people)
    }
    assert len({one.id for one in intake.submissions}) == SIZE
