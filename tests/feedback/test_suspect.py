"""The alarm for a suspect check: it finds a planted wrong check, and cries wolf in no class without one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import numpy as np
import pytest

from autograder.feedback.suspect import Sign, suspects
from tests.support.simulated_classes import WRONG_CHECKS, SimulatedClass, graded, mistaken, with_wrong_check

CLASSES = 300


@pytest.mark.slow
@pytest.mark.parametrize("make", [graded, mistaken])
def test_a_wrong_check_is_found_in_99_of_100_classes_and_none_is_invented_in_more_than_1(
    make: Callable[[np.random.Generator], SimulatedClass],
) -> None:
    rng = np.random.default_rng(20261130)
    invented = 0
    found: Counter[str] = Counter()
    planted: Counter[str] = Counter()
    for _ in range(CLASSES):
        made = make(rng)
        invented += bool(suspects(made.passed, made.question, made.explained))
        for kind in WRONG_CHECKS:
            wrong = with_wrong_check(rng, made, kind)
            if wrong:
                changed, column = wrong
                planted[kind] += 1
                alarms = suspects(changed.passed, changed.question, changed.explained)
                found[kind] += column in {alarm.column for alarm in alarms}
    assert all(planted[kind] > 0.9 * CLASSES for kind in WRONG_CHECKS)
    assert found.total() >= 0.99 * planted.total(), found
    assert all(found[kind] >= 0.98 * planted[kind] for kind in WRONG_CHECKS), (found, planted)
    assert invented <= 0.01 * CLASSES


def small(students: int = 60, questions: int = 2, checks: int = 4) -> SimulatedClass:
    """Half of the class has everything right, the others fail a question as a whole."""
    passed = np.ones((students, questions * checks), dtype=bool)
    passed[::4, :checks] = False
    passed[1::4, checks:] = False
    passed[1::4, checks] = True
    question = np.repeat(np.arange(questions), checks)
    return SimulatedClass(passed, question, np.zeros((students, questions), dtype=bool))


def test_a_check_that_nobody_passes_is_suspect_where_all_else_is_right() -> None:
    made = small()
    made.passed[:, 2] = False
    (alarm,) = suspects(made.passed, made.question, made.explained)
    assert (alarm.column, alarm.sign) == (2, Sign.NOBODY)
    assert list(alarm.failing) == [row for row in range(60) if row % 4]


def test_a_reversed_check_contradicts_its_neighbours() -> None:
    made = small(200)
    made.passed[:, 6] = ~made.passed[:, 6]
    (alarm,) = suspects(made.passed, made.question, made.explained)
    assert (alarm.column, alarm.sign) == (6, Sign.CONTRADICTS)
    assert alarm.passing_wrong == alarm.wrong == 50


def test_students_with_a_named_misconception_are_no_witnesses() -> None:
    made = small()
    made.passed[:, 2] = False
    made.explained[:, 0] = True
    assert suspects(made.passed, made.question, made.explained) == ()


@pytest.mark.parametrize("students", [0, 1, 5, 24])
def test_a_small_class_raises_no_alarm(students: int) -> None:
    made = small(students)
    made.passed[:, 2] = False
    assert suspects(made.passed, made.question, made.explained) == ()


def test_a_hard_check_that_the_better_students_pass_is_not_suspect() -> None:
    rng = np.random.default_rng(3)
    made = small(400)
    made.passed[:, 3] = made.passed[:, :3].all(axis=1) & made.passed[:, 4:].all(axis=1) & (rng.random(400) < 0.5)
    assert suspects(made.passed, made.question, made.explained) == ()
