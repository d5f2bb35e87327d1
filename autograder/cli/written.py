"""``convgrade written`` and ``convgrade marks``: written answers out to a person, and their marks back in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from autograder.cli.app import CourseOption, RunArgument, app, console, course_at
from autograder.records.status import Status, SubmissionStatus
from autograder.runs.store import Store
from autograder.written import Mark, apply_marks, comments_without_a_mark, export_sheets, read_marks


@app.command()
def written(
    run: RunArgument,
    out: Annotated[Path, typer.Option("--out", help="The folder for the sheets and marks.csv.")],
    course: CourseOption = None,
) -> None:
    """Write a sheet per written question (rubric, answers without names) and marks.csv to fill in."""
    with Store(run) as store:
        chosen = course_at(course or Path(store.meta()["course"]))
        task = chosen.assignment(store.meta()["assignment"])
        for path in export_sheets(store.results(), task, out, chosen.secret):
            console.print(f"  {path}", markup=False, soft_wrap=True)
    console.print(f"Next: fill in the column mark of {out / 'marks.csv'}, then", markup=False, soft_wrap=True)
    console.print(f"      convgrade marks {run} {out / 'marks.csv'}", markup=False, soft_wrap=True)


@app.command()
def marks(
    run: RunArgument,
    file: Annotated[Path, typer.Argument(metavar="MARKS.CSV", help="The marks.csv of `convgrade written`, filled in.")],
    course: CourseOption = None,
) -> None:
    """Read a person's marks for written answers back into the run."""
    with Store(run) as store:
        chosen = course_at(course or Path(store.meta()["course"]))
        task = chosen.assignment(store.meta()["assignment"])
        given = read_marks(file, task, store.results(), chosen.secret)
        store.set_meta(
            marks={**store.meta().get("marks", {}), **{key: [m.points, m.comment] for key, m in given.items()}}
        )
        counted = 0
        for result in list(store.results()):
            marked = apply_marks(result, given, chosen.secret)
            if marked != result:
                store.update(marked)
                counted += 1
        waiting = sum(
            q.status == Status.MANUAL
            for result in store.results()
            if result.status == SubmissionStatus.GRADED
            for q in result.questions
        )
    console.print(
        f"{len(given)} marks read, {counted} students' results changed, {waiting} answers still to be marked."
    )
    if lines := comments_without_a_mark(file):
        where = ", ".join(map(str, lines[:10])) + (" …" if len(lines) > 10 else "")
        console.print(f"A comment without a mark is not used; see line {where}.")


def kept_marks(store: Store) -> dict[str, Mark]:
    """The marks read so far: a regrade keeps them."""
    return {key: Mark(points, comment) for key, (points, comment) in store.meta().get("marks", {}).items()}
