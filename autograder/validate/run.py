"""Validation over worker processes: the units of work, and the sheets they add up to."""

from __future__ import annotations

import itertools
import math
from collections import deque
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any

from autograder.course import Assignment, Course
from autograder.records.errors import SuiteError
from autograder.runs.worker import Team, WorkerLost
from autograder.sandbox.host.forkserver import for_assignment
from autograder.validate import measure
from autograder.validate.faults import Fault, idle, of_course, waived
from autograder.validate.faults.running import quietly
from autograder.validate.measure import Part
from autograder.validate.mutants import Mutant, argued, mutants
from autograder.validate.sheet import KillSheet
from autograder.validate.trust import complaint

Chosen = Mapping[Assignment, Collection[str]]
"""The assignments to be validated, each with the questions of it that are meant; none named: all of them."""
_MUTANTS = 25
"""Mutants of one unit of work."""
_FOR_ALL = ("autograder.validate.measure",)
"""What every worker imports."""


def validate(
    course: Course,
    chosen: Chosen,
    *,
    seeds: int,
    workers: int,
    done: Callable[[int, int], None] | None = None,
) -> list[KillSheet]:
    """The kill sheets of the chosen questions, in handout order. ``done`` hears of finished and all units."""
    for task in chosen:
        _must_be_python(task)
    sheets = {
        (task.name, asked.name): KillSheet(task.name, asked.name)
        for task, names in chosen.items()
        for asked in task.graded_questions
        if not names or asked.name in names
    }
    faults: dict[str, list[Fault]] = {task.name: [] for task in chosen}
    units = {task: deque(_units(task, names, seeds)) for task, names in chosen.items()}
    finished, ahead = itertools.count(1), sum(len(own) + 1 for own in units.values())

    def finish(part: Part) -> None:
        for question_name, what, value in part.notes:
            _note(sheets[part.assignment, question_name], what, value)
        faults[part.assignment] += part.faults
        if done is not None:
            done(next(finished), ahead)

    for task, names in chosen.items():
        # Workers, and what students' processes are forked from, share the libraries: each would take seconds to load them.
        with for_assignment(task, _FOR_ALL) as server, Team(workers, server=server) as team:
            waiting = units[task]
            _start(course, task, team, waiting)
            changed = list(mutants(task, names))  # while the workers start
            waiting += _kills(changed)
            ahead += math.ceil(len(changed) / _MUTANTS)
            while team.busy:
                for part in _finished(team):
                    finish(part)
                _start(course, task, team, waiting)
            if not names:
                faults[task.name] += _stale(task, changed)
            own = [sheet for sheet in sheets.values() if sheet.assignment == task.name]
            slowest = {} if names else {sheet.question: sheet.slowest for sheet in own}
            waiting.append((measure.timing, (slowest, names)))  # nothing else runs now
            _start(course, task, team, waiting)
            while team.busy:
                for part in _finished(team):
                    finish(part)
    for task in chosen:
        own = [sheet for sheet in sheets.values() if sheet.assignment == task.name]
        found = [*faults[task.name], *_of_sheets(task, own)]
        if not chosen[task] and task.name == course.names[0]:
            found += of_course(course)
        _tell(course, task, own, found, chosen[task])
    return list(sheets.values())


_Unit = tuple[Callable[..., Part], tuple[Any, ...]]


def _start(course: Course, task: Assignment, team: Team, waiting: deque[_Unit]) -> None:
    """Give every worker that has nothing to do a unit of those that wait."""
    while waiting and team.busy < team.size:
        unit, arguments = waiting.popleft()
        team.start(f"{unit.__name__} of {task.name}{arguments}", unit, str(course.root), task.name, *arguments)


def _finished(team: Team) -> Iterator[Part]:
    """Wait for units to end. Raises `SuiteError` where one lost its worker."""
    for what, part in team.finished():
        if isinstance(part, WorkerLost):
            raise SuiteError(f"The process that measures {what} {part}.")
        yield part


