"""Validation over worker processes: the units of work, and the sheets they add up to."""

from __future__ import annotations

import itertools
import statistics
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from autograder.course import Assignment, Course, Question
from autograder.grading.collect import Check
from autograder.grading.grade import Grader
from autograder.grading.verdict import Verdict
from autograder.records.errors import SuiteError
from autograder.records.owner import NOBODY
from autograder.records.submission import SourceFile, Submission
from autograder.runs.work import reference_submission
from autograder.runs.worker import Team, Worker, WorkerLost
from autograder.sandbox import Budget
from autograder.validate.mutants import Mutant, argued, mutants
from autograder.validate.sheet import MOST_OF_LIMIT, KillSheet
from autograder.validate.trust import complaint, offers, on_word
from autograder.validate.variants import Room, compose, compose_all, problems, read_variants

_RUNS, _RUNS_SECONDS = 5, 3.0
"""How often a question's suite is timed at most, and the seconds after which no more runs begin."""
_TRIES = 3
"""How often the time of a right answer that seems slow is measured."""


@dataclass
class _Part:
    """What one unit of work found, to be added to the sheets of its assignment."""

    assignment: str
    notes: list[tuple[str, str, Any]] = field(default_factory=list)

    def add(self, question: str, what: str, value: Any = 1) -> None:
        self.notes.append((question, what, value))


_graders: dict[tuple[str, str], Grader] = {}


def _grader(root: str, name: str, secret: str = "") -> Grader:
    """This process's grader for the assignment; another secret means other hidden inputs, for the same suite and sandbox."""
    if (root, name) not in _graders:
        for old in _graders.values():
            old.close()
        _graders.clear()
        course = Course.read(Path(root))
        _graders[root, name] = Grader(course, course.assignment(name))
    grader = _graders[root, name]
    grader.secret = secret or Course.read(Path(root)).secret
    return grader


def _hidden(grader: Grader, question: str) -> list[Check]:
    return [check for check in grader.checks if check.question == question and check.visibility == "hidden"]


def baseline(root: str, name: str) -> _Part:
    """The reference (with the second oracle listening) and the untouched stub; the form of the variants."""
    grader = _grader(root, name)
    part = _Part(name)
    task = grader.assignment
    grader.agree.rehearsing = True
    rehearsed = grader.grade(reference_submission(task))
    grader.agree.rehearsing = False
    for question in rehearsed.questions:
        if question.score is None or not question.counts:
            continue
        part.add(question.name, "reference_points", question.score)
        part.add(question.name, "points", question.max_score)
        part.add(question.name, "checks", len(_hidden(grader, question.name)))
        for check in question.checks:
            if not check.passed:
                part.add(
                    question.name, "problems", f"the reference fails {check.name}: {check.detail or check.message}"
                )
    stub = Submission("stub", NOBODY, SourceFile(f"{name}.py", task.stub.read_bytes()))
    for question in grader.grade(stub).questions:
        if question.score is not None and question.counts:
            part.add(question.name, "stub_points", question.score)
    for asked in task.graded_questions:
        part.add(asked.name, "on_word", on_word(_hidden(grader, asked.name), asked))
        for text in problems(task, asked):
            part.add(asked.name, "problems", text)
    if told := grader.agree.uncompared():
        part.add(task.graded_questions[0].name, "problems", told)
    for unknown in sorted(grader.sandbox.helpers.questions - {asked.name for asked in task.graded_questions}):
        part.add(
            task.graded_questions[0].name, "problems", f"props.py has a part for {unknown!r}, which is no question"
        )
    return part


def trust(root: str, name: str, question_name: str) -> _Part:
    """What of the helpers in the question's process is an answer to it."""
    grader = _grader(root, name)
    part = _Part(name)
    question = grader.assignment.question(question_name)
    for place, points in offers(grader, question):
        part.add(question_name, "offered")
        if points:
            told = f"the helpers in its process answer it: {place} earns {points:g} of {question.points:g}"
            part.add(question_name, "problems", told)
    return part


