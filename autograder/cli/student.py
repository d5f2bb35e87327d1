"""``convgrade check``: a student's own look at the public checks."""

from __future__ import annotations

import contextlib
import json
import os
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape
from rich.padding import Padding
from rich.table import Column, Table
from rich.text import Text

from autograder.cli.app import app, console
from autograder.records.text import clean

if TYPE_CHECKING:
    from autograder.course import Assignment
    from autograder.grading.public import PublicReport


def _other_form(path: Path, name: str) -> tuple[str, ...]:
    """A word on the notebook beside the module, where a whole folder was named."""
    other = Path(name).with_suffix(".ipynb" if name.endswith(".py") else ".py").name
    if not path.is_dir() or not (path / other).exists():
        return ()
    return (f"this is {name}; to check {other}, name it instead of the folder",)


@app.command()
def check(
    path: Annotated[Path, typer.Argument(metavar="PATH", help="Your module or notebook, or its folder.")],
    question: Annotated[str, typer.Option(help="Check this question only.")] = "",
    watch: Annotated[bool, typer.Option("--watch", help="Check again whenever you save, until Ctrl-C.")] = False,
    classroom50: Annotated[
        bool, typer.Option("--classroom50", help="In Classroom 50's runner: write result.json for it.", hidden=True)
    ] = False,
) -> None:
    """Run the public checks on your work, as the grader will."""
    from autograder.grading.public import find_handed_out

    assignment = find_handed_out(path)
    passed = _checked(assignment, path, question, classroom50)
    while watch:
        console.print("[dim]Waiting for you to save; Ctrl-C ends this.[/]")
        before = _saved(path)
        while _saved(path) == before:
            time.sleep(0.3)
        console.rule(datetime.now().astimezone().strftime("%H:%M:%S"))
        passed = _checked(assignment, path, question, classroom50)
    raise typer.Exit(0 if passed else 1)


def _saved(path: Path) -> dict[str, int]:
    """When each module and notebook was saved last."""
    files = [path] if path.is_file() else [*path.glob("*.py"), *path.glob("*.ipynb")]
    with contextlib.suppress(OSError):  # an editor that saves replaces the file
        return {str(file): file.stat().st_mtime_ns for file in files}
    return {}


def _checked(assignment: Assignment, path: Path, question: str, classroom50: bool) -> bool:
    """Whether all public checks pass; what they say is printed."""
    from autograder.grading.public import check_public
    from autograder.ingest import Handout, Rejection
    from autograder.ingest.own import read_file_in_place, read_own

    handout = Handout.of(assignment)
    work = read_own(path, handout) if path.is_dir() else read_file_in_place(path.resolve(), handout)
    if isinstance(work, Rejection):
        console.print(f"[bold]{escape(assignment.title)}[/]\n[red]{escape(work.reason)}[/]")
        if classroom50:
            _write_result([("the file can be loaded", False)])
        return False
    console.print(f"[bold]{escape(assignment.title)}[/] — {escape(work.source['file'])}")
    report = check_public(assignment, work, question)
    if classroom50:
        tests = [(f"{one.question}: {one.intent}"[:100], verdict.passed) for one, verdict in report.verdicts]
        _write_result(tests or [("the file can be loaded", False)])
    for note in (*_other_form(path, work.main.name), *report.notes):
        console.print(f"  note: {escape(note)}")
    if report.problem:
        console.print(f"[red]{escape(report.problem)}[/]")
        return False
    names = list(dict.fromkeys(one.question for one, _ in report.verdicts))
    worked_on = [name for name in names if not report.untouched(name)]
    for name in worked_on:
        _print_question(report, name)
    if untouched := [name for name in names if name not in worked_on]:
        console.print(f"\nNot written yet: {escape(', '.join(untouched))}.")
    console.print(_table(assignment, report, names))
    passed = sum(verdict.passed for _, verdict in report.verdicts)
    console.print(
        f"{passed} of {len(report.verdicts)} public checks pass. The marks come from hidden checks, which ask more."
    )
    return passed == len(report.verdicts)


def _print_question(report: PublicReport, question: str) -> None:
    console.print(f"\n[bold]{escape(question)}[/]")
    for one, verdict in report.of(question):
        mark = Text("  ✓ ", "green") if verdict.passed else Text("  ✗ ", "red")
        line = Table.grid(Column(width=4), Column())  # so that long sentences hang under their first word
        line.add_row(mark, Text(one.intent))
        console.print(line)
        if not verdict.passed:
            console.print(Padding(escape(verdict.message(one)), (0, 0, 0, 6)))
    if told := report.printed.get(question):
        console.print(Padding("[dim]Printed by your code:[/]", (0, 0, 0, 6)))
        console.print(Padding(Text(clean(told, 4000)), (0, 0, 0, 6)))


def _table(assignment: Assignment, report: PublicReport, names: list[str]) -> Table:
    """A line per question: what it is worth, and how its public checks went."""
    table = Table("question", Column("points", justify="right"), "public checks", box=None, padding=(0, 2, 0, 0))
    for name in names:
        told = report.of(name)
        passed = sum(verdict.passed for _, verdict in told)
        state = "not written yet" if report.untouched(name) else f"{passed} of {len(told)} pass"
        tone = "green" if passed == len(told) else "dim" if report.untouched(name) else "red"
        table.add_row(escape(name), f"{assignment.question(name).points:g}", f"[{tone}]{state}[/]")
    return table


def _write_result(tests: list[tuple[str, bool]]) -> None:
    """Leave ``result.json`` for Classroom 50's runner, and end well: what does not pass is in it, and no fault of the runner's."""
    from autograder.lms.systems.github.classroom50 import check_record

    record = check_record(tests, os.environ, datetime.now(UTC))
    Path("result.json").write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")
    console.print(f"result.json: {record['score']} of {record['max-score']} public checks pass.")
    raise typer.Exit(0)
