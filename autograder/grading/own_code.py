"""Two or three questions about a student's own code: what it gives in one place, how often a loop runs, which line makes the answer.

They earn nothing. Each key comes from running the code in a process of its own, which has seen nothing hidden, on the public inputs of
`probes.py`; it counts only where it was computed twice and came to the same: by the code and by the reference, or by the code two times.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.course import Question
from autograder.diagnosis.counterexample import call_of, named_arguments
from autograder.diagnosis.describe import describe
from autograder.diagnosis.outcome import Outcome, as_numbers, observe, observe_here, same_outcome, same_value
from autograder.diagnosis.own_code import PREFIX, Asked, places
from autograder.grading.judge import Judge
from autograder.grading.time_limit import at_most
from autograder.records.errors import StudentFailure
from autograder.records.own_code import OwnQuestion
from autograder.records.result import QuestionResult
from autograder.records.sentences import joined, say
from autograder.records.status import Status
from autograder.sandbox import RestartableProcess
from autograder.sandbox.host.source import Found, find
from autograder.suite.probes import Probe, needs_props, shown_inputs

if TYPE_CHECKING:
    from autograder.grading.grade import Grader

MOST = 3
"""Questions about one submission."""
FEW, MANY = 2, 36
"""How many numbers an answer has of which one is asked for."""
MOST_ROUNDS = 400
"""Rounds of a loop that somebody may be asked to count."""
PLAIN = 60
"""Characters of a callable probe's text: a longer one tells a story that is no question."""
_TAUGHT = Status.PASSED, Status.PARTIAL
"""Of an answer that has nothing right the diagnosis speaks; what it gives may be anything, and large."""


@dataclass(frozen=True)
class Suited:
    """A probe whose answer can be asked for, and what is ``right``."""

    probe: Probe
    right: Outcome


def _chosen(judge: Judge) -> list[Question]:
    """The questions of the assignment whose code the student is asked about."""
    answered = [
        question
        for question in judge.assignment.graded_questions
        if question.kind in ("function", "class")
        and question.name in judge.report.names
        and suited(judge.grader, question)
    ]
    return sorted(answered, key=lambda question: _draw(judge, question.name))[:MOST]


def _draw(judge: Judge, what: str) -> int:
    """A number that is the same whenever the submission is graded."""
    seed = judge.submission.main.data + b"\0" + what.encode()
    return int.from_bytes(hashlib.sha256(seed).digest()[:6], "big")


def suited(grader: Grader, question: Question) -> Sequence[Suited]:
    """The probes of a question whose answer is a few short numbers, with inputs that can be drawn; looked for once."""
    known = grader.asked_about
    if question.name not in known:
        right, props = getattr(grader.reference, question.name), grader.diagnostician.props
        asked = [
            probe
            for probe in grader.diagnostician.probes.of(question.name)
            if isinstance(probe, tuple) or (shown_inputs(probe) and len(probe.__doc__ or "") <= PLAIN)
        ]
        pairs = (Suited(probe, observe_here(right, probe, props)) for probe in asked[:12])
        known[question.name] = [
            one for one in pairs if not one.right.error and _cells(one.right.value) and not _given(one, right)
        ]
    return known[question.name]


