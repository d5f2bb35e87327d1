"""Faults that show when the checks of a question run: on the reference, on the untouched stub, on an answer that does nothing."""

from __future__ import annotations

import ast
import contextlib
import doctest
import io
import traceback
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import zip_longest
from pathlib import Path
from typing import Any

import numpy as np

import autograder
from autograder.course import Question
from autograder.course.settings import did_you_mean
from autograder.diagnosis.diagnose import BUDGET, Sheet, told_by
from autograder.diagnosis.misconceptions import Misconception, importable_solution, kebab, load_misconceptions
from autograder.diagnosis.outcome import Outcome
from autograder.diagnosis.sheets import on_sheet
from autograder.grading.collect import Check
from autograder.grading.grade import Grader
from autograder.grading.judge import Judge, Session
from autograder.records.owner import NOBODY
from autograder.records.submission import SourceFile, Submission
from autograder.sandbox import Budget, Handle, RestartableProcess, StudentProcess
from autograder.sandbox.protocol.values import TensorValue
from autograder.suite.probes import load_probes
from autograder.validate.faults.fault import Fault
from autograder.validate.faults.source import definitions, parsed

_LENIENT = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS
_NOTHING = {
    "function": "def {name}(*arguments, **named):\n    return None\n",
    "class": (
        "class {name}:\n    def __init__(self, *arguments, **named):\n        pass\n\n"
        "    def __call__(self, *arguments, **named):\n        return None\n\n"
        "    def __getattr__(self, name):\n        if name.startswith('__'):\n            raise AttributeError(name)\n"
        "        return lambda *arguments, **named: None\n"
    ),
    "value": "{name} = None\n",
}
"""Answers that are nothing, by the kind of a question."""


def passing(grader: Grader, question: Question) -> Iterator[Fault]:
    """The checks of ``question`` that the untouched stub passes, and those that an answer of None does."""
    task = grader.assignment
    main = SourceFile(f"{task.name}.py", task.stub.read_bytes())
    checks = [
        one for one in grader.checks if one.question == question.name and (one.weight or one.visibility == "public")
    ]
    stubborn = _passed(grader, Submission("stub", NOBODY, main), checks)
    for check in stubborn:
        yield _about(
            check,
            f"{check.name} passes for the untouched stub: whoever hands that in has it right. Compare what comes back.",
        )
    if question.kind == "tests":  # tests that assert nothing are among the chaffs
        return
    text = f"from solution import *\n\n\n{_NOTHING[question.kind].format(name=question.name)}"
    nothing = Submission(
        "nothing",
        NOBODY,
        SourceFile(main.name, text.encode()),
        (SourceFile("solution.py", task.solution.read_bytes()),),
    )
    for check in _passed(grader, nothing, checks):
        if check not in stubborn:
            yield _about(check, f"{check.name} passes for an answer that is None: it compares nothing that comes back.")


def _about(check: Check, text: str, rule: str = "nothing") -> Fault:
    return Fault(rule, Path(str(check.item.path)), text, int(check.item.location[1] or 0) + 1, check.question)


def _passed(grader: Grader, submission: Submission, checks: Sequence[Check]) -> list[Check]:
    """Those of one question's ``checks`` that the submission passes."""
    judge = Judge(grader, submission)
    judge.load()
    if judge.hindrance(checks[0].question):
        judge.close()
        return []
    with judge.session(checks[0].question) as session:
        return [check for check, verdict in judge.verdicts(checks, session) if verdict.passed]


def repeating(grader: Grader, question: Question, submission: Submission) -> Iterator[Fault]:
    """The checks of ``question`` that ask ``submission``, the reference, something else when they run again with the same seed."""
    if question.kind == "tests":  # what these ask, the student's tests ask
        return
    checks = [check for check in grader.checks if check.question == question.name]
    once, again = _heard(grader, submission, checks), _heard(grader, submission, checks)
    for check, first, second in zip(checks, once, again, strict=True):
        if not _same(first, second):
            text = (
                f"{check.name} asks something else when it runs again: a regrade gives another mark. Draw "
                "every input from the "
                "fixture rng, and nothing from np.random, random or the clock."
            )
            yield _about(check, text, "repeats")


def _heard(grader: Grader, submission: Submission, checks: Sequence[Check]) -> list[list[Any]]:
    """What each of a question's checks asks of the submission, in order: all in one process, as they are run when it is graded."""
    judge, heard = Judge(grader, submission), [list[Any]()]
    judge.load()

    def start() -> StudentProcess:
        process = judge.start()
        process.listener = lambda request, number, answer: heard[-1].append((_kept(request), number))
        return process

    suite = grader.suite
    assert suite is not None
    budget = Budget(float("inf"), "all calls of this question")
    try:
        with Session(question := checks[0].question, RestartableProcess(start, budget, question), budget) as session:
            for check, then in zip_longest(checks, checks[1:]):
                suite.run(check, judge.seat(check, session), then)
                heard.append([])
    finally:
        suite.leave()
        judge.close()
    return heard[:-1]


def _kept(value: Any) -> Any:
    """A request as it is now, so that it can be compared later."""
    if isinstance(value, Handle):
        return value.ref.number
    if isinstance(value, TensorValue):
        value = value.array
    if isinstance(value, np.ndarray):
        return value.dtype.str, value.shape, value.tobytes() if value.dtype.kind != "O" else repr(value)
    if isinstance(value, (list, tuple)):
        return [_kept(one) for one in value]
    if isinstance(value, dict):
        return {name: _kept(one) for name, one in value.items()}
    return value if isinstance(value, (str, bytes, bool, int, float, complex, np.generic)) else type(value).__name__


def _same(one: Any, two: Any) -> bool:
    if isinstance(one, (list, tuple)) and isinstance(two, (list, tuple)):
        return len(one) == len(two) and all(map(_same, one, two))
    if isinstance(one, dict) and isinstance(two, dict):
        return one.keys() == two.keys() and all(_same(one[name], two[name]) for name in one)
    return bool(one == two) or (one != one and two != two)  # noqa: PLR0124  (NaN)


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


def examples(grader: Grader, question: str) -> Iterator[Fault]:
    """The examples in the docstrings of a question's stub that the reference contradicts."""
    task = grader.assignment
    node = definitions(parsed(task.stub)).get(question)
    if not isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        return
    names = {name: value for name, value in vars(grader.reference).items() if not name.startswith("__")}
    imported: list[ast.stmt] = [one for one in parsed(task.stub).body if isinstance(one, (ast.Import, ast.ImportFrom))]
    try:
        exec(compile(ast.Module(imported, []), str(task.stub), "exec"), around := dict[str, Any]())
    except ImportError:
        return
    for part in (node, *(node.body if isinstance(node, ast.ClassDef) else ())):
        text = ast.get_docstring(part) if isinstance(part, (ast.FunctionDef, ast.ClassDef)) else None
        if not text or ">>>" not in text:
            continue
        test = doctest.DocTestParser().get_doctest(text, {**around, **names}, question, str(task.stub), 0)
        told: list[str] = []
        with quietly():
            doctest.DocTestRunner(verbose=False, optionflags=_LENIENT).run(test, out=told.append)
        if told:
            said = " ".join("".join(told).split("Failed example:")[-1].split())[:200]
            text = f"an example of {question} is not what the reference gives: {said}"
            yield Fault("example", task.stub, text, getattr(part, "lineno", 0), question)


@contextmanager
def quietly() -> Iterator[None]:
    """Staff code runs inside the block: what it prints, and what NumPy and others warn of, is not for whoever validates."""
    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        yield