def variants(root: str, name: str, question_name: str, room: Room) -> _Part:
    """The question's wheats (each must pass every check, the public ones too) or chaffs (each must fail a hidden one here, and none
    of another question's)."""
    grader = _grader(root, name)
    part = _Part(name)
    task = grader.assignment
    question = task.question(question_name)
    for variant in read_variants(task.variants(room, question_name)):
        submission = compose(task, question, room, variant)
        if room == "alternatives":
            failure, usage = _timed(grader, submission, question_name)
            part.add(question_name, "wheats")
            part.add(question_name, "usage", (*usage, variant.name))
            if failure is not None:
                part.add(question_name, "wheats_rejected", f"{variant.name}: {failure[0].name}: {failure[1].detail}")
            continue
        failure = grader.first_failure(submission, _hidden(grader, question_name))
        part.add(question_name, "chaffs")
        if failure is None:
            part.add(question_name, "chaffs_accepted", f"{variant.name}: {variant.story}")
        for other in _touching(grader, question):
            elsewhere = grader.first_failure(submission, _hidden(grader, other))
            if elsewhere is not None:
                part.add(question_name, "chaffs_elsewhere", f"{variant.name} fails {other}::{elsewhere[0].name}")
    return part


def _timed(
    grader: Grader, submission: Submission, question: str
) -> tuple[tuple[Check, Verdict] | None, tuple[float, float]]:
    """The first of all checks that a right answer fails, and what it needs of the limits: of one call's and of the question's. What seems
    too much is measured again: the least counts."""
    limits = grader.assignment.limits
    checks = [check for check in grader.checks if check.question == question]
    least: tuple[float, float] | None = None
    for _ in range(_TRIES):
        budget = Budget(limits.question_seconds, "all calls of this question")
        failure = grader.first_failure(submission, checks, budget)
        usage = budget.longest / limits.call_seconds, budget.spent / limits.question_seconds
        least = usage if least is None else min(least, usage, key=max)
        if max(least) <= MOST_OF_LIMIT:
            break
    assert least is not None
    return failure, least


def _touching(grader: Grader, question: Question) -> list[str]:
    """Other questions whose hidden checks name this one's answer.

    The variant replaces one name of the module and nothing else, so no other check can see it.
    """
    others = []
    for other in grader.assignment.graded_questions:
        codes = [check.function.__code__ for check in _hidden(grader, other.name)]
        if other.name != question.name and any(_names(code, question.name) for code in codes):
            others.append(other.name)
    return others


def _names(code: Any, name: str) -> bool:
    inner = [constant for constant in code.co_consts if hasattr(constant, "co_names")]
    return name in code.co_names or name in code.co_consts or any(_names(part, name) for part in inner)


def kill(root: str, name: str, batch: Sequence[Mutant]) -> _Part:
    """Which of the mutants some check of a question that depends on them notices."""
    grader = _grader(root, name)
    part = _Part(name)
    excused = argued(grader.assignment)
    for mutant in batch:
        submission = mutant.submission(grader.assignment)
        killers = (q for q in mutant.questions if grader.first_failure(submission, _hidden(grader, q)) is not None)
        home = mutant.questions[0]
        part.add(home, "mutants")
        if next(killers, None) is not None:
            continue
        if mutant.survivor in excused:
            part.add(home, "argued")
        else:
            part.add(home, "survivors", mutant.survivor)
    return part


def flakes(root: str, name: str, seeds: Sequence[int]) -> _Part:
    """The reference under other secrets, that is, other hidden inputs: it must pass every time."""
    part = _Part(name)
    for seed in seeds:
        grader = _grader(root, name, secret=f"seed {seed}")
        for question in grader.assignment.graded_questions:
            failure = grader.first_failure(reference_submission(grader.assignment), _hidden(grader, question.name))
            part.add(question.name, "seeds")
            if failure is not None:
                part.add(question.name, "flakes", f"seed {seed}: {failure[0].name}: {failure[1].detail}")
    return part


