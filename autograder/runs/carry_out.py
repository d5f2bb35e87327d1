"""A run's work done: the steps of its plan shared out, each result kept as it comes."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autograder.course import Assignment, Course
from autograder.grading.rejection import rejected
from autograder.ingest.roster import read_roster
from autograder.records.errors import RunFileError
from autograder.records.keepable import keepable
from autograder.records.result import Result
from autograder.records.status import SubmissionStatus
from autograder.records.submission import Intake, Rejection, Submission
from autograder.runs.calls import rehearse
from autograder.runs.job import Job, Task
from autograder.runs.keys import Keys
from autograder.runs.moves import Move, marking_told, moves
from autograder.runs.plan import MARKED, Step, plan
from autograder.runs.progress import Clock, Progress
from autograder.runs.rehearsed import note_rehearsed, was_rehearsed
from autograder.runs.store import Store
from autograder.runs.worker import Worker, WorkerLost
from autograder.sandbox.host.forkserver import ForkServer, for_assignment

if TYPE_CHECKING:
    from autograder.grading.marking import Marking


GENTLY = 5
"""The rehearsal's nice(1): it runs beside the grading and only has to end before the marks are told."""
_FOR_ALL = ("autograder.runs.work",)
"""What every worker imports, and the rehearsal."""


@dataclass(frozen=True)
class Graded:
    """What came of grading. ``graded`` submissions had student code run, ``marked`` were marked again from their records, ``kept`` are as
    they were; ``gone`` earlier results are of work that is not handed in any more. ``rejected`` counts all of the run. ``broken`` says
    what is wrong with the suite: then no mark can be trusted; ``uncompared``, why the reference was not compared with a second oracle."""

    graded: int
    marked: int
    kept: int
    gone: int
    rejected: int
    moves: tuple[Move, ...] = field(repr=False)
    broken: str = ""
    uncompared: str = ""

    @property
    def code(self) -> int:
        """The command's exit code: 0, 1 where submissions were rejected, 2 where the suite contradicts itself."""
        return 2 if self.broken else 1 if self.rejected else 0


def keys_of(course: Course, task: Assignment, arguments: dict[str, Any]) -> Keys:
    """What the run's results depend on as things are now."""
    return Keys.of(course, task, unsafe=bool(arguments["unsafe"]))


def carry_out(
    store: Store,
    course: Course,
    task: Assignment,
    intake: Intake,
    arguments: dict[str, Any],
    *,
    questions: Collection[str] = (),
    students: Collection[str] = (),
    workers: int | None = None,
    dask: str | None = None,
    progress: Callable[[Progress], object] | None = None,
    see: Callable[[Result], Result] = lambda result: result,
) -> Graded:
    """Grade what the plan says; see `autograder.runs.run.Run.regrade` for the arguments. ``see`` puts a person's marks into a result."""
    keys = keys_of(course, task, arguments)
    chosen = bool(questions or students)
    before, last = store.submissions(), store.last_superseded()
    entries: list[Submission | Rejection] = [*intake.submissions, *intake.rejections]
    gone = 0 if chosen else store.keep_only(entry.id for entry in entries)
    for rejection in intake.rejections:
        store.put(keepable(rejected(rejection, task)), keys.parts(rejection))

    def parts_of(step: Step) -> dict[str, str]:
        return keys.parts(step.submission) if step.parts is None else step.parts

    steps = list(plan(store, keys, intake.submissions, questions=questions, students=students))
    marking = _marking(task) if any(step.marking for step in steps) else None
    again = [step for step in steps if not step.runs]
    for step in again:
        store.put(_marked(_record(store, step), task, marking), parts_of(step), again=chosen)
    waiting = {step.submission.id: step for step in steps if step.runs}
    clock = Clock(len(waiting), len(intake.submissions) - len(waiting), progress)
    clock.told()
    broken = uncompared = ""
    if waiting:
        job = job_of(course, task, intake, arguments)
        with for_assignment(task, _FOR_ALL) as server, _rehearsed(store, job, keys, server) as verdict:
            tasks = [Task(step.submission, step.questions) for step in waiting.values()]
            for result in _results(job, tasks, workers or os.cpu_count() or 1, dask, server):
                step = waiting[result.submission]
                old = _record(store, step) if step.goes_on and step.questions else None
                store.put(merged(step, old, result, task, marking), parts_of(step), again=chosen)
                clock.told(result)
            broken, uncompared = verdict()
    return Graded(
        graded=len(waiting),
        marked=len(again),
        kept=len(intake.submissions) - len(steps),
        gone=gone,
        rejected=store.count(SubmissionStatus.REJECTED),
        moves=tuple(moves(store, before, last, see)),
        broken=broken,
        uncompared=uncompared,
    )


