"""``convgrade check``: a student's own look at the public checks.

This module is imported inside `speaking`: its help is said in the language that the student asked for.
"""

from __future__ import annotations

import contextlib
import json
import os
import shlex
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.markup import escape
from typer.core import TyperCommand

from autograder.cli.app import app, console, print_line
from autograder.records.errors import CourseError, IngestError
from autograder.records.sentences import speaking, spoken, tell

if TYPE_CHECKING:
    from autograder.grading.public import PublicChecks
    from autograder.ingest.find import HandedOut

_UsageError: type[Exception] = typer.BadParameter.__mro__[1]
"""Of all that typer cannot read; it shows this part of it alone."""


class _Spoken(TyperCommand):
    """A command whose help, and what it says of a call it cannot read, are in the language spoken here."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """As typer does it, its own words included."""
        from typer import rich_utils

        rich_utils.ARGUMENTS_PANEL_TITLE, rich_utils.OPTIONS_PANEL_TITLE = spoken("Arguments"), spoken("Options")
        super().format_help(ctx, formatter)

    def get_usage(self, ctx: Any) -> str:
        """The line that shows how the command is called."""
        return super().get_usage(ctx).replace("Usage:", spoken("Usage:"), 1)

    def get_help_option(self, ctx: Any) -> Any:
        """The option that shows the help."""
        option: Any = super().get_help_option(ctx)
        option.help = spoken("Show this message and exit.")
        return option

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Raises `CourseError` for what cannot be read."""
        call = shlex.join(["convgrade", "check", *args])
        try:
            return super().parse_args(ctx, args)
        except _UsageError:
            raise CourseError(
                spoken(
                    "`{call}` cannot be read. One file or folder is checked at a time, and what has a blank in its name stands in quotes: "
                    "{example}. All options: convgrade check --help.",
                    call=call,
                    example='convgrade check "my work.py" --question conv2d',
                )
            ) from None


@app.command(cls=_Spoken, help=spoken("Run the public checks on your work, as the grader will."))
def check(
    path: Annotated[
        Path,
        typer.Argument(
            metavar="PATH",
            help=spoken("Your module or notebook, or its folder: this one, if you name none."),
            show_default=False,
        ),
    ] = Path(),
    question: Annotated[
        str, typer.Option(metavar="NAME", help=spoken("Check this question only."), show_default=False)
    ] = "",
    watch: Annotated[
        bool, typer.Option("--watch", help=spoken("Check again whenever you save, until Ctrl-C."))
    ] = False,
    handout: Annotated[
        Path | None,
        typer.Option(
            help=spoken("What you were given, folder or zip, where your file lies elsewhere."),
            metavar="PATH",
            show_default=False,
        ),
    ] = None,
    language: Annotated[
        str | None,
        typer.Option(
            "--language",
            metavar="CODE",
            help=spoken("What you read: en, de … (default: your course's language)."),
            show_default=False,
        ),
    ] = None,
    classroom50: Annotated[
        bool, typer.Option("--classroom50", help="In Classroom 50's runner: write result.json for it.", hidden=True)
    ] = False,
) -> None:
    """Run the public checks on somebody's own work."""
    from autograder.grading.public import PublicChecks
    from autograder.ingest.find import handed_out_with

    with (
        handed_out_with(path, handout) as found,
        speaking(found.words(language)),
        PublicChecks(found.assignment, found.course) as checks,
    ):
        passed = _checked(found, checks, path, question, classroom50)
        while watch:
            waiting = spoken("Waiting for you to save; Ctrl-C ends this.")
            console.print(f"[dim]{waiting}[/]")
            before = _saved(path)
            while (now := _saved(path)) == before or not now:  # none: an editor that saves replaces the file
                time.sleep(0.3)
            console.rule(datetime.now().astimezone().strftime("%H:%M:%S"))
            try:
                passed = _checked(found, checks, path, question, classroom50)
            except IngestError as error:  # gone again, or no file at all: the next time may be better
                passed = False
                console.print(f"[red]{escape(str(error))}[/]")
    raise typer.Exit(0 if passed else 1)


def _saved(path: Path) -> dict[str, int]:
    """When each module and notebook was saved last."""
    files = [path] if path.is_file() else [*path.glob("*.py"), *path.glob("*.ipynb")]
    with contextlib.suppress(OSError):
        return {str(file): file.stat().st_mtime_ns for file in files}
    return {}


def _checked(found: HandedOut, checks: PublicChecks, path: Path, question: str, classroom50: bool) -> bool:
    """Whether all public checks pass; what they say is printed."""
    from autograder.cli.checked import print_report
    from autograder.ingest import Handout, Rejection
    from autograder.ingest.own import read_file_in_place, read_own

    assignment = found.assignment
    handout = Handout.of(assignment)
    work = read_own(path, handout) if path.is_dir() else read_file_in_place(path.resolve(), handout)
    if isinstance(work, Rejection):
        console.print(f"[bold]{escape(tell(assignment.title))}[/]\n[red]{escape(tell(work.reason))}[/]")
        if classroom50:
            _write_result([("the file can be loaded", False)])
        return False
    report = checks.report(work, question)
    if classroom50:
        tests = [(f"{one.question}: {one.intent}"[:100], verdict.passed) for one, verdict in report.verdicts]
        _write_result(tests or [("the file can be loaded", False)])
    return print_report(found, work, report, whole_folder=path.is_dir())


def _write_result(tests: list[tuple[str, bool]]) -> None:
    """Leave ``result.json`` for Classroom 50's runner, and end well: what does not pass is in it, and no fault of the runner's."""
    from autograder.lms.systems.github.classroom50 import check_record

    record = check_record(tests, os.environ, datetime.now(UTC))
    Path("result.json").write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")
    print_line(f"result.json: {record['score']} of {record['max-score']} public checks pass.")
    raise typer.Exit(0)
