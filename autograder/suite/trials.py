"""One submission's tests of one question, tried on implementations: what the fixture ``trial`` of a check gives.

Two sealed processes speak through the grader: the student's with the tests, the other with the implementations. The first gets a fresh
process for every implementation, so that no test remembers another one, and learns nothing of it but its answers. What a test says is the
student's word; but a test that says "wrong" of a wrong implementation and "right" of all right ones has told them apart by what they
answer, and that is what a test is for.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from autograder.course import Limits
from autograder.records.closing import Closing
from autograder.records.errors import (
    LimitReached,
    MissingName,
    StudentCrash,
    StudentFailure,
    StudentTimeout,
    SuiteError,
    student_error,
)
from autograder.sandbox.host.process import Asked, StudentProcess
from autograder.sandbox.host.restartable import RestartableProcess
from autograder.sandbox.host.sandbox import Sandbox
from autograder.sandbox.host.student_time import Budget
from autograder.sandbox.protocol.wire import Ref
from autograder.suite.asserts import fail, flag, remark
from autograder.suite.given import ROOT, Given
from autograder.suite.subjects import Subject, Subjects

_CAP = 4
"""Where a test rejects a right implementation, a question earns at most one part in so many."""
_NAME = re.compile(r"test_\w{1,80}\Z")
_UNWRITTEN, _ENDED = "unwritten", "ended"
_SOUND = ("passed", "skipped")
_PATIENCE = 2
"""How often a test may end its process or run out of time: one that never ends costs itself, and not the others' time."""
_TOLD = 3
"""Tests that are told of one by one."""


@dataclass(frozen=True)
class Outcome:
    """What came of one test on one implementation: ``kind`` is passed, failed, skipped, unwritten or ended; ``why`` is for staff."""

    kind: str
    exception: str = ""
    why: str = ""


@dataclass
class _Tried:
    """What has come of trying: by name the tests' outcomes on right implementations (one that is not passed or skipped stays), and by key
    of a wrong one the test that fails on it."""

    on_right: dict[str, Outcome] = field(default_factory=dict)
    caught: dict[str, str] = field(default_factory=dict)

    def is_sound(self, test: str) -> bool:
        """Whether nothing is known against the test."""
        return test in self.on_right and self.on_right[test].kind in _SOUND


