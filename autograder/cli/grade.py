"""``convgrade grade`` and ``convgrade regrade``."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from autograder.cli.app import CourseOption, RunArgument, app, console, print_line, run_folder, warn_about
from autograder.cli.summary import print_changes, print_moves, print_summary
from autograder.course import Course
from autograder.lms import readers
from autograder.runs.progress import Progress
from autograder.runs.run import Run

if TYPE_CHECKING:
    from autograder.runs.carry_out import Graded

WorkersOption = Annotated[
    int | None,
    typer.Option("--workers", "-j", min=1, help="Worker processes (default: the cores).", show_default=False),
]
DaskOption = Annotated[
    str | None,
    typer.Option("--dask", help="Address of a Dask scheduler whose workers grade, or `local`.", show_default=False),
]


@app.command()
def grade(
    assignment: Annotated[
        str, typer.Argument(metavar="ASSIGNMENT", help="The assignment's name, see `convgrade list`.")
    ],
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH...", help="What the LMS gave: zips, folders, modules, notebooks.")
    ],
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
    source: Annotated[
        str | None,
        typer.Option(
            "--source",
            help=f"What wrote PATH, where it is guessed wrong: plain, {', '.join(lms.name for lms in readers())}.",
        ),
    ] = None,
    at: Annotated[
        str | None,
        typer.Option("--at", help="Clones as of a tag, a pattern of tags ('submit/*': the newest) or a date."),
    ] = None,
    encoding: Annotated[
        str | None,
        typer.Option(
            "--encoding", help="Of file names in zips that do not say it: cp1252, cp437, gbk … (default: guessed)."
        ),
    ] = None,
    dask: DaskOption = None,
    unsafe: Annotated[
        bool, typer.Option("--unsafe", help="Run student code unconfined in the grader. Never on strangers' code.")
    ] = False,
    course: CourseOption = None,
) -> None:
    """Grade everything in PATH...; run it again to go on where it stopped or to grade only what changed."""
    chosen = Course.find(course)
    warn_about(chosen)
    how = {"pattern": pattern, "source": source, "encoding": encoding, "at": at}
    with Run.new(out, chosen, assignment, paths, roster=roster, unsafe=unsafe, **how) as run:
        print_line(run.found)
        with _followed() as progress:
            graded = run.grade(workers=workers, dask=dask, progress=progress)
        if graded.gone:
            told = "1 earlier result is" if graded.gone == 1 else f"{graded.gone} earlier results are"
            print_line(f"{told} of work that is not in PATH... any more: moved aside in {run.path}.")
        print_summary(run)
        raise typer.Exit(_told(graded))


@app.command()
def regrade(
    run: RunArgument,
    questions: Annotated[
        list[str] | None,
        typer.Option("--question", help="Grade this question again, changed or not, and no other.", show_default=False),
    ] = None,
    students: Annotated[
        list[str] | None,
        typer.Option(
            "--student", help="Grade this student again, changed or not, and nobody else.", show_default=False
        ),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be graded again, and why.")] = False,
    workers: WorkersOption = None,
    dask: DaskOption = None,
    course: CourseOption = None,
) -> None:
    """Grade again what changed since the run (submissions, suite, engine); print every mark that moved and why."""
    with Run(run, course) as opened:
        chosen = {"questions": questions or (), "students": students or ()}
        if dry_run:
            print_changes(opened.changes(**chosen), opened.decisions)
            raise typer.Exit(0)
        warn_about(opened.course)
        with _followed() as progress:
            graded = opened.regrade(**chosen, workers=workers, dask=dask or opened.dask, progress=progress)
        print_line(opened.found)
        print_line(
            f"{graded.graded} graded, {graded.marked} marked anew from their records, {graded.kept} as they were."
        )
        print_moves(graded.moves)
        raise typer.Exit(_told(graded))


def _told(graded: Graded) -> int:
    if graded.uncompared:
        print_line(f"Rehearsal: {graded.uncompared}.")
    if graded.broken:
        console.print("[bold red]The suite is broken, do not trust these marks:[/]", escape(graded.broken))
    return graded.code


@contextlib.contextmanager
def _followed() -> Iterator[Callable[[Progress], None]]:
    """A bar on a terminal, a line every few seconds elsewhere. Ctrl-C ends with a sentence and exit code 130."""
    from autograder.cli.bar import following

    try:
        with following() as told:
            yield told
    except KeyboardInterrupt:
        print("convgrade: stopped. What was graded is kept; the same command goes on from there.", file=sys.stderr)
        raise typer.Exit(130) from None
