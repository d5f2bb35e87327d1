"""One submission's tests of one question, run on one implementation at a time.

Two sealed processes speak through the grader: the student's with the tests, the other with the implementations. Both are new for every
implementation, so that no test remembers another one, and the first learns nothing of it but its answers.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from typing import Any

from autograder.course import Assignment
from autograder.records.errors import (
    LimitReached,
    MissingName,
    StudentCrash,
    StudentFailure,
    StudentTimeout,
    SuiteError,
    told_by,
)
from autograder.records.sentences import say
from autograder.sandbox.host.asked import Asked
from autograder.sandbox.host.process import StudentProcess
from autograder.sandbox.host.restartable import RestartableProcess
from autograder.sandbox.host.sandbox import Sandbox
from autograder.sandbox.host.student_time import Budget
from autograder.sandbox.protocol.wire import Ref
from autograder.suite.given import ROOT, Given
from autograder.suite.subjects import Subject

UNWRITTEN, ENDED = "unwritten", "ended"
_LONGEST = 85
"""Characters of a test's name, which is told."""
_NOT_RUN = say("could not be run.")
_PATIENCE = 2
"""How often a test may end its process or run out of time: one that never ends costs itself, and not the others' time."""


@dataclass(frozen=True)
class Outcome:
    """What came of one test on one implementation: ``kind`` is passed, failed, skipped, unwritten or ended; ``why`` goes on after
    the test's name."""

    kind: str
    exception: str = ""
    why: str = ""


class Bench:
    """Finds the tests of one ``question`` in a submission, and runs them on implementations."""

    def __init__(
        self, question: str, assignment: Assignment, process: RestartableProcess, sandbox: Sandbox, budget: Budget
    ) -> None:
        """``process`` is the student's, ``budget`` what all tests of the question may take together."""
        self.question, self.assignment, self.process, self.sandbox = question, assignment, process, sandbox
        self.budget, self.limits = budget, sandbox.limits
        self.problems: tuple[str, ...] = ()
        """What pytest could not collect."""
        self._ended: dict[str, list[Outcome]] = {}

    def tests(self) -> list[str]:
        """The names of the question's tests. Raises `MissingName` where there are none."""
        return list(self._numbers(self._fresh()))

    def on(self, subject: Subject, tests: Sequence[str], until: str = "") -> dict[str, Outcome]:
        """What comes of the ``tests`` on one implementation, both in fresh processes; none after one with the outcome ``until``."""
        with closing(RestartableProcess(partial(self._start, subject), self.budget)) as implementation:
            return self._on(implementation, tests, until)

    def _on(self, implementation: RestartableProcess, tests: Sequence[str], until: str) -> dict[str, Outcome]:
        outcomes: dict[str, Outcome] = {}
        process: StudentProcess | None = None
        numbers: dict[str, int] = {}
        for test in tests:
            if self.budget.tightest.left <= 0:
                raise StudentTimeout(say("ran out of time: {limit}.", limit=self.budget.tightest.told))
            if len(self._ended.get(test, ())) >= _PATIENCE:
                outcomes[test] = self._ended[test][0]
                continue
            if process is None or not process.alive:
                process = self._fresh()
                numbers = self._numbers(process)
            outcomes[test] = self._one(process, numbers.get(test, -1), implementation)
            if outcomes[test].kind == ENDED:
                self._ended.setdefault(test, []).append(outcomes[test])
            if outcomes[test].kind == until:
                break
        return outcomes

    def _fresh(self) -> StudentProcess:
        self.process.fresh()
        return self.process.process

    def _numbers(self, process: StudentProcess) -> dict[str, int]:
        """The tests of this question that the process finds, by name: their numbers. Raises `MissingName` where there are none."""
        limit = Budget(self.limits.call_seconds, say("finding the tests"), self.budget)
        answer = process.converse(
            ("collect", process.module, self.assignment.name, f"test_{self.question}"), _nothing_to_ask, limit
        )
        found, problems = _collected(answer)
        mine = {test: number for number, (function, test) in enumerate(found) if self._is_mine(function)}
        self.problems = tuple(problems)
        if not mine:
            raise MissingName(without_tests(self.question))
        return mine

    def _is_mine(self, function: str) -> bool:
        """Whether the function is a test of this question; where one question's name begins with another's, the longer one."""
        of = [one.name for one in self.assignment.questions if one.kind == "tests" and one.is_answered_by(function)]
        return len(function) <= _LONGEST and max(of, key=len, default="") == self.question

    def _one(self, process: StudentProcess, number: int, implementation: RestartableProcess) -> Outcome:
        if number < 0:
            return Outcome(ENDED, why=say("is there in one run and not in the next."))
        given = Given(self.question, implementation, self.limits.calls)
        given.process.process.budget = Budget(self.limits.call_seconds, say("one test"), self.budget)
        given.process.process.calls = 0
        limit = Budget(self.limits.call_seconds, say("one test"), self.budget)
        try:
            answer = process.converse(("try", number, Ref(-ROOT)), given.respond, limit)
        except StudentFailure as error:
            process.close()  # pytest may stand in the middle of this test
            return _ended(error)
        kind, exception, text = _outcome(answer)
        if kind == ENDED:
            return Outcome(ENDED, text, _NOT_RUN)
        if kind == "failed" and exception == "NotImplementedError":
            return Outcome(UNWRITTEN)
        return Outcome(kind, f"{exception}: {text}" if exception else "")

    def _start(self, subject: Subject) -> StudentProcess:
        process = self.sandbox.start(*subject.subjects.files(subject), "implementations")
        report = process.report
        if not report.loaded or report.left_out:
            told = report.reason or "; ".join(f"{name}: {one.told}" for name, one in report.left_out.items())
            where = f"{subject.name} among the implementations of {self.question} in {subject.subjects.folder}"
            raise SuiteError(f"{where} cannot be loaded: {told}")
        return process


def may_hold_tests(names: Sequence[str], question: str) -> bool:
    """Whether a module that defines these ``names`` may have tests of the ``question``, by themselves or in a class."""
    return any(name.startswith((f"test_{question}", "Test")) for name in names)


def without_tests(question: str) -> str:
    """What to say where there are none."""
    return say(
        "There is no test of `{name}`: its tests are functions called `test_{name}_…`, with the fixture `subject`.",
        name=question,
    )


def _ended(error: StudentFailure) -> Outcome:
    """The outcome of a test that came to no end."""
    if isinstance(error, (LimitReached, StudentTimeout)):
        return Outcome(ENDED, why=told_by(error))
    return Outcome(ENDED, str(error), say("ended the program.") if isinstance(error, StudentCrash) else _NOT_RUN)


def _nothing_to_ask(asked: Asked) -> Any:
    raise StudentCrash("it asked for the implementation while its tests were looked for.")


def _collected(answer: Any) -> tuple[list[tuple[str, str]], list[str]]:
    """The reply to ``collect``, checked. Raises `StudentCrash` for any other reply."""
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
    return ENDED, "", "something else than an outcome came back"
