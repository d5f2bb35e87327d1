"""Faults that show when the checks of a question run: on the reference, on the untouched stub, on an answer that does nothing."""

from __future__ import annotations

import ast
import contextlib
import doctest
import io
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import zip_longest
from pathlib import Path
from typing import Any

import numpy as np

from autograder.course import Assignment, Question
from autograder.diagnosis.diagnose import Answers
from autograder.diagnosis.misconceptions import importable_solution
from autograder.diagnosis.outcome import same_outcome
from autograder.grading.collect import Check
from autograder.grading.grade import Grader
from autograder.grading.judge import Judge, Session
from autograder.records.owner import NOBODY
from autograder.records.submission import SourceFile, Submission
from autograder.sandbox import Budget, Handle, RestartableProcess, StudentProcess
from autograder.sandbox.protocol.values import TensorValue
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
_OFF = """
def off(value):
    if isinstance(value, (list, tuple)):
        return [*map(off, value)] if isinstance(value, list) else (*map(off, value),)
    if isinstance(value, dict):
        return {name: off(part) for name, part in value.items()}
    kind = str(getattr(value, "dtype", type(value).__name__))
    return 1.01 * value if "float" in kind else value
"""
"""What makes an answer 1 % too large. Whole numbers stay as they are."""
_FAR_OFF = {
    "function": "def {name}(*arguments, **named):\n    return off(right(*arguments, **named))\n",
    "class": (
        "class {name}(right):\n    pass\n\n\ndef wrapped(method):\n"
        "    return lambda *arguments, **named: off(method(*arguments, **named))\n\n\n"
        "for kind in reversed(right.__mro__):\n    for name, method in vars(kind).items():\n"
        "        if kind.__module__ == right.__module__ and callable(method) and not name.startswith('_'):\n"
        "            setattr({name}, name, wrapped(method))\n"
    ),
    "value": "{name} = off(right)\n",
}
"""Answers that are 1 % off, by the kind of a question."""


def passing(grader: Grader, question: Question) -> Iterator[Fault]:
    """The checks of ``question`` that the untouched stub passes, and those that an answer of None does."""
    task = grader.assignment
    main = SourceFile(f"{task.name}.py", task.stub.read_bytes())
    checks = [
        one for one in grader.checks if one.question == question.name and (one.weight or one.visibility == "public")
    ]
    stubborn = passed(grader, Submission("stub", NOBODY, main), checks)
    for check in stubborn:
        yield about(
            check,
            f"{check.name} passes for the untouched stub: whoever hands that in has it right. Compare what comes back.",
        )
    if question.kind == "tests":  # tests that assert nothing are among the chaffs
        return
    nothing = _beside_reference(task, question, _NOTHING[question.kind])
    for check in passed(grader, nothing, checks):
        if check not in stubborn:
            yield about(check, f"{check.name} passes for an answer that is None: it compares nothing that comes back.")


def tolerant(grader: Grader, question: Question) -> Iterator[Fault]:
    """Whether an answer that is 1 % off has all points."""
    if question.kind == "tests":
        return
    hidden = [one for one in grader.checks if one.question == question.name and one.visibility == "hidden"]
    off = f"from solution import {question.name} as right\n\n{_OFF}\n\n{_FAR_OFF[question.kind]}"
    submission = _beside_reference(grader.assignment, question, off)
    if grader.first_failure(submission, hidden) is None and _is_off(grader, question, submission):
        text = (
            f"an answer that is 1 % off passes every check of {question.name}: something compares within a tolerance "
            "that is too wide. assert_values of autograder.suite has the one of all checks."
        )
        yield about(hidden[0], text, "tolerance")


def _is_off(grader: Grader, question: Question, submission: Submission) -> bool:
    """Whether the probes tell that answer from the reference: what holds no decimals, as a figure, is what it was."""
    doctor, names = grader.diagnostician, dict[str, Any]()
    with quietly(), importable_solution(grader.reference):
        exec(submission.main.data, names)
        answer, sheet = names[question.name], doctor.blank(question)
        answers = Answers((lambda: answer) if question.kind == "value" else answer, sheet.probes, doctor.props)
        return not all(map(same_outcome, answers, sheet.right))


def _beside_reference(task: Assignment, question: Question, answer: str) -> Submission:
    """A submission that answers one question with this code, in which its name stands open, and the others as the reference does."""
    text = f"from solution import *\n\n\n{answer.replace('{name}', question.name)}"
    others = (SourceFile("solution.py", task.solution.read_bytes()),)
    return Submission("made up", NOBODY, SourceFile(f"{task.name}.py", text.encode()), others)


def about(check: Check, text: str, rule: str = "nothing") -> Fault:
    """What is said of a check, with its place."""
    return Fault(rule, Path(str(check.item.path)), text, int(check.item.location[1] or 0) + 1, check.question)


def passed(grader: Grader, submission: Submission, checks: Sequence[Check]) -> list[Check]:
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
        if not same(first, second):
            text = (
                f"{check.name} asks something else when it runs again: a regrade gives another mark. Draw "
                "every input from the "
                "fixture rng, and nothing from np.random, random or the clock."
            )
            yield about(check, text, "repeats")


def _heard(grader: Grader, submission: Submission, checks: Sequence[Check]) -> list[list[Any]]:
    """What each of a question's checks asks of the submission, in order: all in one process, as they are run when it is graded."""
    judge, heard = Judge(grader, submission), [list[Any]()]
    judge.load()

    def start() -> StudentProcess:
        process = judge.start()
        process.listener = lambda request, number, answer: heard[-1].append((recorded(request), number))
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


def recorded(value: Any) -> Any:
    """A request as it is now, so that it can be compared later."""
    if isinstance(value, Handle):
        return value.ref.number
    if isinstance(value, TensorValue):
        value = value.array
    if isinstance(value, np.ndarray):
        return value.dtype.str, value.shape, value.tobytes() if value.dtype.kind != "O" else repr(value)
    if isinstance(value, (list, tuple)):
        return [recorded(one) for one in value]
    if isinstance(value, dict):
        return {name: recorded(one) for name, one in value.items()}
    return value if isinstance(value, (str, bytes, bool, int, float, complex, np.generic)) else type(value).__name__


def same(one: Any, two: Any) -> bool:
    """Whether two records are alike; NaN is like NaN."""
    if isinstance(one, (list, tuple)) and isinstance(two, (list, tuple)):
        return len(one) == len(two) and all(map(same, one, two))
    if isinstance(one, dict) and isinstance(two, dict):
        return one.keys() == two.keys() and all(same(one[name], two[name]) for name in one)
    return bool(one == two) or (one != one and two != two)  # noqa: PLR0124  (NaN)


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
