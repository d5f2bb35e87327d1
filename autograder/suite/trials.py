"""One submission's tests of one question, tried on implementations: what the fixture ``trial`` of a check gives.

What a test says is the student's word; but a test that says "wrong" of a wrong implementation and "right" of all right ones has told them
apart by what they answer, and that is what a test is for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random

from autograder.course import Assignment
from autograder.records.errors import StudentFailure, SuiteError, student_error
from autograder.records.sentences import as_it_stands, joined, say, say_many
from autograder.sandbox.host.restartable import RestartableProcess
from autograder.sandbox.host.sandbox import Sandbox
from autograder.sandbox.host.student_time import Budget
from autograder.suite.bench import ENDED, UNWRITTEN, Bench, Outcome
from autograder.suite.notes import fail, flag, remark
from autograder.suite.subjects import Subject, Subjects

_CAP = 4
"""Where a test rejects a right implementation, a question earns at most one part in so many."""
_SOUND = ("passed", "skipped")
_TOLD = 3
"""Tests that are told of one by one."""


@dataclass
class _Tried:
    """What has come of trying: by name the tests' outcomes on right implementations (one that is not passed or skipped stays), and by key
    of a wrong one the test that fails on it."""

    on_right: dict[str, Outcome] = field(default_factory=dict)
    caught: dict[str, str] = field(default_factory=dict)

    def is_sound(self, test: str) -> bool:
        """Whether nothing is known against the test."""
        return test in self.on_right and self.on_right[test].kind in _SOUND


class Trials:
    """The tests of one ``question`` in a submission. They are tried when a check asks for the first time, on all implementations.

    Right and wrong ones come in an order that nobody can foretell: a test that counts processes, or looks at a clock, does not know which
    it is given.
    """

    def __init__(
        self,
        question: str,
        assignment: Assignment,
        process: RestartableProcess,
        sandbox: Sandbox,
        budget: Budget,
        order: Random,
    ) -> None:
        """``process`` is the student's, ``budget`` what all tests of the question may take together, ``order`` draws whose turn it is."""
        self.question, self.handout, self.order = question, assignment.handout, order
        self.bench = Bench(question, assignment, process, sandbox, budget)
        self._known: dict[Subjects, _Tried] = {}
        self._failed: StudentFailure | None = None

    def accepts(self, subjects: Subjects) -> None:
        """Fail unless every test passes on every right implementation, and says the same when it is run again."""
        rejecting = self._rejecting(subjects)
        self._tell_problems()
        if rejecting:
            told = [say("`{test}` {what}", test=test, what=outcome.why) for test, outcome in rejecting.items()]
            more = len(told) - _TOLD
            others = say_many("So does {number} more.", "So do {number} more.", more) if more > 0 else ""
            staff = "; ".join(
                f"{one} {outcome.exception}".strip() for one, outcome in zip(told, rejecting.values(), strict=True)
            )
            fail("rejects", joined([*told[:_TOLD], others, _REJECTS]), staff)

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
        outcomes = self.bench.on(wrong, self.bench.tests(), until="failed")
        self._written(outcomes)
        self._tell_problems()
        if all(one.kind != "failed" for one in outcomes.values()):
            fail("missed", _missed(wrong))

    def _tell_problems(self) -> None:
        for problem in self.bench.problems[:_TOLD]:
            remark(say("pytest cannot collect {test}", test=problem))

    def _written(self, outcomes: Mapping[str, Outcome]) -> None:
        """Raises the student's `NotImplementedError` where none of the tests is written yet."""
        if all(one.kind == UNWRITTEN for one in outcomes.values()):
            raise student_error("NotImplementedError", "")

    def _tried(self, subjects: Subjects) -> _Tried:
        """What comes of all implementations. One that was noticed only by a test that turned out to reject a right one is tried again, and
        the right ones with it."""
        if self._failed is not None:
            raise self._failed
        if subjects not in self._known:
            try:
                self._known[subjects] = self._try(subjects)
            except StudentFailure as error:
                self._failed = error
                raise
        return self._known[subjects]

    def _try(self, subjects: Subjects) -> _Tried:
        tests = self.bench.tests()
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
                self._written(tried.on_right or {"": Outcome(UNWRITTEN)})
            self._confirm(subjects, tried)
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
        outcomes = self.bench.on(subject, tests[::-1] if before else tests)
        for test, one in outcomes.items():
            if one.kind == UNWRITTEN:
                del tried.on_right[test]
            elif test in before and one.kind != before[test].kind and ENDED not in (one.kind, before[test].kind):
                self._changes(test, tried)
            elif one.kind == "failed":
                tried.on_right[test] = _told(one, subject)
            elif one.kind not in _SOUND:
                tried.on_right[test] = one
        return outcomes

    def _confirm(self, subjects: Subjects, tried: _Tried) -> None:
        """Run each test that has noticed something once more, on one of those that it noticed. Of many tests that draw lots some accept all
        right ones; what they notice they do not notice twice."""
        for test in dict.fromkeys(tried.caught.values()):
            noticed = [one for one in subjects.wrong if tried.caught.get(one.key) == test]
            if tried.is_sound(test) and self.bench.on(self.order.choice(noticed), [test])[test].kind in _SOUND:
                self._changes(test, tried)

    def _changes(self, test: str, tried: _Tried) -> None:
        """Note that the test does not say the same twice."""
        tried.on_right[test] = Outcome("changing", why=_CHANGING)
        flag(f"{self.question}: a test says one thing in one run and another in the next")

    def _on_wrong(self, subject: Subject, tried: _Tried) -> None:
        """Try a wrong implementation, until a test fails that nothing is known against."""
        noticed = Counter(tried.caught.values())  # what has noticed much is tried first: it saves the others their turn
        tests = sorted((test for test in tried.on_right if tried.is_sound(test)), key=lambda test: -noticed[test])
        outcomes = self.bench.on(subject, tests, until="failed")
        for test, one in outcomes.items():
            if one.kind == "failed":
                tried.caught[subject.key] = test
            elif one.kind == UNWRITTEN:
                del tried.on_right[test]


_REJECTS = say(
    "A test that rejects a right answer tells nobody anything: until it is mended, this question earns at most a quarter."
)
_STOPS = frozenset(
    "AttributeError ImportError IndexError KeyError LookupError MemoryError NameError PermissionError RecursionError TypeError ValueError "
    "ZeroDivisionError".split()
)
"""Exceptions that are told by name: a test that is wrong itself raises them."""
_CHANGING = say(
    "says one thing in one run and another in the next: a test that depends on its order, the clock or chance tells nothing."
)
_NEXT = say("One more wrong implementation passed all your tests.")
_CAPPED = say("A test of yours notices this one, but it does not count while another rejects a right implementation.")


def _missed(subject: Subject) -> str:
    story = say("A wrong implementation passed all your tests: it {story}.", story=as_it_stands(subject.story))
    apart = say("A call that tells it from a right one: `{call}`", call=subject.apart) if subject.apart else ""
    return joined([story, as_it_stands(subject.hint), apart])


def _told(outcome: Outcome, subject: Subject) -> Outcome:
    """The outcome on a right implementation, with what a student reads of it: nothing that the test itself says."""
    kind, story = outcome.exception.partition(":")[0], as_it_stands(subject.story)
    if kind in _STOPS:
        why = say("stops with {kind} on a right implementation ({story}).", kind=kind, story=story)
    else:
        why = say("fails on a right implementation ({story}).", story=story)
    return Outcome("failed", outcome.exception, why)
