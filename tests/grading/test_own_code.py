"""Questions about a student's own code: keys that running it gives, none where two runs differ, nothing for marks, and a switch."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.course import Course
from autograder.diagnosis.own_code import places
from autograder.feedback.view import student_view
from autograder.grading import own_code
from autograder.grading.explained import explained
from autograder.grading.grade import Grader
from autograder.grading.judge import Judge
from autograder.records.keepable import keepable
from autograder.records.own_code import OwnQuestion
from autograder.records.result import QuestionResult, Result
from autograder.records.status import Status
from autograder.records.submission import SourceFile
from tests.support import records
from tests.support.command import ROOT
from tests.support.tiny_course import write_course

LOOPS = """import numpy as np


def conv2d(image, kernel):
    rows = image.shape[0] - kernel.shape[0] + 1
    columns = image.shape[1] - kernel.shape[1] + 1
    out = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            out[i, j] = (image[i : i + kernel.shape[0], j : j + kernel.shape[1]] * kernel).sum()
    return out
"""
ODD = {
    "two runs differ": "import itertools\n_n = itertools.count()\n\n\ndef conv2d(image, kernel):\n    return image * 0 + next(_n)\n",
    "it ends its process": "import os\n\n\ndef conv2d(image, kernel):\n    os._exit(3)\n",
    "it never answers": "def conv2d(image, kernel):\n    for i in iter(int, 1):\n        x = i\n    return x\n",
    "it gives no numbers": "def conv2d(image, kernel):\n    return [[object()]]\n",
    "it is no function": "conv2d = 5\n",
    "it holds the notes": LOOPS + "\n\nclass _List(list):\n    pass\n\n\nlen = lambda what: 10**30\n",
}


@pytest.fixture(scope="module")
def grader() -> Iterator[Grader]:
    course = Course.read(ROOT)
    with Grader(course, course.assignment("convolution")) as grader:
        yield grader


def asked(grader: Grader, text: str) -> tuple[OwnQuestion, ...]:
    judge = Judge(grader, records.submission("ann", SourceFile("convolution.py", text.encode())))
    judge.load()
    try:
        (result,) = explained(judge, [QuestionResult("conv2d", 14.0, 14.0, Status.PASSED)])
    finally:
        judge.close()
    assert result.score == 14.0
    return result.own_code


def test_what_is_asked_of_loops_is_what_they_do(grader: Grader) -> None:
    seen = set()
    for number in range(3):  # a comment makes another submission of it, which is asked something else perhaps
        (one,) = asked(grader, f"# {number}\n{LOOPS}")
        assert (one,) == asked(grader, f"# {number}\n{LOOPS}")
        shapes = [part["value"]["shape"] for part in (one.case or {"inputs": []})["inputs"]]
        if "How often" in one.ask:
            (h, w), (kh, kw) = shapes
            assert one.answer == f"{(h - kh + 1) * (w - kw + 1)} times"
            assert "`for j in range(columns):` (line 10)" in one.ask
        else:
            assert one.answer == "Line 8: `out = np.zeros((rows, columns))`"
        seen.add(one.ask.split()[0])
    assert seen <= {"How", "Which"}


@pytest.mark.parametrize("body", ODD.values(), ids=ODD)
def test_odd_code_is_asked_nothing(grader: Grader, body: str) -> None:
    for one in asked(grader, body):  # its own `len` is noted by nobody: its values may be asked for
        assert "What does" in one.ask
        assert body == ODD["it holds the notes"]


def test_a_place_is_asked_about_only_where_it_is_the_only_one() -> None:
    def kinds(text: str, name: str = "f") -> list[tuple[str, int]]:
        return [(one.kind, one.line) for one in places(text, name)]

    loop = "def f(x):\n    out = np.zeros(x.shape)\n    for i in x:\n        out += i\n    return out\n"
    assert kinds(loop) == [("loop", 3)]  # `out` is given a value twice: no one line makes it
    assert kinds(loop.replace("out += i", "out[0] = i")) == [("loop", 3), ("maker", 2)]
    assert kinds(loop.replace("out += i", "f(i)")) == []
    assert kinds(loop.replace("out += i", "pass\n    for j in x:\n        pass")) == [("maker", 2)]
    assert (
        kinds("@cache\n" + loop)
        == kinds(loop, "g")
        == kinds("def f(:")
        == kinds("def f(x):\n" + "    x\n" * 2000)
        == []
    )


def test_a_course_can_do_without(tmp_path: Path) -> None:
    course = write_course(tmp_path)
    assert course.assignment("tiny").own_code
    before = course.assignment("tiny").question_hash("double")
    for place, file in (("course", "reference/course.toml"), ("assignment", "assignments/tiny/assignment.toml")):
        path = tmp_path / file
        text = path.read_text(encoding="utf-8")
        path.write_text("own_code = false\n" + text, encoding="utf-8")
        off = Course.read(tmp_path).assignment("tiny")
        assert not off.own_code, place
        assert off.question_hash("double") != before
        path.write_text(text, encoding="utf-8")
    right = SourceFile("tiny.py", b"def double(value):\n    return 2 * value\n")
    for assignment, most in ((course.assignment("tiny"), 1), (off, 0)):
        with Grader(course, assignment) as grader:
            result = grader.grade(records.submission("ann", right), questions=["double"])
        assert result.score == 60.0
        assert sum(len(question.own_code) for question in result.questions) == most


def test_the_record_is_kept_and_one_without_is_read() -> None:
    one = OwnQuestion("What?", "7", "So.", {"inputs": [{"name": "x", "value": {"shape": [], "cells": 1}}]})
    asked = replace(records.question("f", 1.0, 1.0, "passed"), own_code=(one,))
    result = records.result("1", "ann", "tiny", "graded", 1.0, 1.0, (asked,))
    data = json.loads(json.dumps(keepable(result).to_json()))
    assert Result.from_json(data).questions[0].own_code == (one,)
    del data["questions"][0]["own_code"]
    assert Result.from_json(data).questions[0].own_code == ()
    (view,) = student_view(result).own_code
    assert (view.ask, view.answer, len(view.inputs)) == ("What?", "7", 1)
    odd = replace(one, case={"inputs": [{"nothing": object()}]})
    kept = (
        keepable(replace(result, questions=(replace(result.questions[0], own_code=(odd,)),))).questions[0].own_code[0]
    )
    assert (kept.ask, kept.case) == ("What?", None)


def test_a_fault_of_the_graders_own_costs_the_questions_alone(grader: Grader, monkeypatch: pytest.MonkeyPatch) -> None:
    def suited(*_: object) -> object:
        raise FloatingPointError("nan")

    given = records.submission("ann", SourceFile("convolution.py", LOOPS.encode()))
    before = grader.grade(given, questions=["conv2d"])
    monkeypatch.setattr(own_code, "suited", suited)
    after = grader.grade(given, questions=["conv2d"])
    assert after.score == before.score > 0
    assert any(question.own_code for question in before.questions)
    assert not any(question.own_code for question in after.questions)
    told = "the questions about its code failed, please report it: FloatingPointError: nan"
    assert any(flag.startswith(told) for flag in after.flags)
