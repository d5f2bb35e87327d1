"""Diagnosis: misconceptions named on evidence only, and the smallest case that goes wrong."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import pytest

from autograder.course import Course
from autograder.diagnosis import Diagnostician, Misconception, load_misconceptions
from autograder.diagnosis.diagnose import BUDGET
from autograder.diagnosis.misconceptions import kebab
from autograder.diagnosis.outcome import observe
from autograder.records.code import Place
from autograder.records.errors import StudentCrash, StudentTimeout, student_error
from autograder.suite.probes import kept
from tests.support.diagnosis_helpers import diagnose, module_of, student_module


def doubled(x):
    return 2 * x


def tripled(x):
    """Takes three times the number.

    Two times is expected.
    """
    return 3 * x


def plus_two(x):
    return x + 2


def named(function, hint="mend it"):
    return Misconception(kebab(function.__name__), "a story", hint, function)


PROBES = [(2,), (3,), (5,)]


@pytest.mark.parametrize("wrong", [tripled, plus_two])
def test_the_one_misconception_that_answers_alike_is_named(wrong):
    found = diagnose("function", PROBES, doubled, [named(tripled, "a"), named(plus_two, "b")], wrong)
    assert found.names == (kebab(wrong.__name__),)
    assert found.hints == ({"tripled": "a", "plus_two": "b"}[wrong.__name__],)


def test_a_wrong_answer_that_no_misconception_gives_is_not_named():
    found = diagnose("function", PROBES, doubled, [named(tripled), named(plus_two)], lambda x: 2 * x + (x == 5))
    assert found.names == ()
    assert found.counterexample["inputs"] == [{"name": "x", "value": {"shape": [], "cells": 5}}]


def test_alike_on_some_probes_is_no_evidence():
    # 3x at 2 and at 3, something else at 5: a guess would say "tripled".
    found = diagnose("function", PROBES, doubled, [named(tripled)], lambda x: 3 * x if x < 5 else 0)
    assert found.names == ()
    assert found.counterexample["inputs"][0]["value"]["cells"] == 2


def test_a_right_answer_gets_nothing():
    calls = []

    def right(x):
        calls.append(x)
        return x + x

    found = diagnose("function", PROBES, doubled, [named(tripled)], right)
    assert (found.names, found.counterexample, calls) == ((), None, [2, 3, 5])


def test_misconceptions_that_no_probe_tells_apart_are_all_named():
    def squared(x):
        return x * x

    def cubed_at_two(x):
        return x * x if x < 100 else 0

    found = diagnose("function", PROBES, doubled, [named(squared), named(cubed_at_two), named(tripled)], lambda x: x**2)
    assert found.names == ("squared", "cubed-at-two")


def test_the_first_wrong_probe_is_the_counterexample():
    found = diagnose("function", [(0,), (2,), (3,)], doubled, [], plus_two)
    assert found.counterexample["call"] == "answer(x=0)"
    found = diagnose("function", [(2,), (3,)], doubled, [], plus_two)
    assert found.counterexample["call"] == "answer(x=3)"
    assert (found.counterexample["got"]["cells"], found.counterexample["want"]["cells"]) == (5, 6)


def test_asking_stops_when_nothing_more_can_be_learnt_and_at_the_budget():
    calls = []

    def wrong(x):
        calls.append(x)
        return -x

    diagnose("value", [], doubled, [], lambda: wrong(2))
    assert len(calls) == 1
    calls.clear()
    diagnose("function", PROBES, doubled, [named(tripled)], wrong)
    assert len(calls) == len(PROBES), "what divides right from wrong shows on all probes only"
    calls.clear()
    diagnose("function", [(i,) for i in range(100)], doubled, [named(lambda x: -x)], wrong)
    assert len(calls) == BUDGET


@pytest.mark.parametrize("failure", [StudentTimeout("too slow"), StudentCrash("exit(3)")])
def test_asking_stops_when_the_process_has_died(failure):
    calls = []

    def dies(x):
        calls.append(x)
        raise failure

    found = diagnose("function", PROBES, doubled, [named(tripled)], dies)
    assert found.names == ()
    assert len(calls) == 1
    assert found.counterexample["error"] == str(failure)
    assert found.counterexample["got"] is None
    assert found.counterexample["want"]["cells"] == 4


def test_an_error_is_alike_only_with_an_error_of_the_same_kind():
    def breaks_from_five(x):
        if x >= 5:
            raise IndexError("list index out of range")
        return 2 * x

    def of_kind(name):
        def answer(x):
            if x >= 5:
                raise student_error(name, "boom", Place("f.py", 3, "f"))
            return 2 * x

        return answer

    probes = [*PROBES, (7,)]
    known = [named(breaks_from_five)]
    assert diagnose("function", probes, doubled, known, of_kind("IndexError")).names == ("breaks-from-five",)
    # One error alone is no pattern.
    assert diagnose("function", PROBES, doubled, known, of_kind("IndexError")).names == ()
    found = diagnose("function", probes, doubled, known, of_kind("KeyError"))
    assert found.names == ()
    assert found.counterexample["error"] == "KeyError: boom (f.py, line 3, in f)"


def test_an_expected_error_that_does_not_come():
    def strict(x):
        if x < 0:
            raise ValueError("x must not be negative")
        return x

    found = diagnose("function", [(1,), (-1,)], strict, [], lambda x: x)
    assert found.counterexample["expected_error"] == "ValueError"
    assert found.counterexample["want"] is None
    assert found.counterexample["got"]["cells"] == -1


def test_a_changed_argument_is_seen():
    def shifted(a):
        return a + 1

    def in_place(a):
        a += 1
        return a

    mine = np.array([1, 2])
    found = diagnose("function", [(kept(mine),)], shifted, [named(in_place)], in_place)
    assert found.names == ("in-place",)
    assert found.counterexample["changed"] == [{"name": "a", "value": {"shape": [2], "cells": [2, 3]}}]
    assert found.counterexample["inputs"][0]["value"]["cells"] == [1, 2]
    assert mine.tolist() == [1, 2]


def test_a_float_where_a_size_is_an_int_is_a_matter_of_form():
    def size(n):
        return n // 2

    def true_division(n):
        return n // 2 / 1

    def too_large(n):
        return n // 2 + 1

    wrong = [named(true_division), named(too_large)]
    found = diagnose("function", [(4,), (5,)], size, wrong, lambda n: float(n // 2))
    assert found.names == ("true-division",)
    assert found.counterexample["note"] == "The values are right, but an int is expected, and this is float."
    # A wrong value is named by its value, whatever its form.
    assert diagnose("function", [(4,), (5,)], size, wrong, lambda n: float(n // 2 + 1)).names == ("too-large",)
    assert diagnose("function", [(4,), (5,)], size, wrong, lambda n: np.int64(n // 2)).names == ()


def test_value_questions_compare_the_value_and_show_no_right_one():
    def flipped():
        return [[3, 1], [1, 3]]

    found = diagnose("value", [], lambda: [[-3, -1], [-1, -3]], [named(flipped)], lambda: np.array([[3.0, 1], [1, 3]]))
    assert found.names == ("flipped",)
    assert found.counterexample is None
    assert diagnose("value", [], lambda: "vertical edges", [named(lambda: "blur")], lambda: " Blur ").names != ()
    assert diagnose("value", [], lambda: 5, [named(flipped)], lambda: ...).names == ()


def test_class_questions_are_probed_by_a_callable():
    class Twice:
        def forward(self, x):
            return 2 * x

    class Thrice(Twice):
        def forward(self, x):
            return 3 * x

    class Mine:
        def forward(self, x):
            return x + x + x

    def forward_of_two(layer):
        """Layer().forward(2)"""
        return {"Y": layer().forward(2)}

    found = diagnose("class", [forward_of_two], Twice, [named(Thrice)], Mine)
    assert found.names == ("thrice",)
    assert found.counterexample["call"] == "Layer().forward(2), Y"
    assert (found.counterexample["got"]["cells"], found.counterexample["want"]["cells"]) == (6, 4)


def test_of_an_answer_of_several_parts_the_first_wrong_one_is_drawn():
    def right(image):
        return {"Blur": image / 4, "Copy": image}, [image, image.T[:1]]

    def wrong(image):
        return {"Blur": image / 4, "Copy": image + 1}, [image, image.T[:1]]

    image = np.array([[1.0, 2.0], [3.0, 4.0]])
    case = diagnose("function", [(image,)], right, [], wrong, question="apply").counterexample
    assert case["call"] == "apply(image)[0]['Copy']"
    assert (case["got"]["cells"][0][0], case["want"]["cells"][0][0], case["where"]) == (2.0, 1.0, [0, 0])


def test_a_case_of_which_nothing_can_be_seen_is_none():
    def right(image):
        return {"kind": object}

    def wrong(image):
        return {"kind": print}

    assert diagnose("function", [(np.ones((2, 2)),)], right, [], wrong).counterexample is None


@pytest.mark.parametrize(
    "answer",
    [None, ..., "text", b"bytes", [], [[1], [1, 2]], {"a": 1}, {1, 2}, object(), np.nan, np.inf, 1j, 10**400, np.zeros((2, 0)),
     np.zeros((400, 400)), np.zeros((1,) * 9), np.array(["a"]), np.array([np.nan, np.inf]), True, print, Ellipsis, "x" * 10**6],
)  # fmt: skip
def test_any_answer_gives_a_small_counterexample_of_plain_json(answer):
    found = diagnose("function", [(np.ones((2, 2)),)], lambda a: a * 2, [named(tripled)], lambda a: answer)
    assert found.names == ()
    text = json.dumps(found.counterexample, allow_nan=False)
    assert len(text) < 2000
    assert found.counterexample["got"]


def test_nan_is_like_nan_and_close_is_close():
    def spoiled(x):
        return np.array([np.nan, x])

    found = diagnose("function", PROBES, doubled, [named(spoiled)], lambda x: np.array([np.nan, x * (1 + 1e-9)]))
    assert found.names == ("spoiled",)


# A course with probes, misconceptions and a solution that they import from.

SOLUTION = "def _half(x):\n    return x / 2\n\ndef halve(x):\n    return _half(x)\n\nanswer = 7\n"
MISCONCEPTIONS = '''
from math import floor

from solution import _half


def rounded_down(x):
    """Rounds the half down.

    A half may have a fraction:
    keep it.

    Use `/`.
    """
    return floor(_half(x))


def _helper(x):
    return x


def KeepsAll(x):
    """Gives x back."""
    from solution import halve

    return _helper(x) + 0 * halve(x)
'''
PROBES_FILE = """
import numpy as np

