"""`validate` is silent about no mistake that an author makes: each of a corpus is told with its place, and what to do."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from autograder.course import Course
from autograder.records.errors import ConvgradeError
from autograder.validate import measure
from autograder.validate.faults import Fault, idle, of_course, read_faults, waived
from autograder.validate.faults.habits import of_staff_code
from autograder.validate.faults.strictness import of_probes, of_suite_file
from autograder.validate.run import _must_be_python, _of_sheets
from autograder.validate.sheet import KillSheet
from tests.support.mistakes import MISTAKES, Mistake, copy_course
from tests.support.mistakes.making import HIDDEN, PUBLIC, STUB, add

INSIDE = ("_pytest", "site-packages", "Traceback", "conftest", "nodeid", "E   ")
"""Words of pytest's own insides."""


def told(root: Path, mistake: Mistake | None = None) -> list[str]:
    """What is said of the course below ``root``."""
    try:
        course = Course.read(root)
        faults = list(of_course(course))
        for task in course.assignments:
            _must_be_python(task)
            faults += read_faults(course, task)
        if mistake is not None and mistake.unit:
            unit, *rest = mistake.unit.split()
            arguments = [] if unit == "baseline" else [mistake.question, *rest]
            part = getattr(measure, unit)(str(root), "averages", *arguments)
            sheet = KillSheet("averages", mistake.question)
            for _, what, value in part.notes:
                if what == "usage":
                    sheet.used(*value)
            faults += [*part.faults, *_of_sheets(course.assignment("averages"), [sheet])]
        left: list[Fault] = []
        for task in course.assignments:
            left, gone = waived(task, faults)
            left += idle(task, [waiver for _, waiver in gone])
        return [fault.told(course.root) for fault in left]
    except ConvgradeError as error:
        return str(error).replace(f"{root}/", "").splitlines()


def test_the_course_without_mistakes_is_free_of_complaints(tmp_path: Path) -> None:
    assert told(copy_course(tmp_path / "course")) == []


HARMLESS = """
def test_words(student, reference, rng):
    sizes = {1, 2}
    sizes = sorted(sizes)
    assert [student.double(size) for size in sizes] == [2, 4]
    assert sorted(word for word in {"a", "b"}) == sorted(list(set("ab")))
    assert {len(word) for word in {"a", "bc"}} == {1, 2}
    assert all(student.double(size) == 2 * size for size in {1, 2})
    print("not on the terminal", file=student.file)
"""


BARE = """
def test_words(student):
    async def later():
        return 1
    if student.double(1) == 2:
        return None
"""


def test_a_check_that_returns_nothing_is_no_mistake(tmp_path: Path) -> None:
    root = copy_course(tmp_path / "course")
    add(HIDDEN, BARE)(root)
    assert not [one for one in told(root) if "returns" in one]


def test_a_name_that_both_rooms_have_is_no_mistake(tmp_path: Path) -> None:
    root = copy_course(tmp_path / "course")
    for name in (HIDDEN, PUBLIC):
        add(f"{Path(name).parent}/units.py", "METRE = 1\n")(root)
    add(STUB, "\n# Lengths: units.py\n")(root)
    assert not [one for one in told(root) if "only the staff" in one]


def test_an_order_that_nobody_sees_is_no_mistake() -> None:
    assert not list(
        of_staff_code(ast.parse(HARMLESS), lambda rule, line, text: Fault(rule, Path("suite.py"), text, line))
    )


LAW = """
def test_a_law(student, rng):
    image = rng.normal(size=(5, 5))
    answer = student.blur(image)
    not_all_zero(answer)
    assert_values(student.blur(2 * image), 2 * answer)
"""
SEEDED = """
np.random.seed(3)

def blur():
    yield np.random.rand(3, 3),
"""


def test_a_law_beside_another_judgement_is_no_mistake_and_neither_is_a_seed() -> None:
    def told_of(suite: str, probes: str) -> list[str]:
        def fault(rule: str, line: int, text: str) -> Fault:
            return Fault(rule, Path("suite.py"), text, line)

        faults = [*of_suite_file(Path("test_blur.py"), ast.parse(suite), fault), *of_probes(ast.parse(probes), fault)]
        return [one.rule for one in faults]

    assert told_of(LAW, SEEDED) == []
    assert told_of(LAW.replace("    not_all_zero(answer)\n", ""), SEEDED.replace("np.random.seed(3)", "")) == [
        "itself",
        "probe",
    ]


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.name)
def test_a_mistake_is_told_with_its_place(mistake: Mistake, tmp_path: Path) -> None:
    root = copy_course(tmp_path / "course")
    mistake.make(root)
    complaints = told(root.resolve(), mistake)
    found = [
        one
        for one in complaints
        if one.startswith(tuple(f"{mistake.where}{end}" for end in ":, ")) and all(word in one for word in mistake.told)
    ]
    assert found, complaints
    assert not [word for word in INSIDE for one in complaints if word in one.removeprefix(mistake.where)]
