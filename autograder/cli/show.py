"""Commands that show: ``list``, ``results``, ``report``, ``doctor``."""

from __future__ import annotations

import json
from typing import Annotated

import typer
from rich.cells import cell_len
from rich.table import Table

from autograder.cli.app import CourseOption, LanguageOption, RunArgument, app, console, print_line
from autograder.course import Course
from autograder.records.decision import DecidedResult
from autograder.records.result import Shares
from autograder.records.status import SubmissionStatus
from autograder.records.text import counted, points
from autograder.runs.rows import as_line
from autograder.runs.run import Run

CALLED = 28
"""Cells for a name and its key; a longer one pushes its mark to the right."""


@app.command("list")
def list_(course: CourseOption = None) -> None:
    """The assignments and their questions."""
    for task in Course.find(course).assignments:
        table = Table(
            title=f"{task.name}: {task.title}", title_justify="left", box=None, padding=(0, 2, 0, 0), show_header=False
        )
        for question in task.questions:
            points = f"{question.points:g}" if question.kind != "written" else f"+{question.points:g} written"
            table.add_row("  " + question.name, points, question.title)
        console.print(table)


@app.command()
def results(
    run: RunArgument, as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False
) -> None:
    """The results of a run, a line each."""
    most, told_of, waiting = 0.0, "", 0
    with Run(run) as opened:
        for result in opened.results():
            shares = Shares.of(result.questions)
            if result.max_score > most:
                most, told_of = result.max_score, shares.told
            waiting += bool(shares.waiting) and result.status == SubmissionStatus.GRADED
            if as_json:
                print(json.dumps(as_line(result)))
            else:
                told = f"{points(result.score):>7}/{points(result.max_score)}"
                if result.status == SubmissionStatus.REJECTED:
                    told = f"{told} " if result.score else ""
                    told += f"rejected: {result.reason}"
                told = "   excused" if result.excused else told
                decided = (
                    f"  automatic {points(result.automatic)}; {'; '.join(map(str, result.decisions))}"
                    if isinstance(result, DecidedResult)
                    else ""
                )
                called = f"{result.called}{' ' * (CALLED - cell_len(result.called))}"
                print_line(f"{called} {told}{decided}")
    if told_of and not as_json:
        print_line(f"Marks are out of {points(most)}: {told_of}.")
    if waiting and not as_json:
        print_line(
            f"Written answers of {counted(waiting, 'student')} are still to be marked; their points come on top and are not counted yet: "
            f"convgrade review {run}"
        )


@app.command()
def report(
    run: RunArgument,
    pseudonymous: Annotated[bool, typer.Option("--pseudonymous", help="Opaque ids instead of students.")] = False,
    near_copies: Annotated[
        bool,
        typer.Option(
            "--near-copies", help="Write RUN/report/near-copies.html, too: what is more alike than independent answers."
        ),
    ] = False,
    language: LanguageOption = None,
) -> None:
    """Write RUN/report/index.html and a page per student."""
    if pseudonymous and near_copies:
        raise typer.BadParameter(
            "near-copies are shown with names and code: leave out --pseudonymous, or --near-copies."
        )
    with Run(run) as opened:
        index = opened.report(pseudonymous=pseudonymous, language=language)
        beside = opened.near_copies() if near_copies else None
    print_line(f"Report: {index}")
    if beside:
        print_line(f"Near-copies, for the staff alone: {beside}")


@app.command()
def doctor() -> None:
    """What isolation and which versions this machine gives; every layer is proved by trying to break it."""
    import importlib.metadata
    import platform

    from autograder.sandbox.doctor import examine

    print_line(
        f"convgrade {importlib.metadata.version('convgrade')}, Python {platform.python_version()}, {platform.platform()}"
    )
    for package in ("numpy", "pytest", "torch", "torchvision", "otter-grader", "distributed"):
        try:
            print_line(f"  {package} {importlib.metadata.version(package)}")
        except importlib.metadata.PackageNotFoundError:
            print_line(f"  {package}: not installed")
    states = []
    for layer in examine():
        states.append(layer.state)
        print_line(f"  {layer.state:9}  {layer.name}: {layer.detail}")
    undecided = states.count("undecided")
    if "broken" in states:
        print_line("Do not grade strangers' code on this machine.")
    elif undecided:
        print_line(
            f"Nothing is broken, but {undecided} {'layer is' if undecided == 1 else 'layers are'} undecided: no answer came, three times. "
            "Is the machine busy? Try again when it is not."
        )
    else:
        print_line("The isolation holds.")
    raise typer.Exit(1 if "broken" in states else 0)