def halve():
    yield (2,)
    yield (3,)
    yield (np.array([[1, 2], [3, 4]]),)

def window(question, args, position):
    return {"x": [position]}

def working(question, args, position):
    return f"{args[0][position]} / 2" if position else None

def _private():
    yield (1,)
"""


@pytest.fixture
def course(tmp_path: Path) -> Course:
    files = {
        "reference/course.toml": 'title = "T"\nassignments = ["tiny"]\nsecret = "s"\n',
        "assignments/tiny/assignment.toml": '[[questions]]\nname = "halve"\npoints = 60\n'
        '[[questions]]\nname = "answer"\nkind = "value"\npoints = 40\n'
        '[[questions]]\nname = "why"\nkind = "written"\npoints = 5\n',
        "reference/tiny/solution.py": SOLUTION,
        "reference/tiny/misconceptions/halve.py": MISCONCEPTIONS,
        "reference/tiny/misconceptions/answer.py": "def off_by_one():\n    '''Eight.\n\n    Count again.'''\n    return 8\n",
        "tests/hidden/tiny/probes.py": PROBES_FILE,
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return Course.read(tmp_path)


def test_a_course_is_diagnosed_by_name(course):
    assignment = course.assignment("tiny")
    doctor = Diagnostician(assignment, module_of(assignment.solution, "tiny_solution"))
    halve, answer, why = assignment.questions
    found = doctor.diagnose(halve, student_module(halve=lambda x: np.floor_divide(x, 2)))
    assert found.names == ()  # floor() refuses an array: the misconception raises where this answer does not
    assert found.counterexample["inputs"][0]["value"]["cells"] == 3
    found = doctor.diagnose(halve, student_module(halve=lambda x: x))
    assert found.names == ("keeps-all",)
    found = doctor.diagnose(halve, student_module(halve=lambda x: x / 2 + (np.eye(2)[::-1] if np.ndim(x) else 0)))
    drawn = found.counterexample
    assert (drawn["where"], drawn["wrong"]) == ([0, 1], [[0, 1], [1, 0]])
    assert (drawn["window"], drawn["working"]) == ({"x": [[0, 1]]}, "2 / 2")
    assert doctor.diagnose(answer, student_module(answer=8)).names == ("off-by-one",)
    assert doctor.diagnose(answer, student_module(answer=8)).hints == ("Count again.",)
    assert doctor.diagnose(answer, student_module(answer=9)).names == ()
    assert doctor.diagnose(why, student_module(why="because")).names == ()
    assert doctor.diagnose(answer, student_module()).names == ()
    assert "solution" not in sys.modules


def test_a_course_without_probes_or_misconceptions_is_diagnosed_with_nothing(course, tmp_path):
    (tmp_path / "tests/hidden/tiny/probes.py").unlink()
    (tmp_path / "reference/tiny/misconceptions/answer.py").unlink()
    assignment = course.assignment("tiny")
    doctor = Diagnostician(assignment, module_of(assignment.solution, "tiny_solution"))
    for question in assignment.questions:
        found = doctor.diagnose(question, student_module(halve=abs, answer=8))
        assert (found.names, found.counterexample) == ((), None)


def test_hints_are_read_from_docstrings(course):
    path = course.assignment("tiny").variants("misconceptions", "halve")
    solution = module_of(course.assignment("tiny").solution, "tiny_solution")
    down, all_of_it = load_misconceptions(path, solution)
    assert (down.name, down.story) == ("rounded-down", "Rounds the half down.")
    assert down.hint == "A half may have a fraction: keep it.\n\nUse `/`."
    assert (all_of_it.name, all_of_it.hint) == ("keeps-all", "")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("flipped_kernel", "flipped-kernel"),
        ("DividesByBatch", "divides-by-batch"),
        ("UsesNCHW", "uses-nchw"),
        ("Off2", "off2"),
    ],
)
def test_names_are_kebab(name, shown):
    assert kebab(name) == shown


@pytest.mark.parametrize(
    ("got", "want", "place", "left", "right"),
    [
        ({"a": 1}, {"b": 1}, ("its keys",), ["a"], ["b"]),
        (["x", ["y"]], ["x", ["z"]], (1,), ["y"], ["z"]),
        ([["x"], ["y"]], [["x"]], (1,), ["y"], None),
        ({"panel": [["x"]]}, {"panel": [["x"], ["y"]]}, ("panel", 1), None, ["y"]),
        ([np.zeros((20, 20)), np.ones(2)], [np.zeros((20, 20)), np.zeros(2)], (1,), np.ones(2), np.zeros(2)),
    ],
)
def test_the_part_that_differs_is_what_is_drawn(got, want, place, left, right):
    from autograder.diagnosis.counterexample import Nothing, _first_difference

    found = _first_difference(got, want)
    assert found[0] == place
    for one, two in zip(found[1:], (left, right), strict=True):
        assert one is Nothing if two is None else np.array_equal(one, two)


def test_a_place_is_told_in_words_for_what_a_probe_tells():
    from autograder.diagnosis.counterexample import _indexed, _spoken

    assert _spoken(("panel", 1)) == ", panel 2"
    assert _spoken((0, "W")) == ", part 1, W"
    assert _indexed(("W", 1)) == "['W'][1]"
    assert _spoken(()) == _indexed(()) == ""


def test_an_answer_of_megabytes_ends_the_diagnosis() -> None:
    """Of answers to probes one each is held: sixty of 64 MB took 1.5 GB."""
    large = observe(lambda image: [np.ones(1 << 18), {"a": np.ones(1 << 18)}, np.ones(1 << 18)], (np.ones((2, 2)),))
    assert (large.over, large.value, large.text) == (True, None, "an answer of 6 MB")
    assert observe(lambda image: np.ones(1 << 18), (np.ones((2, 2)),)).value.nbytes == 2 << 20
