"""A course of one assignment in which students hand in tests: of a function and of a class."""

from __future__ import annotations

from pathlib import Path

from autograder.course import Course

_FILES = {
    "reference/course.toml": 'title = "Trial"\nassignments = ["trial"]\nsecret = "of the tests"\n',
    "assignments/trial/assignment.toml": """title = "Tests of small things"
about = "Two implementations to be tested."
own_code = false

[rules]
libraries = ["numpy", "pytest"]

[limits]
call_seconds = 0.5
question_seconds = 20.0
submission_seconds = 40.0

[[questions]]
name = "largest"
kind = "tests"
points = 60
title = "Tests of a largest number"

[[questions]]
name = "Scale"
kind = "tests"
points = 40
title = "Tests of a class"
""",
    "assignments/trial/trial.py": '''"""Tests."""


def test_largest_example(subject):
    """The largest of a few numbers."""
    raise NotImplementedError("test_largest_example is not written yet")


def test_Scale_example(subject):
    """A factor."""
    raise NotImplementedError("test_Scale_example is not written yet")
''',
    "assignments/trial/zeros.py": '''"""Wrong implementations, to try tests on."""


def largest(row):
    """Answers 0, whatever it is asked."""
    return 0


class Scale:
    """Answers 0, whatever it is asked."""

    def __init__(self, factor):
        self.factor = factor

    def forward(self, x):
        return x * 0
''',
    "assignments/trial/test_trial.py": '''"""Public checks."""

import pytest


@pytest.mark.question("largest")
def test_zeros(trial):
    """Your tests notice an implementation that answers 0."""
    trial.notices("zeros.py")


@pytest.mark.question("Scale")
def test_zero_scale(trial):
    """Your tests notice an implementation that answers 0."""
    trial.notices("zeros.py")
''',
    "reference/trial/solution.py": '''"""Good tests."""

import numpy as np
import pytest


@pytest.mark.parametrize("row, answer", [([1, 3, 2], 3), ([-4, -2], -2), ([5], 5)])
def test_largest_rows(subject, row, answer):
    assert subject.largest(np.array(row)) == answer


def test_largest_nothing(subject):
    with pytest.raises(ValueError):
        subject.largest(np.array([]))


def test_largest_leaves_its_row_alone(subject):
    row = np.array([3.0, 1.0, 2.0])
    subject.largest(row)
    np.testing.assert_array_equal(row, [3, 1, 2])


class TestScale:
    @pytest.fixture
    def layer(self, subject):
        return subject.Scale(2.5)

    def test_Scale_forward(self, layer):
        assert layer.forward(np.array([1.0, 2.0])) == pytest.approx([2.5, 5.0])

    def test_Scale_factor_is_looked_at_again(self, layer):
        layer.factor = 3.0
        assert layer.forward(np.array([2.0])).tolist() == [6.0]
''',
    "tests/hidden/trial/largest_right.py": '''"""Right."""

import numpy as np


def of_numpy(row):
    """NumPy's own."""
    if len(row) < 1:
        raise ValueError("nothing there")
    return np.max(row)


def in_a_loop(row):
    """A loop, and a float."""
    if not len(row):
        raise ValueError("nothing there")
    best = float(row[0])
    for each in row:
        if each > best:
            best = float(each)
    return best
''',
    "tests/hidden/trial/largest_wrong.py": '''"""Wrong."""

import numpy as np


def from_zero(row):
    """begins its search with 0.

    Think of a row of negative numbers.

    >>> largest(np.array([-2, -1]))
    """
    if len(row) == 0:
        raise ValueError("nothing there")
    return max(0, *row, 0)


def sorts(row):
    """sorts the row it was given.

    What does the caller have afterwards?

    >>> row = np.array([2, 1]); largest(row); row
    """
    if len(row) == 0:
        raise ValueError("nothing there")
    row.sort()
    return row[-1]


def last(row):
    """answers the last number.

    >>> largest(np.array([2, 1]))
    """
    if len(row) == 0:
        raise ValueError("nothing there")
    return row[-1]
''',
    "tests/hidden/trial/largest_mutants.toml": """[[mutant]]
removed = "if len(row) < 1:"
added = "if len(row) < 3:"

[[mutant]]
removed = "if len(row) < 1:"
added = "if len(row) < 2:"
""",
    "tests/hidden/trial/test_largest.py": '''"""Hidden checks of tests of `largest`."""

from pathlib import Path

import pytest

from autograder.suite import Subjects

SUBJECTS = Subjects(
    "largest", Path(__file__).parent, "largest_right.py", "largest_wrong.py", "largest_mutants.toml"
)


@pytest.mark.weight(0)
def test_accepts(trial):
    """Your tests accept every right implementation."""
    trial.accepts(SUBJECTS)


@pytest.mark.weight(2)
@pytest.mark.parametrize("number", range(3))
def test_misconception(trial, number):
    """Your tests notice a misconception."""
    trial.notices(SUBJECTS.wrong[number])


@pytest.mark.parametrize("number", range(3, 5))
def test_slip(trial, number):
    """Your tests notice a slip."""
    trial.notices(SUBJECTS.wrong[number])
''',
    "tests/hidden/trial/Scale_right.py": '''"""Right."""

class Scale:
    """As simple as can be."""

    def __init__(self, factor):
        self.factor = factor

    def forward(self, x):
        return self.factor * x

    def steps(self):
        yield self.factor


class Calling(Scale):
    """Adds up."""

    def forward(self, x):
        return sum([x * self.factor])
''',
    "tests/hidden/trial/Scale_wrong.py": '''"""Wrong."""

class Squared:
    """squares its factor.

    >>> Scale(3.0).forward(np.ones(1))
    """

    def __init__(self, factor):
        self.factor = factor

    def forward(self, x):
        return self.factor**2 * x


class Frozen:
    """keeps a copy of its factor.

    >>> layer = Scale(3.0); layer.factor = 2.0; layer.forward(np.ones(1))
    """

    def __init__(self, factor):
        self.factor = self.kept = factor

    def forward(self, x):
        return self.kept * x
''',
    "tests/hidden/trial/test_Scale.py": '''"""Hidden checks of tests of `Scale`."""

from pathlib import Path

import pytest

from autograder.suite import Subjects

SUBJECTS = Subjects("Scale", Path(__file__).parent, "Scale_right.py", "Scale_wrong.py")


@pytest.mark.weight(0)
def test_accepts(trial):
    """Your tests accept every right implementation."""
    trial.accepts(SUBJECTS)


@pytest.mark.weight(2)
@pytest.mark.parametrize("number", range(2))
def test_misconception(trial, number):
    """Your tests notice a misconception."""
    trial.notices(SUBJECTS.wrong[number])
''',
}


def trial_course(folder: Path, second: str = "Scale") -> Course:
    """The course, written into ``folder``; ``second`` is what its second question is called."""
    for name, text in _FILES.items():
        path = folder / name.replace("Scale", second)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace("Scale", second), encoding="utf-8")
    return Course.read(folder)