def timing(root: str, name: str, slowest: Mapping[str, str]) -> _Part:
    """How long each question's hidden checks take for the reference, starting its process included: the median of some runs. And what
    the ``slowest`` right answers of all questions need of the limits, as one module in which they build on each other."""
    grader = _grader(root, name)
    part = _Part(name)
    submission = reference_submission(grader.assignment)
    for question in grader.assignment.graded_questions:
        runs: list[float] = []
        while len(runs) < _RUNS and sum(runs) < _RUNS_SECONDS:
            started = time.perf_counter()
            grader.first_failure(submission, _hidden(grader, question.name))
            runs.append(time.perf_counter() - started)
        part.add(question.name, "seconds", statistics.median(runs))
        if slowest:
            _, usage = _timed(grader, compose_all(grader.assignment, slowest), question.name)
            part.add(question.name, "usage", (*usage, "of all questions in their slowest styles"))
    return part


def validate(
    course: Course,
    assignments: Iterable[Assignment],
    *,
    seeds: int,
    workers: int,
    done: Callable[[int, int], None] | None = None,
) -> list[KillSheet]:
    """The kill sheets of the assignments' questions, in handout order. ``done`` hears of finished and all units."""
    assignments = list(assignments)
    for task in assignments:
        _must_be_python(task)
    sheets = {
        (task.name, asked.name): KillSheet(task.name, asked.name)
        for task in assignments
        for asked in task.graded_questions
    }
    units: list[tuple[Callable[..., _Part], tuple[Any, ...]]] = []
    for task in assignments:
        units += [(function, (str(course.root), task.name, *arguments)) for function, arguments in _units(task, seeds)]
    finished = itertools.count(1)

    def finish(part: _Part) -> None:
        for question_name, what, value in part.notes:
            _note(sheets[part.assignment, question_name], what, value)
        if done is not None:
            done(next(finished), len(units) + len(assignments))

    with Team(min(workers, len(units))) as team:
        waiting = deque(units)
        while waiting or team.busy:
            while waiting and team.busy < team.size:
                function, arguments = waiting.popleft()
                team.start(f"{function.__name__}{arguments[1:]}", function, *arguments)
            for what, part in team.finished():
                if isinstance(part, WorkerLost):
                    raise SuiteError(f"The process that measures {what} {part}.")
                finish(part)
    with Worker() as worker:  # the machine is quiet now
        for task in assignments:
            slowest = {asked.name: sheets[task.name, asked.name].slowest for asked in task.graded_questions}
            finish(worker.call(timing, str(course.root), task.name, slowest))
    for task in assignments:
        own = [sheet for sheet in sheets.values() if sheet.assignment == task.name]
        if told := complaint(task, sum(sheet.on_word for sheet in own)):
            max(own, key=lambda sheet: sheet.on_word).problems.append(told)
    return list(sheets.values())


def _must_be_python(task: Assignment) -> None:
    """Raises `SuiteError` for a module of the staff's or the stub that Python cannot read: nothing can be measured with it."""
    for path in (task.stub, *sorted(task.staff.rglob("*.py"))):
        try:
            compile(path.read_bytes(), str(path), "exec", dont_inherit=True)
        except (SyntaxError, ValueError) as error:
            line = f", line {error.lineno}" if isinstance(error, SyntaxError) and error.lineno else ""
            raise SuiteError(f"{path}{line}: {getattr(error, 'msg', error)}.") from None
        except FileNotFoundError:
            raise SuiteError(f"{path} is missing: an assignment has a stub.") from None


def _units(task: Assignment, seeds: int) -> Iterator[tuple[Callable[..., _Part], tuple[Any, ...]]]:
    yield baseline, ()
    for question in task.graded_questions:
        yield variants, (question.name, "alternatives")
        yield variants, (question.name, "misconceptions")
        yield trust, (question.name,)
    everything = list(mutants(task))
    for start in range(0, len(everything), 25):
        yield kill, (everything[start : start + 25],)
    for start in range(0, seeds, 5):
        yield flakes, (range(start, min(start + 5, seeds)),)


def _note(sheet: KillSheet, what: str, value: Any) -> None:
    if what == "usage":
        sheet.used(*value)
        return
    current = getattr(sheet, what)
    if isinstance(current, list):
        current.append(value)
    else:
        setattr(sheet, what, current + value)
