"""``convgrade check``: a student's own look at the public checks."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.padding import Padding
from rich.table import Column, Table
from rich.text import Text

from autograder.cli.app import app, console


def _other_form(path: Path, name: str) -> tuple[str, ...]:
    """A word on the notebook beside the module, where a whole folder was named."""
    other = Path(name).with_suffix(".ipynb" if name.endswith(".py") else ".py").name
    if not path.is_dir() or not (path / other).exists():
        return ()
    return (f"this is {name}; to check {other}, name it instead of the folder",)


@app.command()
def check(
    path: Annotated[Path, typer.Argument(metavar="PATH", help="Your module or notebook, or its folder.")],
    classroom50: Annotated[
        bool, typer.Option("--classroom50", help="In Classroom 50's runner: write result.json for it.", hidden=True)
    ] = False,
) -> None:
    """Run the public checks on your work, as the grader will."""
    from autograder.grading.public import check_public, find_handed_out
    from autograder.ingest import Handout, Rejection
    from autograder.ingest.own import read_file_in_place, read_own

    assignment = find_handed_out(path)
    handout = Handout.of(assignment)
    work = read_own(path, handout) if path.is_dir() else read_file_in_place(path.resolve(), handout)
    if isinstance(work, Rejection):
        console.print(f"[bold]{escape(assignment.title)}[/]\n[red]{escape(work.reason)}[/]")
        if classroom50:
            _write_result([("the file can be loaded", False)])
        raise typer.Exit(1)
    console.print(f"[bold]{escape(assignment.title)}[/] — {escape(work.source['file'])}")
    report = check_public(assignment, work)
    if classroom50:
        tests = [(f"{one.question}: {one.intent}"[:100], verdict.passed) for one, verdict in report.verdicts]
        _write_result(tests or [("the file can be loaded", False)])
    for note in (*_other_form(path, work.main.name), *report.notes):
        console.print(f"  note: {escape(note)}")
    if report.problem:
        console.print(f"[red]{escape(report.problem)}[/]")
        raise typer.Exit(1)
    question = ""
    for one, verdict in report.verdicts:
        if one.question != question:
            question = one.question
            console.print(f"\n[bold]{escape(question)}[/]")
        mark = Text("  ✓ ", "green") if verdict.passed else Text("  ✗ ", "red")
        line = Table.grid(Column(width=4), Column())  # so that long sentences hang under their first word
        line.add_row(mark, Text(one.intent))
        console.print(line)
        if not verdict.passed:
            console.print(Padding(escape(verdict.message(one)), (0, 0, 0, 6)))
    passed = sum(verdict.passed for _, verdict in report.verdicts)
    console.print(
        f"\n{passed} of {len(report.verdicts)} public checks pass. The marks come from hidden checks, which ask more."
    )
    raise typer.Exit(0 if passed == len(report.verdicts) else 1)


def _write_result(tests: list[tuple[str, bool]]) -> None:
    """Leave ``result.json`` for Classroom 50's runner, and end well: what does not pass is in it, and no fault of the runner's."""
    from autograder.lms.systems.github.classroom50 import check_record

    record = check_record(tests, os.environ, datetime.now(UTC))
    Path("result.json").write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")
    console.print(f"result.json: {record['score']} of {record['max-score']} public checks pass.")
    raise typer.Exit(0)
