"""Faults that show when the probes of a question are asked: of the reference, and of right and wrong answers."""

from __future__ import annotations

import ast
import traceback
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

import autograder
from autograder.course import Question
from autograder.course.settings import did_you_mean
from autograder.diagnosis.diagnose import BUDGET, Answers, Sheet, told_by
from autograder.diagnosis.identify import answers_alike
from autograder.diagnosis.misconceptions import Misconception, importable_solution, kebab, load_misconceptions
from autograder.diagnosis.outcome import Outcome, same_form, same_outcome
from autograder.diagnosis.sheets import on_sheet
from autograder.grading.grade import Grader
from autograder.suite.probes import Probe, arguments, load_probes
from autograder.validate.faults.fault import Fault
from autograder.validate.faults.running import quietly, recorded, same
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
            # PyTorch's switches are the whole process's: a wrong answer that leaves one turned is asked until a probe turns it back.
            doctor, switched = grader.diagnostician, "torch" in task.rules.libraries
            sheet = doctor.sheet(question) if switched else doctor.blank(question)
            list(sheet.right)
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
    telling: set[int] = set()
    """Probes of which every named wrong answer gets one wrong."""
    for one, outcomes in sheet.wrong:
        try:
            with quietly(), importable_solution(grader.reference):
                names = _named(grader, question, sheet, outcomes)
                telling |= _first_wrong(sheet, outcomes, telling)
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
            names = () if _as_right(grader, question, sheet, one, telling) else _names(grader, question, one)
        if names:
            text = (
                f"the right answer {one.name} is taken for {', '.join(names)}: a student would read that hint "
                "for nothing."
            )
            yield Fault("probe", path, text, 0, question.name)


def _named(grader: Grader, question: Question, sheet: Sheet, outcomes: Answers) -> tuple[str, ...]:
    """What an answer is called that answers the probes of a sheet like this. Once they tell it from all others no more are looked at: they
    could make nothing else of it, and a figure takes long."""
    kind, probes = question.kind, grader.diagnostician.probes
    possible = range(min(len(outcomes), BUDGET))
    alike = [other for _, other in sheet.wrong]
    for asked in possible:
        alike = [other for other in alike if other is outcomes or same_outcome(outcomes[asked], other[asked])]
        own = outcomes[: asked + 1]
        if alike == [outcomes] and answers_alike(own, own, sheet.right[: asked + 1]):
            # As of a function: for a class that would be asked whether two others together are as like.
            kind, possible = "function" if kind == "class" else kind, range(asked + 1)
            break
    return told_by(kind, question.name, sheet, possible, outcomes.__getitem__, probes.window, probes.working).names


def _first_wrong(sheet: Sheet, outcomes: Answers, telling: set[int]) -> set[int]:
    """The first probe that an answer is known to get wrong; none where one that is ``telling`` already is among them."""
    wrong = [i for i, outcome in sorted(outcomes.known.items()) if not _alike(outcome, sheet.right[i])]
    return set() if telling.intersection(wrong) else set(wrong[:1])


def _alike(one: Outcome, other: Outcome) -> bool:
    return same_outcome(one, other) and same_form(one, other)


def _as_right(grader: Grader, question: Question, sheet: Sheet, one: Misconception, telling: set[int]) -> bool:
    """Whether an answer is as the reference's, in value and in form, wherever a misconception is known to be wrong: then it is none."""
    if question.kind == "value":  # which numbers it is given is a sheet's to say
        return False
    with importable_solution(grader.reference):
        answers = Answers(one.stand_in, sheet.probes, grader.diagnostician.props)
        return all(_alike(answers[i], sheet.right[i]) for i in sorted(telling))


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


def of_file(grader: Grader) -> Iterator[Fault]:
    """Probes of no question, and probes that are others when they are made again."""
    path = grader.assignment.hidden_suite / "probes.py"
    if not path.is_file():
        return
    known = [one.name for one in grader.assignment.graded_questions]
    again = load_probes(path)
    for name, probes in grader.diagnostician.probes.questions.items():
        node = definitions(parsed(path)).get(name)
        line = getattr(node, "lineno", 0)
        if name not in known:
            text = (
                f"{name} is no question, so its probes are never asked{did_you_mean(name, known)} A helper's "
                "name begins with _."
            )
            yield Fault("probe", path, text, line)
        elif not same([*map(_told, probes)], [*map(_told, again.of(name))]):
            text = (
                f"the probes of {name} are others each time: which hint a student reads is a matter of luck. Write "
                "numbers, or draw them from np.random.default_rng(0)."
            )
            yield Fault("probe", path, text, line, name)


def _told(probe: Probe) -> Any:
    """A probe as it can be compared; what is done by one that is called is not seen."""
    return recorded(arguments(probe)) if isinstance(probe, tuple) else ()
