"""Simulated classes, with and without a wrong check: who passes what, drawn from two models of how checks fail.

``graded`` takes the checks as a test would (two-parameter logistic items over a general and a question's own ability, some of them passed
by luck). ``mistaken`` takes students as having either the right answer or one of a question's wrong ones, each of which fails checks of
its own; some are named misconceptions. Both vary ability, questions, checks, difficulty, unanswered questions and groups of copied answers.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

STUDENTS = 600


@dataclass
class SimulatedClass:
    """``passed`` (students, checks), the ``question`` of each check, and where a misconception was ``explained`` (students, questions)."""

    passed: NDArray[np.bool_]
    question: NDArray[np.int64]
    explained: NDArray[np.bool_]


def graded(rng: np.random.Generator, students: int = STUDENTS) -> SimulatedClass:
    ability = rng.normal(rng.uniform(0, 2), rng.uniform(0.5, 2), students)
    own = rng.uniform(0, 1)
    blocks = []
    for _ in range(rng.integers(1, 11)):
        checks = int(rng.integers(3, 13))
        here = ability + rng.normal(0, own, students)
        difficulty = rng.normal(rng.normal(0, 0.8), rng.uniform(0.2, 0.8), checks)
        slope = rng.uniform(0.8, 2.5, checks)
        luck = np.where(rng.random(checks) < 0.3, rng.uniform(0, 0.4, checks), 0)
        chance = luck + (1 - luck) / (1 + np.exp(-slope * (here[:, None] - difficulty)))
        passed = rng.random((students, checks)) < chance
        passed[rng.random(students) < rng.uniform(0, 0.15)] = False
        blocks.append((passed, np.zeros(students, dtype=bool)))
    return _class(rng, blocks)


def mistaken(rng: np.random.Generator, students: int = STUDENTS) -> SimulatedClass:
    ability = rng.normal(rng.normal(0.8, 0.7), rng.uniform(0.3, 2), students)
    blocks = []
    for _ in range(rng.integers(1, 12)):
        checks, kinds = int(rng.integers(3, 13)), int(rng.integers(3, 25))
        right = rng.random(students) < 1 / (1 + np.exp(rng.normal(0, 0.8) - ability))
        frequent = 1 / np.arange(1, kinds + 1) ** rng.uniform(0.5, 1.2)
        kind = rng.choice(kinds, students, p=frequent / frequent.sum())
        fails = np.zeros((kinds, checks), dtype=bool)
        for each in fails:
            size = min(checks, int(rng.geometric(rng.uniform(0.2, 0.5)))) if rng.random() < 0.7 else checks
            each[rng.choice(checks, size, replace=False)] = True
        named = rng.random(kinds) < 0.6
        passed = (right[:, None] | ~fails[kind]) & (rng.random((students, checks)) >= rng.uniform(0, 0.02))
        explained = ~right & named[kind]
        absent = rng.random(students) < rng.uniform(0, 0.15)
        passed[absent] = explained[absent] = False
        blocks.append((passed, explained))
    return _class(rng, blocks)


WRONG_CHECKS = ("inverted", "too strict", "random", "a wrong value", "nobody passes")


def with_wrong_check(rng: np.random.Generator, made: SimulatedClass, kind: str) -> tuple[SimulatedClass, int] | None:
    """The class with one check gone wrong, and its column; None where no question is right for a sixth of the class, so that no check of it
    could be told wrong by anything."""
    candidates = []
    for column in range(made.passed.shape[1]):
        others = (made.question == made.question[column]) & (np.arange(made.passed.shape[1]) != column)
        right = made.passed[:, others].all(axis=1) & ~made.explained[:, made.question[column]]
        if right.sum() >= len(right) / 6:
            candidates.append((column, right))
    if not candidates:
        return None
    column, right = candidates[rng.integers(len(candidates))]
    students = len(right)
    answered = made.passed[:, made.question == made.question[column]].any(axis=1)
    before = made.passed[:, column]
    verdict = {
        "inverted": ~before,
        "too strict": before & (rng.random(students) < rng.uniform(0, 0.25)),
        "random": rng.random(students) < rng.uniform(0.1, 0.25),
        "a wrong value": ~right & (rng.random(students) < 0.15),
        "nobody passes": np.zeros(students, dtype=bool),
    }[kind]
    passed = made.passed.copy()
    passed[:, column] = verdict & answered
    return SimulatedClass(passed, made.question, made.explained), column


def _class(rng: np.random.Generator, blocks: list[tuple[NDArray[np.bool_], NDArray[np.bool_]]]) -> SimulatedClass:
    """The questions side by side, after groups have copied an answer, or everything, from one of theirs."""
    students = len(blocks[0][0])
    for passed, explained in blocks:
        for group in _groups(rng, students):
            passed[group], explained[group] = passed[group[0]], explained[group[0]]
    for group in _groups(rng, students):
        for passed, explained in blocks:
            passed[group], explained[group] = passed[group[0]], explained[group[0]]
    question = np.repeat(np.arange(len(blocks)), [passed.shape[1] for passed, _ in blocks])
    return SimulatedClass(np.hstack([p for p, _ in blocks]), question, np.column_stack([e for _, e in blocks]))


def _groups(rng: np.random.Generator, students: int) -> list[NDArray[np.int64]]:
    return [rng.choice(students, rng.integers(3, 26), replace=False) for _ in range(rng.integers(0, 4))]
