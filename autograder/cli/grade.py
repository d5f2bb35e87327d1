"""``convgrade grade`` and ``convgrade regrade``."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

from autograder.cli.app import CourseOption, RunArgument, app, console, course_at, run_folder
from autograder.cli.summary import print_moves, print_summary
from autograder.cli.written import kept_marks
from autograder.course import Assignment, Course
from autograder.grading.grade import rejected
from autograder.ingest import read_submissions
from autograder.ingest.roster import read_roster
from autograder.records.errors import RunFileError
from autograder.records.result import Result
from autograder.records.submission import Intake, Rejection, Submission
from autograder.runs import bulk
from autograder.runs.store import Store
from autograder.written import apply_marks

PathsArgument = Annotated[
    list[Path], typer.Argument(metavar="PATH...", help="What the LMS gave: zips, folders, modules, notebooks.")
]
WorkersOption = Annotated[
    int | None,
    typer.Option("--workers", "-j", min=1, help="Worker processes (default: the cores).", show_default=False),
]


@app.command()
def grade(
    assignment: Annotated[
        str, typer.Argument(metavar="ASSIGNMENT", help="The assignment's name, see `convgrade list`.")
    ],
    paths: PathsArgument,
    out: Annotated[
        Path,
        typer.Option(
            "--out",
            parser=run_folder,
            metavar="RUN",
            help="The run's folder; made when missing, gone on with when there.",
        ),
    ],
    workers: WorkersOption = None,
    roster: Annotated[Path | None, typer.Option("--roster", help="CSV of the class: settles who is who.")] = None,
    pattern: Annotated[
        str | None, typer.Option("--pattern", help="Regular expression with groups `student` and `file`.")
    ] = None,
    dask: Annotated[
        str | None, typer.Option("--dask", help="Address of a Dask scheduler whose workers see the course.")
    ] = None,
    unsafe: Annotated[
        bool, typer.Option("--unsafe", help="Run student code unconfined in the grader. Never on strangers' code.")
    ] = False,
    course: CourseOption = None,
) -> None:
    """Grade everything in PATH...; run it again to go on where it stopped or to grade only what changed."""
    chosen = course_at(course)
    task = chosen.assignment(assignment)
    arguments = {
        "paths": [str(path.resolve()) for path in paths],
        "roster": str(roster.resolve()) if roster else None,
        "pattern": pattern,
        "dask": dask,
        "unsafe": unsafe,
    }
    intake = _read(task, arguments)  # before the run's folder is touched: a wrong path must not spoil a run
    with Store(out, create=True) as store:
        before = store.meta().get("assignment", task.name)
        if before != task.name:
            raise RunFileError(f"{out} holds a run of {before}, not of {task.name}: choose another --out.")
        store.set_meta(assignment=task.name, course=str(chosen.root), arguments=arguments)
        broken = _run(chosen, task, store, intake, arguments, workers)
        print_summary(store, task)
        raise typer.Exit(_exit_code(store, broken))


@app.command()
def regrade(run: RunArgument, workers: WorkersOption = None, course: CourseOption = None) -> None:
    """Grade again what changed since the run (submissions, suite, engine); print every mark that moved and why."""
    with Store(run) as store:
        meta = store.meta()
        chosen = course_at(course or Path(meta["course"]))
        task = chosen.assignment(meta["assignment"])
        before = {result.submission: result for result in store.results()}
        intake = _read(task, meta["arguments"])
        broken = _run(chosen, task, store, intake, meta["arguments"], workers)
        print_moves(before, store)
        raise typer.Exit(_exit_code(store, broken))


def _exit_code(store: Store, broken: str) -> int:
    """0 when every submission has a result, 1 when some were rejected, 2 (and why) when the suite contradicts itself."""
    if broken:
        console.print("[bold red]The suite is broken, do not trust these marks:[/]", escape(broken))
        return 2
    return 1 if store.count("rejected") else 0


def _read(task: Assignment, arguments: dict[str, Any]) -> Intake:
    """What was handed in."""
    intake = read_submissions(
        [Path(path) for path in arguments["paths"]],
        task.name,
        roster=Path(arguments["roster"]) if arguments["roster"] else None,
        pattern=arguments["pattern"],
        stub=task.stub.read_bytes(),
    )
    console.print(intake.found, markup=False)
    return intake


def _run(
    course: Course, task: Assignment, store: Store, intake: Intake, arguments: dict[str, Any], workers: int | None
) -> str:
    """Grade what is not graded yet; gives what the rehearsal found wrong with the suite, or ``""``."""
    store.set_meta(found=intake.found, title=task.title)
    suite, engine = task.suite_hash(), bulk.engine_hash()
    entries: list[Submission | Rejection] = [*intake.submissions, *intake.rejections]
    keys = {entry.id: bulk.result_key(entry, course, suite, engine) for entry in entries}
    store.set_ignored(intake.ignored)
    gone = store.keep_only(keys)
    if gone:
        told = "1 earlier result is" if gone == 1 else f"{gone} earlier results are"
        console.print(f"{told} of work that is not in PATH... any more: moved aside in {store.path}.", markup=False)
    for rejection in intake.rejections:
        store.put(rejected(rejection, task), keys[rejection.id])
    waiting = [submission for submission in intake.submissions if not store.has(submission.id, keys[submission.id])]
    done = len(intake.submissions) - len(waiting)
    if done:
        console.print(f"{done} of {len(intake.submissions)} submissions are graded already and have not changed.")
    rehearsed = f"{suite} {engine} {course.secret}"
    rehearse = waiting and store.meta().get("rehearsed") != rehearsed
    marked = kept_marks(store)
    try:
        with bulk.local_pool(1) as stage:
            job = bulk.Job(
                root=str(course.root),
                assignment=task.name,
                secret=course.secret,
                isolation="unsafe" if arguments["unsafe"] else None,
                others=_class_ids(task, intake, arguments["roster"]),
            )
            results = _results(job, waiting, workers or os.cpu_count() or 1, arguments["dask"])
            rehearsal: Future[str] | None = stage.submit(bulk.rehearse, job) if rehearse else None
            for result in _with_progress(results, len(waiting)):
                store.put(apply_marks(result, marked, course.secret), keys[result.submission])
            broken = rehearsal.result() if rehearsal else ""
    except KeyboardInterrupt:
        print("convgrade: stopped. What was graded is kept; the same command goes on from there.", file=sys.stderr)
        raise typer.Exit(130) from None
    if rehearsal and not broken:
        store.set_meta(rehearsed=rehearsed)
    return broken


def _class_ids(task: Assignment, intake: Intake, roster: str | None) -> tuple[str, ...]:
    """The class's ids, handed in or not, where the assignment has personal numbers; elsewhere nobody needs them."""
    if not (task.staff / "personal.py").is_file():
        return ()
    people = read_roster(Path(roster)).people if roster else ()
    return tuple(sorted({submission.student for submission in intake.submissions} | {person.key for person in people}))


def _results(job: bulk.Job, waiting: list[Submission], workers: int, dask: str | None) -> Iterator[Result]:
    if not waiting:
        return
    if dask is None:
        yield from bulk.grade_all(job, waiting, min(workers, len(waiting)))
    else:
        from autograder.runs.cluster import grade_on_dask

        yield from grade_on_dask(dask, job, waiting)


class _Rate(ProgressColumn):
    """Submissions per second."""

    def render(self, task: Task) -> Text:
        return Text(f"{task.finished_speed or task.speed or 0:.1f}/s")


def _with_progress(results: Iterator[Result], total: int) -> Iterator[Result]:
    """The results, under a bar that tells how many are done, the rate and the time left."""
    columns = (
        TextColumn("grading"),
        BarColumn(),
        MofNCompleteColumn(),
        _Rate(),
        TextColumn("left"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True, disable=not total) as progress:
        task = progress.add_task("grading", total=total)
        for result in results:
            yield result
            progress.advance(task)
