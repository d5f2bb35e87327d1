"""Value questions: a misconception is known on every sheet, and shown on numbers that are nobody's."""

from __future__ import annotations

import inspect
from collections import Counter

import numpy as np
import pytest

from autograder.course import Course
from autograder.diagnosis import Diagnostician
from autograder.diagnosis.outcome import Outcome, same_form, same_outcome
from autograder.diagnosis.sheets import on_sheet
from tests.support.command import ROOT
from tests.support.diagnosis_helpers import module_of, student_module

COURSE = Course.read(ROOT)
SEEDS = range(100, 108)
DIFFERENT_ON_NO_SHEET = {"first_convolution_shape"}
"""Whatever the numbers are, a 3 x 3 kernel fits in a 4 x 4 picture in 2 x 2 places: no other sheet may be shown."""


@pytest.fixture(scope="module", params=["by_hand", "shapes"])
def doctor(request: pytest.FixtureRequest) -> Diagnostician:
    room = COURSE.assignment(request.param)
    return Diagnostician(room, module_of(room.solution, f"{room.name}_solution"))


def test_every_misconception_is_known_on_every_sheet(doctor: Diagnostician) -> None:
    """Where two give the same by chance neither is named; that happens on few sheets, and no name is ever wrong."""
    told: Counter[str] = Counter()
    assert doctor.numbers is not None
    for seed in SEEDS:
        sheet = doctor.numbers.draw(np.random.default_rng(seed))
        right = {name: Outcome(value) for name, value in doctor.numbers.answers(sheet).items()}
        for question in (one for one in doctor.assignment.graded_questions if one.kind == "value"):
            for one in doctor.misconceptions(question):
                answer = Outcome(on_sheet(one, sheet).stand_in())
                if same_outcome(answer, right[question.name]) and same_form(answer, right[question.name]):
                    continue
                found = doctor.diagnose(question, student_module(**{question.name: answer.value}), parameters=sheet)
                assert found.names in {(), (one.name,)}
                told["named" if found.names else "not named"] += 1
                depends = bool(inspect.signature(one.stand_in).parameters) and not one.name.startswith("as-")
                if found.names and depends and question.name not in DIFFERENT_ON_NO_SHEET | {"detects", "design"}:
                    assert found.counterexample is not None, (question.name, one.name)
                if found.counterexample is not None:
                    assert found.counterexample["elsewhere"]
                    assert found.counterexample["got"] != found.counterexample["want"]
    assert told["named"] >= 0.95 * told.total() > 100


def test_the_case_that_is_shown_tells_no_answer(doctor: Diagnostician) -> None:
    from autograder.diagnosis.counterexample import describe

    assert doctor.numbers is not None
    shared = doctor.numbers.answers(doctor.numbers.SHARED)
    for seed in range(3):  # the sheets that are tried first: here the student's own is one of them
        own = doctor.numbers.draw(np.random.default_rng(seed))
        mine = doctor.numbers.answers(own)
        for question in (one for one in doctor.assignment.graded_questions if one.kind == "value"):
            for one in doctor.misconceptions(question)[:2]:
                value = on_sheet(one, own).stand_in()
                found = doctor.diagnose(question, student_module(**{question.name: value}), parameters=own)
                if found.counterexample is not None:
                    known = [describe(answers[question.name]) for answers in (mine, shared)]
                    assert found.counterexample["want"] not in known
