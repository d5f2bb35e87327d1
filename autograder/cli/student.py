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


@app.command()
def check(
    path: Annotated[Path, typer.Argument(metavar="PATH", help="Your module or notebook, or its folder.")],
    classroom50: Annotated[
        bool, typer.Option("--classroom50", help="In Classroom 50's runner: write result.json for it.", hidden=True)
    ] = False,
) -> None:
    """Run the public checks on your work, as the grader will."""
    from autograder.grading.public import check_public

    report = check_public(path)
    if classroom50:
        tests = [(f"{one.question}: {one.intent}"[:100], verdict.passed) for one, verdict in report.verdicts]
        _write_result(tests or [("the file can be loaded", False)])
    console.print(f"[bold]{escape(report.assignment.title)}[/] — {escape(report.file.name)}")
    for note in report.notes:
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
