"""Commands for the course's author: ``validate``, ``init``, ``new``, ``notebook``."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress
from rich.table import Table

from autograder.cli.app import CourseOption, app, console, course_at


@app.command()
def validate(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[ASSIGNMENT...]", help="Default: all of them.", show_default=False)
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The sheets as JSON.")] = False,
    as_markdown: Annotated[bool, typer.Option("--markdown", help="The table as Markdown.")] = False,
    page: Annotated[
        Path | None, typer.Option("--write", help="Write the table below the marker line of this page.")
    ] = None,
    seeds: Annotated[int, typer.Option("--seeds", help="How many sets of hidden inputs the reference must pass.")] = 5,
    workers: Annotated[
        int, typer.Option("--workers", "-j", min=0, help="Worker processes (default: the cores).", show_default=False)
    ] = 0,
    course: CourseOption = None,
) -> None:
    """The kill sheet: how good each question's suite is, measured."""
    from autograder.validate import validate as run
    from autograder.validate.sheet import COLUMNS, markdown, rows, summary, write_page

    chosen = course_at(course)
    tasks = [chosen.assignment(name) for name in names] if names else list(chosen.assignments)
    with Progress(console=console, transient=True, disable=as_json or as_markdown) as progress:
        bar = progress.add_task("validating", total=None)
        sheets = run(
            chosen,
            tasks,
            seeds=seeds,
            workers=workers or os.cpu_count() or 1,
            done=lambda count, total: progress.update(bar, completed=count, total=total),
        )
    if page is not None:
        write_page(page, sheets)
    if as_json:
        print(json.dumps([sheet.to_json() for sheet in sheets], indent=1))
    elif as_markdown:
        print(markdown(sheets), end="")
    else:
        table = Table(box=None, padding=(0, 2, 0, 0))
        for column in COLUMNS:
            table.add_column(column, no_wrap=column in ("assignment", "question"))
        for row in rows(sheets):
            table.add_row(*row)
        console.print(table)
        for line in summary(sheets):
            console.print(line, soft_wrap=True)
        for sheet in sheets:
            for complaint in sheet.complaints():
                console.print(f"{sheet.assignment}/{sheet.question}: {complaint}", markup=False, soft_wrap=True)
    raise typer.Exit(0 if all(sheet.good for sheet in sheets) else 1)


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The new course's folder; made when missing.")],
    title: Annotated[str, typer.Option("--title", help="What the course is called (default: the folder's name).")] = "",
) -> None:
    """An empty course, with a random secret of its own."""
    from autograder.validate.scaffold import write_course

    for path in write_course(folder, title):
        console.print(f"  {path}", markup=False, soft_wrap=True)
    console.print(f"Next: convgrade new NAME --course {folder}", markup=False, soft_wrap=True)


@app.command()
def new(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The new assignment's name, a Python identifier.")],
    course: CourseOption = None,
) -> None:
    """A scaffold for an assignment: one question, complete in every room, that already passes `convgrade validate`."""
    from autograder.validate.scaffold import write_scaffold

    for path in write_scaffold(course_at(course), name):
        console.print(f"  {path}", markup=False, soft_wrap=True)
    console.print(f"Next: convgrade validate {name}", markup=False)


@app.command()
def notebook(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="[ASSIGNMENT...]", help="Default: all that have a story.", show_default=False),
    ] = None,
    check: Annotated[bool, typer.Option("--check", help="Write nothing; say which are out of step.")] = False,
    course: CourseOption = None,
) -> None:
    """Make the companion notebook from the stub and the story around it (reference/NAME/notebook.md)."""
    from autograder.validate.notebook import companion

    chosen = course_at(course)
    tasks = [chosen.assignment(name) for name in names or chosen.names]
    stale = []
    for task in tasks if names else [task for task in tasks if task.story.is_file()]:
        text = companion(task)
        if not check:
            task.notebook.write_text(text, encoding="utf-8")
            console.print(f"  {task.notebook}", markup=False, soft_wrap=True)
        elif not task.notebook.is_file() or task.notebook.read_text(encoding="utf-8") != text:
            stale.append(task.name)
    if stale:
        console.print(
            f"Out of step with stub and story. Next: convgrade notebook {' '.join(stale)}", markup=False, soft_wrap=True
        )
    raise typer.Exit(1 if stale else 0)