def job_of(course: Course, task: Assignment, intake: Intake, arguments: dict[str, Any]) -> Job:
    """What a worker must know to grade for this run."""
    return Job(
        root=str(course.root),
        assignment=task.name,
        secret=course.secret,
        isolation="unsafe" if arguments["unsafe"] else None,
        others=_class_ids(task, intake, arguments["roster"]),
    )


def told(store: Store, steps: list[Step], task: Assignment) -> list[Step]:
    """The steps, with what exactly changed where it is points, weights or texts."""
    if not any(step.marking for step in steps):
        return steps
    marking = _marking(task)
    return [_told(store, step, task, marking) if step.marking and step.goes_on else step for step in steps]


def _told(store: Store, step: Step, task: Assignment, marking: Marking) -> Step:
    old = _record(store, step)
    return replace(step, why=step.why.replace(MARKED, marking_told(old, _marked(old, task, marking))))


def _record(store: Store, step: Step) -> Result:
    """The record that the step goes on from. Raises `RunFileError`."""
    old = store.result(step.submission.id)
    if old is None:
        raise RunFileError(f"{store.path}: somebody took the result of {step.submission.student} out of it meanwhile.")
    return old


def merged(step: Step, old: Result | None, new: Result, task: Assignment, marking: Marking | None) -> Result:
    """The submission's result after some of its questions were graded again: the others as in the ``old`` one, where there is one."""
    if old is None:
        return new
    if new.status == SubmissionStatus.REJECTED:
        return rejected(
            Rejection(new.submission, new.owner, new.reason, new.flags), task, new.isolation, new.duration_s
        )
    old = _marked(old, task, marking)
    found = {question.name: question for question in (*old.questions, *new.questions)}
    ordered = tuple(found[question.name] for question in task.questions if question.name in found)
    stale, kept = _flags(old, lambda name: name in step.questions), _flags(old, lambda name: name not in step.questions)
    return replace(
        new.with_questions(ordered),
        flags=tuple(dict.fromkeys((*(flag for flag in old.flags if flag not in stale - kept), *new.flags))),
        skipped=tuple(dict.fromkeys((*old.skipped, *new.skipped))),
        lines=tuple(dict.fromkeys((*old.lines, *new.lines))),
        remarks=tuple(dict.fromkeys((*old.remarks, *new.remarks))),
    )


def _flags(result: Result, which: Callable[[str], bool]) -> set[str]:
    """The flags of those questions whose name is ``which``."""
    return {flag for question in result.questions if which(question.name) for flag in question.flags}


def _marked(result: Result, task: Assignment, marking: Marking | None) -> Result:
    if marking is None:
        return result
    from autograder.grading.marking import marked

    return marked(result, task, marking)


def _results(
    job: Job, tasks: list[Task], workers: int, dask: str | None, server: ForkServer | None
) -> Iterator[Result]:
    from autograder.runs.share import grade_all

    with _crew(job, min(workers, len(tasks)), dask, server) as crew:
        for _, result in grade_all(crew, job, tasks):
            yield result


def _crew(job: Job, workers: int, dask: str | None, server: ForkServer | None) -> Any:
    if dask is None:
        from autograder.runs.share import Here

        return Here(job, workers, server)
    from autograder.runs.on_dask import OnDask

    return OnDask(dask, job, workers)


@contextlib.contextmanager
def _rehearsed(
    store: Store, job: Job, keys: Keys, server: ForkServer | None
) -> Iterator[Callable[[], tuple[str, str]]]:
    """While the block runs, the suite is rehearsed on the reference, once for each state of suite and engine. The function that it gives
    tells what is wrong, and why the second oracle was not asked; a rehearsal without that oracle is not remembered."""
    state = keys.state
    if store.meta().get("rehearsed") == state or was_rehearsed(state):
        yield lambda: ("", "")
        return

    def verdict() -> tuple[str, str]:
        try:
            broken, uncompared = worker.answer()
        except WorkerLost as lost:
            return f"the process that rehearses it {lost}", ""
        if not broken and not uncompared:
            store.set_meta(rehearsed=state)
            note_rehearsed(state)
        return broken, uncompared

    with Worker(server, once=True) as worker:
        worker.start(rehearse, job, GENTLY)
        yield verdict


def _marking(task: Assignment) -> Marking:
    """The assignment's marking, computed in a worker, so that a suite's modules do not stay in the caller's process."""
    from autograder.grading.marking import Marking

    with Worker() as worker:
        found: Marking = worker.call(Marking.of, task)
        return found


def _class_ids(task: Assignment, intake: Intake, roster: str | None) -> tuple[str, ...]:
    """The class's ids, handed in or not, where the assignment has personal numbers; elsewhere nobody needs them."""
    if not (task.staff / "personal.py").is_file():
        return ()
    people = read_roster(Path(roster)).people if roster else ()
    return tuple(sorted({submission.student for submission in intake.submissions} | {person.key for person in people}))