def _of_sheets(task: Assignment, sheets: list[KillSheet]) -> Iterator[Fault]:
    """What the figures of an assignment's sheets say that is told as a fault."""
    toml = task.handout / "assignment.toml"
    if told := complaint(task, sum(sheet.on_word for sheet in sheets)):
        yield Fault("word", task.hidden_suite, told, 0, max(sheets, key=lambda sheet: sheet.on_word).question)
    for sheet in sheets:
        if told := sheet.tight:
            yield Fault("limits", toml, told, 0, sheet.question)


def _stale(task: Assignment, changed: Sequence[Mutant]) -> Iterator[Fault]:
    """Argued mutants that are none."""
    path = task.staff / "equivalent_mutants.toml"
    there = {one.survivor for one in changed}
    for survivor in argued(task):
        if survivor not in there:
            text = f"there is no mutant of {survivor.place} with {survivor.added!r} any more: the reference has changed. Take it out."
            yield Fault("mutants", path, text)


def _tell(
    course: Course, task: Assignment, sheets: list[KillSheet], faults: list[Fault], questions: Collection[str]
) -> None:
    """Write the faults onto the sheets of their questions, those that are waived apart."""
    left, gone = waived(task, faults)
    left += idle(task, [waiver for _, waiver in gone], questions)
    of = {sheet.question: sheet for sheet in sheets}
    for fault in left:
        of.get(fault.question, sheets[0]).problems.append(fault.told(course.root))
    for fault, waiver in gone:
        of.get(fault.question, sheets[0]).waived.append(f"{fault.told(course.root)} Waived: {waiver.reason}")


def _must_be_python(task: Assignment) -> None:
    """Raises `SuiteError` for a module of the staff's, the stub or a check that Python cannot read: nothing can be measured with it."""
    suites = task.hidden_suite.rglob("*.py")
    for path in (task.stub, task.solution, *sorted(task.staff.rglob("*.py")), *sorted(suites), task.public_suite):
        try:
            data = path.read_bytes()
            with quietly():
                compile(data, str(path), "exec", dont_inherit=True)
            data.decode("utf-8")
        except UnicodeDecodeError:
            raise SuiteError(f"{path} is not in UTF-8: save it in that encoding.") from None
        except (SyntaxError, ValueError) as error:
            line = f", line {error.lineno}" if isinstance(error, SyntaxError) and error.lineno else ""
            raise SuiteError(f"{path}{line}: {getattr(error, 'msg', error)}.") from None
        except FileNotFoundError:
            if path != task.public_suite:
                told = (
                    "leads nowhere: put the file itself there"
                    if path.is_symlink()
                    else "is missing: an assignment has it"
                )
                raise SuiteError(f"{path} {told}.") from None
        except OSError as error:
            raise SuiteError(f"{path} cannot be read: {error.strerror}. It is to be a file.") from None


def _units(task: Assignment, names: Collection[str], seeds: int) -> Iterator[_Unit]:
    """What is measured, what takes longest first."""
    names = tuple(names)
    questions = [one.name for one in task.graded_questions if not names or one.name in names]
    yield measure.baseline, (names,)
    for unit, *rest in (
        (measure.variants, "misconceptions"),
        (measure.variants, "alternatives"),
        (measure.probed,),
        (measure.asked,),
        (measure.trust,),
    ):
        for question in questions:
            yield unit, (question, *rest)
    for start in range(0, seeds, 5):
        yield measure.flakes, (range(start, min(start + 5, seeds)), names)


def _kills(changed: Sequence[Mutant]) -> Iterator[_Unit]:
    """The mutants, some at a time."""
    for start in range(0, len(changed), _MUTANTS):
        yield measure.kill, (changed[start : start + _MUTANTS],)


def _note(sheet: KillSheet, what: str, value: Any) -> None:
    if what == "usage":
        sheet.used(*value)
        return
    current = getattr(sheet, what)
    if isinstance(current, list):
        current.append(value)
    else:
        setattr(sheet, what, current + value)