class Trials(Closing):
    """The tests of one ``question`` in a submission. They are tried when a check asks for the first time, on all implementations.

    Right and wrong ones come in an order that nobody can foretell: a test that counts processes, or looks at a clock, does not know which
    it is given.
    """

    def __init__(
        self,
        question: str,
        module: str,
        process: RestartableProcess,
        sandbox: Sandbox,
        budget: Budget,
        handout: Path,
        order: Random,
    ) -> None:
        """``module`` is the submission's name, ``process`` the student's, ``budget`` what all tests of the question may take together,
        ``handout`` the folder of implementations that students have too."""
        self.question, self.module, self.process, self.sandbox = question, module, process, sandbox
        self.budget, self.handout, self.order = budget, handout, order
        self.limits: Limits = sandbox.limits
        self.problems: tuple[str, ...] = ()
        self._implementations: dict[int, RestartableProcess] = {}
        self._known: dict[int, _Tried] = {}
        self._ended: dict[str, list[Outcome]] = {}
        self._failed: StudentFailure | None = None

    def close(self) -> None:
        """End the implementations' processes."""
        for process in self._implementations.values():
            process.close()

    def accepts(self, subjects: Subjects) -> None:
        """Fail unless every test passes on every right implementation, and says the same when it is run again."""
        told = self._rejecting(subjects)
        for problem in self.problems[:_TOLD]:
            remark(f"pytest cannot collect {problem}")
        if told:
            texts = [f"`{test}` {outcome.why}" for test, outcome in told.items()]
            more = f" So do {len(texts) - _TOLD} more." if len(texts) > _TOLD else ""
            staff = "; ".join(f"{test} {outcome.why} {outcome.exception}".strip() for test, outcome in told.items())
            fail("rejects", f"{'. '.join(texts[:_TOLD])}.{more} {_REJECTS}", staff)

    def notices(self, wrong: Subject | str) -> None:
        """Fail unless a test that accepts all right implementations fails on this ``wrong`` one. Of one in a file that students have, fail
        unless any test does."""
        if isinstance(wrong, str):
            self._notices_public(wrong)
            return
        subjects = wrong.subjects
        if not self.caught(wrong):
            missed = next(one for one in subjects.wrong if not self.caught(one))
            fail(
                "missed",
                _missed(missed) if missed == wrong else _NEXT,
                f"nothing fails on {wrong.name} ({wrong.story})",
            )
        if self._rejecting(subjects):
            counted = 0
            for one, weight in zip(subjects.wrong, subjects.weights, strict=True):
                counted += weight if self.caught(one) else 0
                if one == wrong:
                    break
            if counted > sum(subjects.weights) / _CAP:
                fail("capped", _CAPPED, f"{wrong.name} is noticed, but a test rejects a right implementation")

    def caught(self, wrong: Subject) -> bool:
        """Whether a test that accepts all right implementations fails on this one."""
        return wrong.key in self._tried(wrong.subjects).caught

    def _rejecting(self, subjects: Subjects) -> dict[str, Outcome]:
        """By name the tests that do not accept all right implementations."""
        return {test: one for test, one in self._tried(subjects).on_right.items() if one.kind not in _SOUND}

    def _notices_public(self, file: str) -> None:
        subjects = Subjects(self.question, self.handout, wrong_file=file)
        wrong = next((one for one in subjects.wrong if one.name == self.question), None)
        if wrong is None:
            raise SuiteError(f"{self.handout / file} has no {self.question}.")
        outcomes = self._on(wrong, list(self._tests(self._fresh())), until="failed")
        self._written(outcomes)
        for problem in self.problems[:_TOLD]:
            remark(f"pytest cannot collect {problem}")
        if all(one.kind != "failed" for one in outcomes.values()):
            fail("missed", _missed(wrong))

    def _written(self, outcomes: Mapping[str, Outcome]) -> None:
        """Raises the student's `NotImplementedError` where none of the tests is written yet."""
        if all(one.kind == _UNWRITTEN for one in outcomes.values()):
            raise student_error("NotImplementedError", "")

    def _tried(self, subjects: Subjects) -> _Tried:
        """What comes of all implementations. One that was noticed only by a test that turned out to reject a right one is tried again, and
        the right ones with it."""
        if self._failed is not None:
            raise self._failed
        if id(subjects) not in self._known:
            try:
                self._known[id(subjects)] = self._try(subjects)
            except StudentFailure as error:
                self._failed = error
                raise
        return self._known[id(subjects)]

    def _try(self, subjects: Subjects) -> _Tried:
        tests = list(self._tests(self._fresh()))
        tried = _Tried({test: Outcome("passed") for test in tests})
        ahead: list[Subject] = [*subjects.right, subjects.right[0], *subjects.wrong]
        first: dict[str, Outcome] = {}
        while ahead:
            self.order.shuffle(ahead)
            for subject in ahead:
                if subject not in subjects.right:
                    self._on_wrong(subject, tried)
                elif subject == subjects.right[0]:
                    first = self._on_right(subject, tried, first)
                else:
                    self._on_right(subject, tried, {})
                self._written(tried.on_right or {"": Outcome(_UNWRITTEN)})
            again = [
                one for one in subjects.wrong if one.key in tried.caught and not tried.is_sound(tried.caught[one.key])
            ]
            for one in again:
                del tried.caught[one.key]
            ahead = [*subjects.right, *again] if again else []
        return tried

    def _on_right(self, subject: Subject, tried: _Tried, before: Mapping[str, Outcome]) -> dict[str, Outcome]:
        """Try a right implementation, one that was tried ``before`` in the other direction; give what came of it."""
        tests = [test for test in tried.on_right if tried.is_sound(test)]
        outcomes = self._on(subject, tests[::-1] if before else tests)
        for test, one in outcomes.items():
            if one.kind == _UNWRITTEN:
                del tried.on_right[test]
            elif test in before and one.kind != before[test].kind and _ENDED not in (one.kind, before[test].kind):
                tried.on_right[test] = Outcome("changing", why=_CHANGING)
                flag(f"{self.question}: a test says one thing in one run and another in the next")
            elif one.kind == "failed":
                tried.on_right[test] = _told(one, subject)
            elif one.kind not in _SOUND:
                tried.on_right[test] = one
        return outcomes

    def _on_wrong(self, subject: Subject, tried: _Tried) -> None:
        """Try a wrong implementation, until a test fails that nothing is known against."""
        outcomes = self._on(subject, [test for test in tried.on_right if tried.is_sound(test)], until="failed")
        for test, one in outcomes.items():
            if one.kind == "failed":
                tried.caught[subject.key] = test
            elif one.kind == _UNWRITTEN:
                del tried.on_right[test]

    def _fresh(self) -> StudentProcess:
        self.process.fresh()
        return self.process.process

    def _tests(self, process: StudentProcess) -> dict[str, int]:
        """The tests of this question that the process finds, by name: their numbers. Raises `MissingName` where there are none."""
        limit = Budget(self.limits.call_seconds, "finding the tests", self.budget)
        answer = process.converse(("collect", process.module, self.module), _nothing_to_ask, limit)
        found, problems = _collected(answer)
        mine = {test: number for number, (function, test) in enumerate(found) if self._is_mine(function)}
        self.problems = tuple(problems)
        if not mine:
            raise MissingName(without_tests(self.question))
        return mine

    def _is_mine(self, function: str) -> bool:
        """Whether the function is a test of this question; where one question's name begins with another's, the longer one."""
        return _NAME.match(function) is not None and (function + "_").startswith(f"test_{self.question}_")

    def _on(self, subject: Subject, tests: Sequence[str], until: str = "") -> dict[str, Outcome]:
        """What comes of the ``tests`` on one implementation, both in fresh processes; none after one with the outcome ``until``."""
        self._implementation(subject.subjects).close()  # a test can leave something there too
        outcomes: dict[str, Outcome] = {}
        process: StudentProcess | None = None
        numbers: dict[str, int] = {}
        for test in tests:
            if self.budget.tightest.left <= 0:
                raise StudentTimeout(f"ran out of time: {self.budget.tightest}.")
            if len(self._ended.get(test, ())) >= _PATIENCE:
                outcomes[test] = self._ended[test][0]
                continue
            if process is None or not process.alive:
                process = self._fresh()
                numbers = self._tests(process)
            outcomes[test] = self._one(process, numbers.get(test, -1), subject)
            if outcomes[test].kind == _ENDED:
                self._ended.setdefault(test, []).append(outcomes[test])
            if outcomes[test].kind == until:
                break
        return outcomes

    def _one(self, process: StudentProcess, number: int, subject: Subject) -> Outcome:
        if number < 0:
            return Outcome(_ENDED, why="is there in one run and not in the next")
        given = Given(self.question, self._implementation(subject.subjects), subject.key, self.limits.calls)
        given.process.process.budget = Budget(self.limits.call_seconds, "one test", self.budget)
        given.process.process.calls = 0
        limit = Budget(self.limits.call_seconds, "one test", self.budget)
        try:
            answer = process.converse(("try", number, Ref(-ROOT)), given.respond, limit)
        except StudentFailure as error:
            process.close()  # pytest may stand in the middle of this test
            return _ended(error)
        kind, exception, text = _outcome(answer)
        if kind == "failed" and exception == "NotImplementedError":
            return Outcome(_UNWRITTEN)
        return Outcome(kind, f"{exception}: {text}" if exception else "")

    def _implementation(self, subjects: Subjects) -> RestartableProcess:
        """The process of the implementations."""
        if id(subjects) not in self._implementations:
            self._implementations[id(subjects)] = RestartableProcess(partial(self._start, subjects), self.budget)
        return self._implementations[id(subjects)]

    def _start(self, subjects: Subjects) -> StudentProcess:
        main, others = subjects.files()
        process = self.sandbox.start(main, others, "implementations")
        report = process.report
        if not report.loaded or report.left_out:
            told = report.reason or "; ".join(map(str, report.left_out.items()))
            raise SuiteError(f"The implementations of {self.question} in {subjects.folder} cannot be loaded: {told}")
        return process


