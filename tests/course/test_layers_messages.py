"""What a student reads whose layer or network lacks something: named, and with no traceback of the suite's own."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from autograder.course import Course
from autograder.grading.grade import Grader
from autograder.records.submission import SourceFile
from autograder.suite.notes import CheckFailed
from tests.support import records

COURSE = Course.read(Path(__file__).resolve().parent.parent.parent)
LAYERS = COURSE.assignment("layers")
SHAPES = [(32, 2, 3, 3), (64, 32, 3, 3), (512, 128), (7, 512)]
RIGHT = [list(shape) for shape in SHAPES]


@pytest.fixture
def suite(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The suite's helper `layers_network`, imported as the suite does."""
    monkeypatch.syspath_prepend(str(LAYERS.hidden_suite))
    for name in ("layers_network", "layers_weights", "layers_torch"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    import layers_network  # type: ignore[import-not-found]

    return layers_network


@pytest.mark.parametrize(
    ("layout", "words"),
    [
        ([None, None], "`layers` is missing or None"),
        ([None, {}], "`layers` is a dict"),
        ([None, ...], "`layers` is `...`"),
        ([RIGHT[:3], 9, True], "does not hold ten layers"),
        ([RIGHT, 11, True], "does not hold ten layers"),
        ([[], 10, False], "something in `layers` is no layer"),
        ([[], 10, True], "under the name `W`"),
        ([[*RIGHT[:2], [512, 64], RIGHT[3]], 10, True], "W of the first linear layer has the wrong shape"),
        ("a text", "something else than a network"),
    ],
)
def test_a_network_of_another_layout(suite: Any, layout: Any, words: str) -> None:
    with pytest.raises(CheckFailed) as told:
        suite.judge_layout(layout, SHAPES)
    assert words in told.value.for_student


def test_the_layout_asked(suite: Any) -> None:
    suite.judge_layout([RIGHT, 10, True], SHAPES)
    suite.judge_layout([RIGHT, 11, True], SHAPES, ten=False)


@pytest.mark.parametrize("forged", [[], None, [[1, 2]], [[1, 2], [1, 2], [1, 2], [1]]])
def test_gradients_that_are_not_there_do_not_pass(suite: Any, forged: Any) -> None:
    with pytest.raises(CheckFailed):
        suite.pairs(forged)


CALL_ONLY = """
class Flatten:
    def __call__(self, X):
        return X.reshape(len(X), -1)
"""
NOWHERE = """
from solution import Linear as _Right
class Linear(_Right):
    def backward(self, dZ):
        dX = super().backward(dZ)
        self.grads = self.dW, self.db
        del self.dW, self.db
        return dX
"""


@pytest.mark.parametrize(
    ("name", "text", "words", "points"),
    [
        ("Flatten", "Flatten = None", "`Flatten` is None, where a function or class is expected", False),
        ("Flatten", CALL_ONLY, "it has no method `forward`", False),
        ("Linear", NOWHERE, "dW after backward(dZ) is missing or None; the layer keeps it as `self.dW`", True),
    ],
)
def test_what_is_missing_is_named_and_nothing_is_flagged(name: str, text: str, words: str, points: bool) -> None:
    main = SourceFile("layers.py", text.encode())
    beside = (SourceFile("solution.py", LAYERS.solution.read_bytes()),)
    with Grader(COURSE, LAYERS) as grader:
        result = grader.grade(records.submission("one", main, *beside))
    question = next(question for question in result.questions if question.name == name)
    assert any(words in check.message for check in question.checks if check.visibility == "hidden")
    assert (question.score or 0) > 0 if points else question.score == 0
    assert not result.flags
