"""``convgrade written`` and ``convgrade marks``: written answers out to a person, and their marks back in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from autograder.cli.app import CourseOption, RunArgument, app, print_line
from autograder.records.text import counted
from autograder.runs.run import Run


@app.command()
def written(
    run: RunArgument,
    out: Annotated[Path, typer.Option("--out", help="The folder for the sheets and marks.csv.")],
    course: CourseOption = None,
) -> None:
    """Write a sheet per written question (rubric, answers without names) and marks.csv to fill in."""
    with Run(run, course) as opened:
        for path in opened.write_sheets(out):
            print_line(f"  {path}")
    print_line(f"Next: fill in the column mark of {out / 'marks.csv'}, then")
    print_line(f"      convgrade marks {run} {out / 'marks.csv'}")


@app.command()
def marks(
    run: RunArgument,
    file: Annotated[Path, typer.Argument(metavar="MARKS.CSV", help="The marks.csv of `convgrade written`, filled in.")],
    who: Annotated[str, typer.Option("--who", help="Who marked (default: the user's name).", show_default=False)] = "",
    course: CourseOption = None,
) -> None:
    """Read a person's marks for written answers back into the run."""
    with Run(run, course) as opened:
        read = opened.read_marks(file, who)
        waiting = opened.unmarked()
    print_line(
        f"{counted(read.marks, 'mark')} read, results of {counted(read.changed, 'student')} changed, "
        f"{counted(waiting, 'answer')} still to be marked."
    )
    if read.comments_alone:
        where = ", ".join(map(str, read.comments_alone[:10])) + (" …" if len(read.comments_alone) > 10 else "")
        print_line(f"A comment without a mark is not used; see line {where}.")