class Asking:
    """What is asked about a submission's code, that of up to three of its functions and classes. Which ones depends on the submission
    alone, so a part that is graded again gets the same. ``code`` is what is read beside the submission for it."""

    def __init__(self, judge: Judge, graded: Sequence[QuestionResult]) -> None:
        wanted = {one.name for one in graded if one.status in _TAUGHT}
        self._judge = judge
        self.chosen = [question for question in _chosen(judge) if question.name in wanted]
        self._answers = {question.name: find(judge.submission, question.name) for question in self.chosen}
        asked = {name: places(found.text, name) for name, found in self._answers.items() if found is not None}
        self._asked = {name: [replace_names(one, name) for one in all_of] for name, all_of in asked.items()}
        self.code = "\n\n".join(one.code for all_of in self._asked.values() for one in all_of)

    def made(self, process: RestartableProcess) -> Iterator[tuple[str, OwnQuestion]]:
        """The questions that can be made, each with the name of what it is about, in the ``process`` that has read the code. Raises
        `StudentFailure`."""
        judge = self._judge
        with at_most(judge.judging_seconds):
            module = process.module
            needed = any(needs_props(one.probe) for question in self.chosen for one in suited(judge.grader, question))
            props = process.props if needed and judge.assignment.props else None
            for number, question in enumerate(self.chosen):
                about = _About(judge, question, self._answers[question.name], module, process, props)
                for make in about.ways(self._asked.get(question.name, ()), number):
                    found = make()
                    if not process.running:
                        return
                    if found is not None:
                        yield question.name, found
                        break


def replace_names(asked: Asked, name: str) -> Asked:
    """The place, its definitions under names of their own: several stand in one module."""
    own = f"{PREFIX}{name}_"
    return replace(asked, name=asked.name.replace(PREFIX, own), code=asked.code.replace(PREFIX, own))


@dataclass(frozen=True)
class _About:
    """One function or class that is asked about, in a process that has seen nothing hidden."""

    judge: Judge
    question: Question
    found: Found | None
    module: Any
    process: RestartableProcess
    props: Any

    def ways(self, asked: Sequence[Asked], number: int) -> Iterator[Callable[[], OwnQuestion | None]]:
        """What may be asked, in the order in which it is tried, for the question of this ``number``: the first and the last are about the
        source where it has something to ask about, so that a page has a bit of each."""
        turn = _draw(self.judge, f"{self.question.name} way") % max(1, len(asked))
        source = [partial(self.of_place, one) for one in (*asked[turn:], *asked[:turn])]
        yield from source if number % 2 == 0 else ()
        if number % 3 == 2:
            yield self.of_shape
        yield self.of_value

    def of_place(self, asked: Asked) -> OwnQuestion | None:
        """How often a loop runs, or which line makes the answer."""
        if self.found is None:
            return None
        number = self.found.first + asked.line - 1
        line = f"`{self.found.text.split(chr(10))[asked.line - 1].strip()[:160].replace('`', '')}`"
        for one in self.pairs(tuple_only=True):
            noted = self.noted(asked, one)
            if noted is None:
                return None
            if asked.kind == "maker" and noted == 1:
                ask = say(
                    "Which line of your `{name}` makes the array that it returns, with its whole shape?",
                    name=self.question.name,
                )
                return OwnQuestion(ask, say("Line {number}: {line}", number=number, line=line))
            if asked.kind == "loop" and FEW <= noted <= MOST_ROUNDS:
                ask = say(
                    "How often does the loop {line} (line {number}) of your `{name}` run its body for {call}?",
                    line=line,
                    number=number,
                    name=self.question.name,
                    call=self.call(one),
                )
                return OwnQuestion(ask, say("{number} times", number=noted), "", self.case(one))
        return None

    def noted(self, asked: Asked, one: Suited) -> int | None:
        """What was noted of a place: twice the same, beside the answer that the function gives anyway."""
        try:
            noting = getattr(self.module, asked.name)
        except (StudentFailure, AttributeError):
            return None
        plain = observe(getattr(self.module, self.question.name), one.probe)
        found = [observe(noting, one.probe) for _ in range(2)]
        if plain.error or not all(map(_is_pair, found)):
            return None
        same = all(same_outcome(replace(each, value=each.value[0]), plain) for each in found)
        first, second = (each.value[1] for each in found)
        return first if same and type(first) is int and first == second else None

    def of_value(self) -> OwnQuestion | None:
        """What the code gives in one place."""
        for one in self.pairs():
            outcome = self.twice(one)
            cells = _cells(outcome.value) if outcome is not None else []
            if not cells:
                continue
            place, number = cells[_draw(self.judge, f"{self.question.name} place") % len(cells)]
            parts = {"name": self.question.name, "call": self.call(one)}
            ask = (
                say("What does your `{name}` give at `{place}` of its answer for {call}?", place=place, **parts)
                if place
                else say("What does your `{name}` give for {call}?", **parts)
            )
            return OwnQuestion(ask, _short(number), "", self.case(one))
        return None

    def of_shape(self) -> OwnQuestion | None:
        """Which shape the answer has."""
        for one in self.pairs():
            outcome = self.twice(one)
            numbers = as_numbers(outcome.value) if outcome is not None else None
            if numbers is not None and numbers.ndim > 1:
                ask = say(
                    "Which shape has the answer of your `{name}` for {call}?",
                    name=self.question.name,
                    call=self.call(one),
                )
                return OwnQuestion(ask, f"{numbers.shape}", "", self.case(one))
        return None

    def twice(self, one: Suited) -> Outcome | None:
        """What the code answers, where that is what the reference answers or what it answers once more."""
        function = getattr(self.module, self.question.name)
        first = observe(function, one.probe, self.process.keep, self.process.value, self.props)
        if first.error or same_outcome(first, one.right):
            return None if first.error else first
        again = observe(function, one.probe, self.process.keep, self.process.value, self.props)
        return first if same_outcome(first, again) else None

    def pairs(self, tuple_only: bool = False) -> list[Suited]:
        """The probes in the order in which they are tried: a few in the middle are the most instructive."""
        all_of = [
            one
            for one in suited(self.judge.grader, self.question)
            if (isinstance(one.probe, tuple) or not tuple_only)
            and (isinstance(one.probe, tuple) or not needs_props(one.probe) or self.props is not None)
        ]
        more = [one for one in all_of if len(_cells(one.right.value)) >= FEW] or all_of
        turn = _draw(self.judge, f"{self.question.name} probe") % max(1, min(4, len(more)))
        return (more[turn:] + more[:turn])[:3]

    def call(self, one: Suited) -> str:
        """The call in words."""
        told = call_of(self.question.name, one.probe, getattr(self.judge.grader.reference, self.question.name))
        return joined(["`", told, "`"], "")

    def case(self, one: Suited) -> dict[str, Any]:
        """What is drawn beside it."""
        reference = getattr(self.judge.grader.reference, self.question.name)
        told = call_of(self.question.name, one.probe, reference)
        shown = named_arguments(one.probe, reference)
        return {
            "inputs": [
                {"name": name, "value": describe(value)} for name, value in shown.items() if f"{name}=" not in told
            ]
        }


