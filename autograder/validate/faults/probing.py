"""Faults that show when the probes of a question are asked: of the reference, and of right and wrong answers."""

from __future__ import annotations

import ast
import traceback
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

import autograder
from autograder.course import Question
from autograder.course.settings import did_you_mean
from autograder.diagnosis.diagnose import BUDGET, Sheet, told_by
from autograder.diagnosis.misconceptions import Misconception, importable_solution, kebab, load_misconceptions
from autograder.diagnosis.outcome import Outcome
from autograder.diagnosis.sheets import on_sheet
from autograder.grading.grade import Grader
from autograder.suite.probes import load_probes
from autograder.validate.faults.fault import Fault
from autograder.validate.faults.running import quietly
from autograder.validate.faults.source import definitions, parsed


def probing(grader: Grader, question: Question) -> Iterator[Fault]:
    """What is wrong with the probes of ``question``: none, some that cannot be used, named wrong answers that they do not tell."""
    task, path = grader.assignment, grader.assignment.hidden_suite / "probes.py"
    if question.kind == "tests":
        return
    wrong = task.variants("misconceptions", question.name)
    defined = definitions(parsed(path))
    if question.kind != "value":
        node = defined.get(question.name)
        if node is None:
            text = (
                f"{question.name} has no probes: no misconception is ever named, and no student sees a smallest "
                "case. Write a function "
                f"{question.name}() that yields small arguments, smallest first."
            )
            yield Fault("no-probes", path, text, 0, question.name)
            return
        if not any(isinstance(one, (ast.Yield, ast.YieldFrom)) for one in ast.walk(node)):
            text = f"{question.name} yields nothing, so its probes are not found: `yield` each, a tuple of arguments."
            yield Fault("no-probes", path, text, node.lineno, question.name)
            return
    try:
        with quietly():
            sheet = grader.diagnostician.sheet(question)
        right = load_misconceptions(task.variants("alternatives", question.name), grader.reference)
    except Exception as error:  # staff code, which may raise anything
        text = f"the probes or variants of {question.name} cannot be loaded: {type(error).__name__}: {error}"
        frames = traceback.extract_tb(error.__traceback__)
        own = [one for one in frames if Path(one.filename).is_relative_to(task.root)]
        own = [one for one in own if not Path(one.filename).is_relative_to(Path(autograder.__file__).parent)]
        place = (Path(own[-1].filename), own[-1].lineno or 0) if own else (path, 0)
        yield Fault("probe", place[0], text, place[1], question.name)
        return
    for number, outcome in enumerate(sheet.right, 1):
        if question.kind != "value" and outcome.error not in ("", "ValueError"):
            text = f"the reference itself raises at probe {number} of {question.name}: {outcome.text}"
            yield Fault("probe", path, text, 0, question.name)
    lines = {kebab(name): node.lineno for name, node in definitions(parsed(wrong)).items()}
    for one, outcomes in sheet.wrong:
        try:
            with quietly():
                names = _named(grader, question, sheet, outcomes)
        except Exception as error:
            told = (
                f"diagnosing {one.name} fails: {type(error).__name__}: {error}. (window and working may give "
                "None, and never raise.)"
            )
        else:
            told = _mistaken(one.name, names)
        if told:
            yield Fault("probe", wrong, told, lines.get(one.name, 0), question.name)
    for one in right:
        with quietly():
            names = _names(grader, question, one)
        if names:
            text = (
                f"the right answer {one.name} is taken for {', '.join(names)}: a student would read that hint "
                "for nothing."
            )
            yield Fault("probe", path, text, 0, question.name)


def _named(grader: Grader, question: Question, sheet: Sheet, outcomes: Sequence[Outcome]) -> tuple[str, ...]:
    """What an answer is called that answers the probes of a sheet like this."""
    probes = grader.diagnostician.probes
    possible = range(min(len(outcomes), BUDGET))
    told = told_by(question.kind, question.name, sheet, possible, outcomes.__getitem__, probes.window, probes.working)
    return told.names


def _names(grader: Grader, question: Question, one: Misconception) -> tuple[str, ...]:
    """What the diagnosis calls an answer of the staff's own, run in this process."""
    doctor = grader.diagnostician
    if question.kind == "value" and doctor.numbers is not None:
        one = on_sheet(one, doctor.numbers.SHARED)
    with importable_solution(grader.reference):
        answer = one.stand_in() if question.kind == "value" else one.stand_in
        module = type(
            "module",
            (),
            {question.name: staticmethod(answer) if callable(answer) and question.kind != "class" else answer},
        )
        with np.errstate(all="ignore"):
            return doctor.diagnose(question, module, props=doctor.props).names


def _mistaken(name: str, names: Sequence[str]) -> str:
    if not names:
        return (
            f"{name} is never named: no probe tells it from the right answer. Add one where it goes wrong to probes.py."
        )
    if name not in names:
        return f"{name} is taken for {', '.join(names)}: add a probe that tells them apart to probes.py."
    return ""


def stray_probes(grader: Grader) -> Iterator[Fault]:
    """Probes of no question."""
    path = grader.assignment.hidden_suite / "probes.py"
    if not path.is_file():
        return
    known = [one.name for one in grader.assignment.graded_questions]
    for name in load_probes(path).questions:
        if name not in known:
            node = definitions(parsed(path)).get(name)
            text = (
                f"{name} is no question, so its probes are never asked{did_you_mean(name, known)} A helper's "
                "name begins with _."
            )
            yield Fault("probe", path, text, getattr(node, "lineno", 0))
