"""What a check asked, what came back and what is right: for the staff alone, who have to explain a mark.

The checks of one question are run once more, in the sealed process as ever, while somebody listens: to what is asked of the student's
process, and to what the reference answers meanwhile. Inputs are drawn from the course's secret, so they are the very same again.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from autograder.grading.collect import Check
from autograder.grading.grade import Grader
from autograder.grading.judge import Judge, Session
from autograder.grading.verdict import Verdict, verdict_of
from autograder.records.errors import StudentFailure
from autograder.records.submission import Submission
from autograder.sandbox import Handle, RestartableProcess, StudentProcess
from autograder.sandbox.protocol.values import TensorValue

MOST_STEPS = 40
"""Steps that are kept of one check: a layer is made, given weights, and asked a few times."""
_SUITE = str(Path(inspect.getfile(Handle)).parents[2] / "suite")


@dataclass(frozen=True)
class Step:
    """One thing that was asked of the student's process: in words (``conv2d(image, kernel)``), the values by name, and the ``answer``, or
    the ``error`` that came instead."""

    call: str
    inputs: tuple[tuple[str, Any], ...] = ()
    answer: Any = None
    error: str = ""


@dataclass(frozen=True)
class Evidence:
    """One check run again. ``steps`` lead to what it failed by, the last one; ``got`` and ``want`` are what it compared there, as far as
    that can be told. ``place`` is the check's own, as pytest names it."""

    check: str
    intent: str
    place: str
    passed: bool
    message: str
    detail: str
    steps: tuple[Step, ...] = ()
    got: Any = None
    want: Any = None
    compared: bool = False


def evidence(
    grader: Grader, submission: Submission, others: Sequence[str], question: str, checks: Collection[str] = ()
) -> tuple[Evidence, ...]:
    """What the hidden ``checks`` of ``question`` (none: all of them) ask of the submission and get. ``others`` as in `Grader.grade`."""
    judge = Judge(grader, submission, others)
    judge.load()
    asked = [one for one in grader.checks if one.question == question and (not checks or one.name in checks)]
    try:
        if problem := judge.hindrance(question):
            return tuple(_found(check, problem, (), None, ()) for check in asked)
        if judge.is_of_tests(question):  # what they ask is the student's, and all checks go by one trial of them
            return tuple(_found(one, verdict, (), None, ()) for one, verdict in judge.judged(question) if one in asked)
        return tuple(_run(judge, check) for check in asked)
    finally:
        judge.close()


def _run(judge: Judge, check: Check) -> Evidence:
    """One check, in a process of its own: what is shown is nothing that an earlier check left behind."""
    heard = _Heard(judge.grader.reference)

    def start() -> StudentProcess:
        process = judge.start()
        process.listener = heard.student
        heard.names.clear()
        return process

    budget = judge.budget_for_a_question()
    suite = judge.grader.suite
    assert suite is not None
    process = RestartableProcess(start, budget, check.question)
    with Session(check.question, process, budget, judge.trials(check.question, process, budget)) as session:
        seat = replace(judge.seat(check, session), reference=heard.listened())
        try:
            ran = suite.run(check, seat)
            # A failure that the process answers later must not count as the check's.
            steps, right = tuple(heard.steps), heard.right_answer() or heard.right
            compared = _compared(ran.error)  # before the verdict, which lets go of the check's frames
            verdict = verdict_of(check, ran, lambda: session.process.module)
        finally:
            suite.leave()
    return _found(check, verdict, steps, compared, right)


def _found(
    check: Check, verdict: Verdict, steps: Sequence[Step], compared: tuple[Any, Any] | None, right: Sequence[Any]
) -> Evidence:
    if compared is None and steps and right and not verdict.passed:
        compared = steps[-1].error or steps[-1].answer, right[-1]
    got, want = compared or (None, None)
    return Evidence(
        check.name, check.intent, str(check.item.nodeid), verdict.passed, verdict.message(check), verdict.detail,
        tuple(steps), plain(got), plain(want), compared is not None,
    )  # fmt: skip


def _compared(error: BaseException | None) -> tuple[Any, Any] | None:
    """What an assertion of the suite's helpers compared when it failed: the arguments ``got`` and ``want`` of the first of them."""
    trace = error.__traceback__ if error is not None else None
    while trace is not None:
        values, code = trace.tb_frame.f_locals, trace.tb_frame.f_code
        if code.co_filename.startswith(_SUITE):
            for got, want in (("got", "want"), ("after", "before")):
                if got in values and want in values:
                    return values[got], values[want]
        trace = trace.tb_next
    return None


_TOLD = {"call": "", "get": "", "set": "", "len": "len({})", "item": "{}[{}]", "list": "list({})", "value": "{}"}
"""What can be asked of a student's process, beside what is needed to get there, in words."""


