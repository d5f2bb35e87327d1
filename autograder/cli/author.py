"""Commands for the course's author: ``validate``, ``init``, ``new``, ``notebook``, ``messages``."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.progress import Progress

from autograder.cli.app import CourseOption, app, console, print_line
from autograder.course import Course
from autograder.records.errors import ConvgradeError

if TYPE_CHECKING:
    from autograder.course import Assignment
    from autograder.validate import KillSheet


@app.command()
def validate(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="[ASSIGNMENT|ASSIGNMENT/QUESTION...]", help="Default: all of them.", show_default=False),
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
    watch: Annotated[bool, typer.Option("--watch", help="Again whenever a file is saved, until Ctrl-C.")] = False,
    course: CourseOption = None,
) -> None:
    """The kill sheet: how good each question's suite is, measured, and what is not as it should be."""
    from autograder.validate.sheet import markdown, write_page

    def measured(words: Sequence[str]) -> list[KillSheet]:
        return _measured(course, words, seeds, workers or os.cpu_count() or 1, quiet=as_json or as_markdown)

    if watch:
        _watched(course, names or (), measured)
    sheets = measured(names or ())
    if page is not None:
        write_page(page, sheets)
    if as_json:
        print(json.dumps([sheet.to_json() for sheet in sheets], indent=1))
    elif as_markdown:
        print(markdown(sheets), end="")
    else:
        _print_sheets(sheets)
    raise typer.Exit(0 if all(sheet.good for sheet in sheets) else 1)


def _measured(
    folder: Path | None, words: Sequence[str], seeds: int, workers: int, *, quiet: bool = False
) -> list[KillSheet]:
    """The sheets of what ``words`` name."""
    from autograder.validate import validate as run

    course = Course.find(folder)
    with Progress(console=console, transient=True, disable=quiet) as progress:
        bar = progress.add_task("validating", total=None)
        return run(
            course,
            _chosen(course, words),
            seeds=seeds,
            workers=workers,
            done=lambda count, total: progress.update(bar, completed=count, total=total),
        )


def _chosen(course: Course, words: Sequence[str]) -> dict[Assignment, list[str]]:
    """The assignments and questions that are named (``pooling``, ``pooling/max_pool_2d``); no word: all."""
    if not words:
        return {task: [] for task in course.assignments}
    chosen: dict[Assignment, list[str]] = {}
    whole: set[Assignment] = set()
    for word in words:
        name, _, question = word.partition("/")
        task = course.assignment(name)
        own = chosen.setdefault(task, [])
        if question:
            own.append(task.question(question).name)
        else:
            whole.add(task)
    return {task: [] if task in whole else names for task, names in chosen.items()}


def _watched(folder: Path | None, words: Sequence[str], measured: Callable[[Sequence[str]], list[KillSheet]]) -> None:
    """Validate what ``words`` name, and again what a saved file can have changed, until Ctrl-C."""
    from autograder.validate.watch import Files

    files, again = Files(Course.find(folder)), list(words)
    while True:
        started = time.monotonic()
        try:
            _print_sheets(measured(again))
        except ConvgradeError as error:
            print_line(str(error), style="red")
        console.print(f"[dim]{time.monotonic() - started:.1f} s. Waiting for you to save; Ctrl-C ends this.[/]")
        saved = files.wait()
        again = files.touched(saved, words)
        console.rule(f"{datetime.now().astimezone():%H:%M:%S}  {', '.join(path.name for path in saved)}")


def _print_sheets(sheets: Sequence[KillSheet]) -> None:
    """The table, what it adds up to, and each complaint in a paragraph. No column is cut, however narrow the terminal."""
    from autograder.validate.sheet import COLUMNS, rows, summary

    lines = [COLUMNS, *rows(sheets)]
    widths = [max(len(line[i]) for line in lines) for i in range(len(COLUMNS))]
    for number, line in enumerate(lines):
        text = "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        print_line(text, style="" if number else "bold")
    for text in summary(sheets):
        print_line(text)
    for sheet in sheets:
        for complaint in sheet.complaints():
            print_line(f"\n{sheet.assignment}/{sheet.question}: {complaint}", style="red")


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The new course's folder; made when missing.")],
    title: Annotated[str, typer.Option("--title", help="What the course is called (default: the folder's name).")] = "",
) -> None:
    """An empty course, with a random secret of its own."""
    from autograder.validate.scaffold import write_course

    for path in write_course(folder, title):
        print_line(f"  {path}")
    print_line(f"Next: convgrade new NAME --course {folder}")


@app.command()
def new(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The new assignment's name, a Python identifier.")],
    kinds: Annotated[
        list[str] | None,
        typer.Option(
            "--kind",
            help="A question of this kind: function, class, value, figure or network; several times for several.",
        ),
    ] = None,
    course: CourseOption = None,
) -> None:
    """A scaffold for an assignment: a small question of each kind, complete in every room, that already passes `convgrade validate`."""
    from autograder.validate.scaffold import write_scaffold

    for path in write_scaffold(Course.find(course), name, kinds or ["function"]):
        print_line(f"  {path}")
    print_line(f"Next: convgrade validate {name}, and again with --watch while you write.")


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

    chosen = Course.find(course)
    tasks = [chosen.assignment(name) for name in names or chosen.names]
    stale = []
    for task in tasks if names else [task for task in tasks if task.story.is_file()]:
        text = companion(task)
        if not check:
            task.notebook.write_text(text, encoding="utf-8")
            print_line(f"  {task.notebook}")
        elif not task.notebook.is_file() or task.notebook.read_text(encoding="utf-8") != text:
            stale.append(task.name)
    if stale:
        print_line(f"Out of step with stub and story. Next: convgrade notebook {' '.join(stale)}")
    raise typer.Exit(1 if stale else 0)


@app.command()
def messages(
    language: Annotated[str, typer.Argument(help="A language's code: de, fr, pt_BR …")],
    course: CourseOption = None,
) -> None:
    """Bring the course's catalogue of a language up to date: every sentence a student reads, with its translation, if it has one."""
    from autograder.course.languages import ENGINE
    from autograder.validate.course_messages import of_course
    from autograder.validate.messages import of_engine, renewed, state, write

    found = Course.find(course)
    path = found.locale / f"{language}.po"
    # Where the engine does not speak the language, the course's file speaks for it.
    spoken = (ENGINE / path.name).is_file()
    catalogue = renewed(path, language, [*of_course(found), *(() if spoken else of_engine())])
    write(path, catalogue)
    now = state(catalogue)
    for told, texts in (("without a translation", now.missing), ("marked fuzzy: not used yet", now.fuzzy)):
        if texts:
            print_line(f"{len(texts)} {told}, as: {texts[0]}")
    for wrong in now.wrong:
        print_line(wrong)
    print_line(f"{path}: {now.all} sentences, {now.all - len(now.missing)} translated.")
    raise typer.Exit(0 if now.complete else 1)
