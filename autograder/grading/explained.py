"""What is told of a submission beside its marks: why an answer is wrong, which of its lines matter, and questions about its own code.

What processes say here is shown, so they have seen nothing hidden: they are started when the last check is over. And shown is only what
two of them say alike. What differs from run to run comes from elsewhere than the public inputs, and could have been brought from a hidden
check: by the clock, or by the number of a process.

Two processes do for all questions of a submission, which they are asked in opposite orders: where one question leaves something behind for
another, the two differ, and then that question gets two processes of its own. (Not where one asked before it and one asked after it leave
the same behind: then it is told as it answers after either.)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from autograder.course import Question
from autograder.diagnosis import Diagnosis
from autograder.diagnosis.edits import Edit
from autograder.grading.code import Lines
from autograder.grading.own_code import Asking
from autograder.grading.time_limit import TooLong, at_most
from autograder.records.code import Excerpt
from autograder.records.errors import SandboxError, StudentFailure, SuiteError, described
from autograder.records.own_code import OwnQuestion
from autograder.records.result import QuestionResult
from autograder.records.sentences import say
from autograder.sandbox import Budget, RestartableProcess, starter
from autograder.sandbox.host.source import extended

if TYPE_CHECKING:
    from autograder.grading.judge import Judge

SECONDS = 1.0
"""Student time for looking for lines that mend one answer, and for all questions about the code: a right answer takes a hundredth of that
for all its probes."""
_T = TypeVar("_T")


@dataclass(frozen=True)
class Told:
    """What is told of one wrong answer: its diagnosis, its lines and those of their edits that mend it."""

    diagnosis: Diagnosis
    lines: Lines | None
    mending: Mapping[str, Edit] = field(default_factory=dict)

    def of(self, judge: Judge, result: QuestionResult) -> QuestionResult:
        """The result with it."""
        found, lines, code = self.diagnosis, self.lines, tuple[Excerpt, ...]()
        if lines is not None:
            shown = partial(lines.excerpts, self.mending.values())
            code = tuple(_had(judge.flags_of[result.name], f"{result.name}: {_LINES}", shown))
        return replace(result, diagnosis=found.names, hints=found.hints, counterexample=found.counterexample, code=code)


def explained(judge: Judge, graded: Sequence[QuestionResult]) -> tuple[QuestionResult, ...]:
    """The results with what is told beside the marks."""
    wrong = [judge.assignment.question(one.name) for one in graded if one.name in judge.wrong]
    asks = judge.grader.own_code and not judge.grader.agree.rehearsing and judge.budget.left > 0
    as_set = [question for question in wrong if question.name in judge.as_set]
    others = [question for question in wrong if question not in as_set]
    told, made = _told(judge, others, _asking(judge, graded) if asks else None)
    told |= _told(judge, as_set)[0] if as_set else {}
    results = [told[one.name].of(judge, one) if one.name in told else one for one in graded]
    return tuple(replace(one, own_code=(made[one.name],)) if one.name in made else one for one in results)


def _told(
    judge: Judge, wrong: Sequence[Question], asking: Asking | None = None
) -> tuple[dict[str, Told], dict[str, OwnQuestion]]:
    """What is told of the ``wrong`` answers, by the names of their questions; and what is asked about the code."""
    start = partial(fresh, judge, as_set=any(question.name in judge.as_set for question in wrong))
    asked = [question for question in wrong if judge.wrong[question.name]]
    found = {question.name: Diagnosis() for question in wrong}
    with closing(start()) as process:
        found |= {question.name: looked(judge, question, process) for question in asked}
    lines = {question.name: _lines(judge, question, found[question.name]) for question in wrong}
    budgets = {question.name: Budget(SECONDS, "looking for a line", judge.diagnosing) for question in wrong}
    told: dict[str, Told] = {}
    with closing(start(asking, *lines.values())) as process:
        made = _made(judge, asking, process) if asking else {}
        for question in reversed(wrong):
            name = question.name
            # What others left behind may have hidden what would be shown, except of the first.
            nothing = question in asked[:1] and not (found[name].names or found[name].counterexample)
            if question not in asked or nothing or _is_repeated(judge, question, found[name], process):
                good = _mending(judge, lines[name], found[name], budgets[name], process)
                told[name] = Told(found[name], lines[name], good)
    mending = {name: replace(one.lines, edits=one.mending) for name, one in told.items() if one.lines and one.mending}
    with closing(start(*mending.values())) as process:
        for name, few in mending.items():
            good = _mending(judge, few, found[name], budgets[name], process)
            told[name] = replace(told[name], mending=good)
    for question in wrong:
        if question.name not in told and (len(wrong) > 1 or asking):
            told |= _told(judge, [question])[0]
        elif question.name not in told:
            judge.remarks.append(
                say(
                    "`{name}` answers the same small calls differently from one run to the next, so no smallest case is shown.",
                    name=question.name,
                )
            )
            told[question.name] = Told(Diagnosis(), _lines(judge, question, Diagnosis()))
    return told, made


def fresh(judge: Judge, *beside: Lines | Asking | None, as_set: bool = False) -> RestartableProcess:
    """A process that has read the submission, and what these need ``beside`` it; ``as_set``: it keeps what that sets for all of it."""
    code = "\n\n\n".join(one.code for one in beside if one is not None and one.code)
    main = (extended(judge.submission.main, code) if code else None) or judge.submission.main
    submission = replace(judge.submission, main=main)
    return RestartableProcess(starter(judge.grader.sandbox, submission, judge.assignment, settings_stay=as_set))


def looked(judge: Judge, question: Question, process: RestartableProcess, before: Diagnosis | None = None) -> Diagnosis:
    """What the ``process`` says to the question's probes; ``before`` is what another was found to say. It is the grader that wants to know:
    no question's time is used up by it, neither for loading nor for calls."""
    seconds = judge.assignment.limits.question_seconds
    process.turn_to(question.name, Budget(seconds, "the diagnosis", judge.diagnosing))

    def ask() -> Iterator[Diagnosis]:
        diagnostician, numbers = judge.grader.diagnostician, judge.personal.parameters
        diagnostician.sheet(question, numbers)  # made once, in no student's time
        props = process.props if judge.assignment.props else None
        with at_most(judge.judging_seconds):
            held = process.keep, process.value, props
            yield diagnostician.diagnose(question, process.module, *held, numbers, before)

    found = _had(judge.flags_of[question.name], f"{question.name}: its diagnosis failed", ask, process)
    return found[0] if found else Diagnosis()