def may_hold_tests(names: Sequence[str], question: str) -> bool:
    """Whether a module that defines these ``names`` may have tests of the ``question``, by themselves or in a class."""
    return any(name.startswith((f"test_{question}", "Test")) for name in names)


def without_tests(question: str) -> str:
    """What to say where there are none."""
    return f"There is no test of `{question}`: its tests are functions called `test_{question}_…`, with the fixture `subject`."


_REJECTS = "A test that rejects a right answer tells nobody anything: until it is mended, this question earns at most a quarter."
_STOPS = frozenset(
    "AttributeError ImportError IndexError KeyError LookupError MemoryError NameError PermissionError RecursionError TypeError ValueError "
    "ZeroDivisionError".split()
)
"""Exceptions that are told by name: a test that is wrong itself raises them."""
_CHANGING = "says one thing in one run and another in the next: a test that hangs on its order, the clock or chance tells nothing"
_NEXT = "One more wrong implementation passed all your tests."
_CAPPED = "A test of yours notices this one, but it does not count while another rejects a right implementation."


def _missed(subject: Subject) -> str:
    apart = f" A call that tells it from a right one: {subject.apart}" if subject.apart else ""
    hint = f" {subject.hint}" if subject.hint else ""
    return f"An implementation that {subject.story} passed all your tests.{hint}{apart}"


