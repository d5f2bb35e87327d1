"""Tests that are handed in to `convolution_tests`: what good and bad ones earn, and that every implementation is what it is said to be."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from autograder.course import Course
from autograder.grading.grade import Grader
from autograder.suite import Subject, Subjects
from autograder.validate.variants import Variant, compose, read_variants
from tests.conftest import ROOT

TASK = Course.read(ROOT).assignment("convolution_tests")
NAMES = [question.name for question in TASK.questions]
VARIANTS = [
    pytest.param(name, room, variant, id=f"{name}-{variant.name}")
    for name in NAMES
    for room in ("alternatives", "misconceptions")
    for variant in read_variants(TASK.variants(room, name))
]


@pytest.fixture(scope="module")
def grader() -> Iterator[Grader]:
    with Grader(Course.read(ROOT), TASK) as made:
        yield made


@pytest.mark.slow
@pytest.mark.parametrize(("name", "room", "variant"), VARIANTS)
def test_good_tests_earn_everything_and_bad_ones_what_they_say(
    grader: Grader, name: str, room: Any, variant: Variant
) -> None:
    """A bad one's docstring says what it earns at most; "Earns at most 6.25": it rejects right implementations."""
    submission = compose(TASK, TASK.question(name), room, variant)
    (question,) = grader.grade(submission, questions=[name]).questions
    if room == "alternatives":
        assert question.score == 25, [check.detail for check in question.checks if not check.passed]
        return
    most = re.search(r"Earns at most ([\d.]+) points", variant.hint)
    assert most is not None
    assert question.score is not None
    assert question.score <= float(most[1])
    rejects = next(check for check in question.checks if check.name == "accepts")
    assert rejects.passed == (most[1] != "6.25"), rejects.message


@pytest.mark.parametrize("name", NAMES)
def test_every_implementation_is_what_it_is_said_to_be(name: str) -> None:
    """Right ones answer alike, and the call that is shown with a wrong one tells it from them."""
    subjects = Subjects(name, TASK.hidden_suite, f"{name}_right.py", f"{name}_wrong.py", f"{name}_mutants.toml")
    right = _module(subjects, "right")
    wrong = _module(subjects, "wrong", right=right)
    assert len(subjects.right) >= 4
    assert sum(one.named for one in subjects.wrong) == 15
    assert sum(not one.named for one in subjects.wrong) == 5
    for one in (one for one in subjects.wrong if one.named):
        answers = [_answer(name, one, vars(right)[other.name]) for other in subjects.right]
        told = _answer(name, one, vars(wrong)[one.name])
        if name != "Conv2D" or "layer.W =" in one.apart:  # weights that are drawn differ
            assert all(_alike(answer, answers[0]) for answer in answers), one.name
        assert not any(_alike(told, answer) for answer in answers), one.name
        assert one.hint


def _module(subjects: Subjects, stem: str, **others: ModuleType) -> ModuleType:
    """One of the two files as a module, in which ``from right import …`` finds the other."""
    text = (subjects.folder / f"{subjects.question}_{stem}.py").read_text(encoding="utf-8")
    module = ModuleType(stem)
    with pytest.MonkeyPatch.context() as patch:
        for name, other in others.items():
            patch.setitem(__import__("sys").modules, name, other)
        exec(compile(text, f"{stem}.py", "exec"), vars(module))
    return module


def _answer(name: str, subject: Subject, thing: Any) -> Any:
    *before, last = ast.parse(subject.apart).body
    assert isinstance(last, ast.Expr)
    around = {"np": np, name: thing}
    np.random.seed(0)
    exec(compile(ast.Module(before, []), "apart", "exec"), around)
    try:
        return np.asarray(eval(compile(ast.Expression(last.value), "apart", "eval"), around))
    except ValueError:
        return "ValueError"


def _alike(one: Any, two: Any) -> bool:
    if isinstance(one, str) or isinstance(two, str):
        return isinstance(one, str) and isinstance(two, str)
    return one.shape == two.shape and bool(np.allclose(one, two, rtol=1e-5, atol=1e-5))