def _given(one: Suited, reference: Any) -> bool:
    """Whether the answer is one of the inputs as it stands: nothing to work out."""
    return any(same_value(value, one.right.value) for value in named_arguments(one.probe, reference).values())


def _is_pair(outcome: Outcome) -> bool:
    return not outcome.error and isinstance(outcome.value, list) and len(outcome.value) == 2


def _cells(value: Any) -> list[tuple[str, float]]:
    """The numbers of an answer that can be asked for, with their places as Python writes them: short ones that are not 0, of an array or
    of a few by name."""
    if isinstance(value, dict):
        parts = [(key, _cells(part)) for key, part in value.items() if isinstance(key, str) and key.isprintable()]
        return [(f"[{key!r}]{place}", number) for key, cells in parts[:MANY] for place, number in cells]
    numbers = as_numbers(value)
    if numbers is None or numbers.dtype.kind not in "iuf" or not (numbers.ndim == 0 or FEW <= numbers.size <= MANY):
        return []
    flat = [(list(map(int, place)), float(numbers[tuple(place)])) for place in np.ndindex(numbers.shape)]
    short = [(place, one) for place, one in flat if np.isfinite(one) and 0 < abs(one) < 10_000 and _is_short(one)]
    return [(str(place) if place else "", one) for place, one in short]


def _is_short(number: float) -> bool:
    return abs(number * 4 - round(number * 4)) < 1e-9


def _short(number: float) -> str:
    return f"{number:.10g}".replace("-", "−")
