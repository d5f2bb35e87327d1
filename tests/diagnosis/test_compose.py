"""Two misconceptions at once are named when their composition answers as the student did, and never wrongly."""

from __future__ import annotations

import random
import textwrap
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from autograder.course import Course
from autograder.diagnosis import Diagnostician, Sheet, load_misconceptions
from autograder.diagnosis.compose import composed
from autograder.diagnosis.outcome import observe, same_outcome
from tests.support.diagnosis_helpers import diagnose, module_of

ROOT = Path(__file__).parents[2]
COURSE = Course.read(ROOT)
pytestmark = pytest.mark.filterwarnings("default")

WRONG = '''
from solution import mean as _mean


def _halves(numbers):
    return _mean(numbers) / 2


def halved(numbers):
    """Half.

    Half is given.
    """
    return _halves(numbers)


def signs_lost(numbers):
    """Absolute values.

    Signs are lost.
    """
    return _mean([abs(n) for n in numbers])


def last_left_out(numbers):
    """The last.

    The last is left out.
    """
    return _mean(numbers[:-1])


def always_seven(numbers):
    """Seven.

    Seven is given.
    """
    return 7
'''
PROBES = [([1.0, 2.0, 4.0],), ([-1.0, 3.0, 5.0],), ([2.0, -2.0, -9.0, 1.0],)]


@pytest.fixture
def course_of_means(tmp_path: Path) -> Any:
    (tmp_path / "solution.py").write_text("def mean(numbers):\n    return sum(numbers) / len(numbers)\n")
    (tmp_path / "mean.py").write_text(textwrap.dedent(WRONG))
    reference = module_of(tmp_path / "solution.py", "solution_of_means")
    return reference.mean, load_misconceptions(tmp_path / "mean.py", reference)


@pytest.mark.parametrize(
    ("student", "names"),
    [
        (lambda n: sum(map(abs, n)) / len(n) / 2, {"halved", "signs-lost"}),
        (lambda n: sum(n[:-1]) / (len(n) - 1) / 2, {"halved", "last-left-out"}),
        (lambda n: sum(map(abs, n[:-1])) / (len(n) - 1), {"signs-lost", "last-left-out"}),
        (lambda n: sum(n) / len(n) / 2, {"halved"}),
        (lambda n: sum(n) / len(n) / 3, set()),
        (lambda n: sum(map(abs, n)) / len(n) / 3, set()),
    ],
)
def test_both_are_named(course_of_means: Any, student: Any, names: set[str]) -> None:
    reference, wrong = course_of_means
    found = diagnose("function", PROBES, reference, wrong, student)
    assert set(found.names) == names
    assert len(found.hints) == len(names)
    assert found.counterexample is not None
    if len(names) == 2:
        assert found.counterexample["note"] == "Both are at work in your answer."


def test_a_composition_goes_through_helpers_and_leaves_the_parts_alone(course_of_means: Any) -> None:
    reference, wrong = course_of_means
    of = {one.name: one.stand_in for one in wrong}
    both = composed(of["halved"], reference, of["signs-lost"])
    assert both is not None
    assert both([-4.0, 4.0]) == 2
    assert (of["halved"]([-4.0, 4.0]), of["signs-lost"]([-4.0, 4.0]), reference([-4.0, 4.0])) == (0, 4, 0)
    assert composed(of["always-seven"], reference, of["halved"]) is None  # never calls the reference
    assert composed(int, reference, of["halved"]) is None


def test_a_composition_does_not_share_what_its_parts_remember(tmp_path: Path) -> None:
    (tmp_path / "solution.py").write_text("def mean(numbers):\n    return sum(numbers) / len(numbers)\n")
    (tmp_path / "mean.py").write_text(
        "from solution import mean as _mean\n_seen = []\n"
        "def first_answer(numbers):\n    _seen.append(_mean(numbers))\n    return _seen[0]\n"
        "def halved(numbers):\n    return _mean(numbers) / 2\n"
    )
    reference = module_of(tmp_path / "solution.py", "solution_that_is_remembered")
    first, halved = (one.stand_in for one in load_misconceptions(tmp_path / "mean.py", reference))
    for outer, inner in ((first, halved), (halved, first)):
        both = composed(outer, reference.mean, inner)
        assert both is not None
        assert [both([4.0]), both([8.0])] == [2, 2]
    assert first.__globals__["_seen"] == []


def _alike(one: Any, other: Any, sheet: Sheet) -> bool:
    with np.errstate(all="ignore"):
        return all(
            same_outcome(observe(one, probe), observe(other, probe))
            for probe in sheet.probes
            if isinstance(probe, tuple)
        )


COMPOSED = {
    "convolution": ("convolve_1d", "conv2d", "conv2d_padded", "conv2d_full", "conv2d_same", "conv2d_dilated"),
    "pooling": ("max_pool_2d", "avg_pool_2d", "global_avg_pool"),
    "filters": ("kernels", "apply_kernels", "sobel_edges"),
    "shapes": ("conv_output_size", "same_padding", "conv_parameters", "cnn_parameters", "receptive_field_table"),
    "layers": ("MaxPool2D", "Linear"),
}


@pytest.mark.slow
@pytest.mark.parametrize(("assignment", "question"), [(a, q) for a, names in COMPOSED.items() for q in names])
def test_pairs_of_the_course_are_named_and_nothing_else_is(assignment: str, question: str) -> None:
    """A sample of all pairs: at least nine in ten (three in four of a class) get a right name, none a wrong one."""
    room = COURSE.assignment(assignment)
    reference = module_of(room.solution, f"{assignment}_solution")
    doctor = Diagnostician(room, reference)
    asked = room.question(question)
    wrong = load_misconceptions(room.variants("misconceptions", question), reference)
    right = getattr(reference, question)
    told: Counter[str] = Counter()
    pairs = [(one, two) for one in wrong for two in wrong if one is not two]
    random.Random(question).shuffle(pairs)
    for outer, inner in pairs:
        student = composed(outer.stand_in, right, inner.stand_in)
        if student is None:
            continue
        module = type("module", (), {question: staticmethod(student)})
        with np.errstate(all="ignore"):
            found = doctor.diagnose(asked, module, props=doctor.props)
        if found.counterexample is None:
            continue  # the two undo one another: right
        # Some two come to a third, and are that: the full convolution is the same one with more zeros around.
        third = [
            one for one in wrong if (one.name,) == found.names and _alike(one.stand_in, student, doctor.sheet(asked))
        ]
        assert third or not found.names or {outer.name, inner.name} & set(found.names), (
            outer.name,
            inner.name,
            found.names,
        )
        told["named" if found.names else "not named"] += 1
        if told.total() == 25:
            break
    # A layer's mistakes are compared where one of the two shows by itself: some hide each other everywhere.
    assert told["named"] >= (0.75 if asked.kind == "class" else 0.9) * told.total() > 0, told