def _told(outcome: Outcome, subject: Subject) -> Outcome:
    """The outcome on a right implementation, with what a student reads of it: nothing that the test itself says."""
    kind = outcome.exception.partition(":")[0]
    how = f"stops with {kind}" if kind in _STOPS else "fails"
    return Outcome(
        "failed", outcome.exception, f"{how} on a right implementation ({subject.story[:1].lower()}{subject.story[1:]})"
    )


def _ended(error: StudentFailure) -> Outcome:
    """The outcome of a test that came to no end."""
    if isinstance(error, LimitReached):
        return Outcome(_ENDED, why=f"was {str(error).rstrip('.')}")
    if isinstance(error, StudentTimeout):
        return Outcome(_ENDED, why=str(error).rstrip("."))
    how = "ended the program" if isinstance(error, StudentCrash) else "could not be run"
    return Outcome(_ENDED, why=how, exception=str(error))


def _nothing_to_ask(asked: Asked) -> Any:
    raise StudentCrash("it asked for the implementation while its tests were looked for.")


def _collected(answer: Any) -> tuple[list[tuple[str, str]], list[str]]:
    """The reply to ``collect``, checked. Raises `StudentCrash` where it is none."""
    if isinstance(answer, tuple) and len(answer) == 2 and all(isinstance(part, list) for part in answer):
        found, problems = answer
        if all(isinstance(one, tuple) and len(one) == 2 and all(isinstance(s, str) for s in one) for one in found):
            return found, [one for one in problems if isinstance(one, str)]
    raise StudentCrash("something else than its tests came back.")


def _outcome(answer: Any) -> tuple[str, str, str]:
    """The reply to ``try``, checked."""
    is_one = isinstance(answer, tuple) and len(answer) == 3 and all(isinstance(part, str) for part in answer)
    if is_one and answer[0] in ("passed", "failed", "skipped"):
        return answer[0], answer[1][:80], answer[2][:200]
    return _ENDED, "", "something else than an outcome came back"