def _is_repeated(judge: Judge, question: Question, first: Diagnosis, process: RestartableProcess) -> bool:
    """Whether the ``process`` says what was ``first`` said."""
    again = looked(judge, question, process, first)
    return (again.names, again.counterexample) == (first.names, first.counterexample)


def _lines(judge: Judge, question: Question, found: Diagnosis) -> Lines | None:
    raised = judge.raised.get(question.name, ())
    of = partial(Lines.of, judge, question, raised, found)
    lines = _had(judge.flags_of[question.name], f"{question.name}: {_LINES}", lambda: [of()])
    return lines[0] if lines else None


def _mending(
    judge: Judge, lines: Lines | None, found: Diagnosis, budget: Budget, process: RestartableProcess
) -> dict[str, Edit]:
    """Those of the edits of the ``lines`` that mend the answer, in the ``process`` that has read them."""
    if lines is None or not lines.edits or budget.tightest.left <= 0:
        return {}
    name = lines.question.name
    process.turn_to(name, budget)
    mending = partial(lines.mending, judge, found, process)
    return dict(_had(judge.flags_of[name], f"{name}: {_LINES}", mending, process))


def _asking(judge: Judge, graded: Sequence[QuestionResult]) -> Asking | None:
    asking = _had(judge.flags, _OWN, lambda: [Asking(judge, graded)])
    return asking[0] if asking and asking[0].chosen else None


def _made(judge: Judge, asking: Asking, process: RestartableProcess) -> dict[str, OwnQuestion]:
    process.turn_to("", Budget(SECONDS, "questions about the code", judge.diagnosing))
    return dict(_had(judge.flags, _OWN, partial(asking.made, process), process))


_OWN = "the questions about its code failed"
_LINES = "its lines cannot be shown"


def _had(
    flags: list[str], failed: str, ask: Callable[[], Iterable[_T]], process: RestartableProcess | None = None
) -> list[_T]:
    """What is had before the ``process`` fails at it, or takes too long. Where the grader itself fails answers keep what they earned, and
    ``flags`` tell the instructor what ``failed``."""
    had: list[_T] = []
    try:
        had.extend(ask())
    except TooLong:
        if process is not None:
            process.close()  # it may have been interrupted in the middle of an answer
    except StudentFailure:
        pass
    except (SuiteError, SandboxError):
        raise
    except Exception as error:
        flags.append(f"{failed}, please report it: {described(error)}")
    return had