class _Heard:
    """What is said while a check runs."""

    def __init__(self, reference: ModuleType) -> None:
        self.steps: list[Step] = []
        self.right: list[Any] = []
        self.names: dict[int, str] = {}
        self.called: tuple[str, Sequence[Any], Mapping[str, Any]] | None = None
        self._reference = reference

    def student(self, request: tuple[Any, ...], number: int, answer: Any) -> None:
        """An answer of the student's process to its ``request``."""
        kind, *arguments = request
        if kind == "calls":
            kind, arguments = "call", arguments[0][number]
        step = self._step(kind, arguments, answer)
        if step is not None:
            self.steps = [*self.steps, step][-MOST_STEPS:]

    def _step(self, kind: str, arguments: Sequence[Any], answer: Any) -> Step | None:
        if kind not in _TOLD:
            return None
        thing, *rest = arguments
        name = self.name(thing)
        inputs: list[tuple[str, Any]] = []
        if kind == "call":
            self.called = name, *rest
            words, inputs = self._arguments(name, *rest)
            told = f"{name}({', '.join(words)})"
        elif kind == "set":
            told, inputs = f"{name}.{rest[0]} = …", [(str(rest[0]), rest[1])]
        else:
            told = (
                _TOLD[kind].format(name, *map(_word, rest))
                if kind != "get"
                else f"{name}.{rest[0]}".removeprefix("module.")
            )
        if isinstance(answer, Handle):
            self.names[answer.ref.number] = told
            if kind == "get":
                return None  # the way to what is asked next
        shown = tuple((name, plain(value)) for name, value in inputs)
        failed = isinstance(answer, StudentFailure)
        return Step(told, shown, None if failed else plain(answer), str(answer) if failed else "")

    def name(self, thing: Any) -> str:
        """What an object of the student's process is called."""
        return self.names.get(thing.ref.number, "module") if isinstance(thing, Handle) else _word(thing)

    def _arguments(
        self, name: str, given: Sequence[Any], named: Mapping[str, Any]
    ) -> tuple[list[str], list[tuple[str, Any]]]:
        """The arguments of a call in words, and the values among them by name. A helper of the suite is given the function it calls
        first and that one's arguments after it."""
        first = self.name(given[0]) if given and isinstance(given[0], Handle) else ""
        known = _parameters(self._reference, name) or (
            ["function", *_parameters(self._reference, first)] if first else []
        )
        words, values = [], list[tuple[str, Any]]()
        for number, value in enumerate(given):
            called = known[number] if number < len(known) else f"argument{number + 1}"
            if isinstance(value, Handle):
                words.append(self.name(value))
            elif isinstance(value, (list, tuple)) and any(isinstance(part, np.ndarray) for part in value):
                own = _parameters(self._reference, first or name)
                parts = [own[i] if first and i < len(own) else f"{called}{i + 1}" for i in range(len(value))]
                words.append(f"[{', '.join(parts)}]")
                values += zip(parts, value, strict=True)
            else:
                nested = isinstance(value, (list, tuple, dict))
                words.append(self._written(value) if nested else called if _word(value) == "…" else _word(value))
                values.append((called, value))
        return [*words, *(f"{key}={_word(value)}" for key, value in named.items())], [*values, *named.items()]

    def _written(self, value: Any) -> str:
        """A nest of values as it is written, arrays by their shape."""
        if isinstance(value, (list, tuple)):
            inner = ", ".join(map(self._written, value))
            return f"[{inner}]" if isinstance(value, list) else f"({inner}{',' if len(value) == 1 else ''})"
        if isinstance(value, dict):
            return f"{{{', '.join(f'{name!r}: {self._written(part)}' for name, part in value.items())}}}"
        if isinstance(value, (np.ndarray, TensorValue)):
            return f"array of shape {plain(value).shape}"
        return self.name(value)

    def right_answer(self) -> tuple[Any, ...]:
        """What the reference answers to the last call, where that was one of its own functions; nothing where that cannot be had."""
        if self.called is None or not inspect.isfunction(getattr(self._reference, self.called[0], None)):
            return ()
        name, args, kwargs = self.called
        try:
            return (getattr(self._reference, name)(*args, **kwargs),)
        except StudentFailure:  # of an object of the student's among the arguments; it may be a `ValueError` too
            return ()
        except Exception as error:  # handles among the arguments, or a call that is to raise
            return (f"{type(error).__name__}: {error}",) if isinstance(error, ValueError) else ()

    def listened(self) -> ModuleType:
        """The reference, whose functions tell what they answer."""
        copy = ModuleType(self._reference.__name__)
        copy.__dict__.update(vars(self._reference))
        for name, value in vars(self._reference).items():
            if inspect.isfunction(value) and not name.startswith("_"):
                copy.__dict__[name] = self._telling(value)
        return copy

    def _telling(self, function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def told(*args: Any, **kwargs: Any) -> Any:
            answer = function(*args, **kwargs)
            self.right = [*self.right, answer][-MOST_STEPS:]
            return answer

        return told


def _parameters(reference: ModuleType, name: str) -> list[str]:
    try:
        return [one for one in inspect.signature(getattr(reference, name)).parameters if one != "self"]
    except (AttributeError, TypeError, ValueError):
        return []


def _word(value: Any) -> str:
    """A small value as it is written, an array or a long one as ``…``."""
    small = value is None or isinstance(value, (bool, int, float, str, tuple, np.generic))
    text = repr(value.item() if isinstance(value, np.generic) else value) if small else "…"
    return text if len(text) <= 30 and "array(" not in text else "…"


def plain(value: Any) -> Any:
    """``value`` as it can be sent on and shown: arrays and plain Python, nothing of a student's process."""
    if isinstance(value, Handle):  # first: to ask it for anything is a request to its process
        return "an object of the student's own"
    if isinstance(value, TensorValue):
        return value.array
    if hasattr(value, "detach"):
        return value.detach().cpu().numpy()
    if inspect.isfunction(value):
        return "a function of the check's own"
    if (
        isinstance(value, (np.ndarray, np.generic, str, bytes, bool, int, float, complex))
        or value is None
        or value is ...
    ):
        return value
    if isinstance(value, (list, tuple)):
        return type(value)(map(plain, value)) if type(value) in (list, tuple) else [plain(one) for one in value]
    if isinstance(value, dict):
        return {str(name): plain(one) for name, one in value.items()}
    return repr(value)[:200]
