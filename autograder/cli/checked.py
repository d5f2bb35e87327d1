"""What `convgrade check` prints."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.markup import escape
from rich.padding import Padding
from rich.table import Column, Table
from rich.text import Text

from autograder.cli.app import console
from autograder.records.text import clean

if TYPE_CHECKING:
    from autograder.grading.public import PublicReport
    from autograder.ingest.find import HandedOut
    from autograder.records.submission import Submission

_INDENT = 4


def print_report(found: HandedOut, work: Submission, report: PublicReport, *, whole_folder: bool) -> bool:
    """Print it. Gives whether all public checks pass. ``whole_folder``: no file was named, the grader chose one."""
    from autograder.grading.ahead import hidden_checks

    assignment = found.assignment
    console.print(f"[bold]{escape(assignment.title)}[/] — {escape(work.source['file'])}", soft_wrap=True)
    for note in (*(_other_form(found, work.main.name, report.notes) if whole_folder else ()), *report.notes):
        _hang("  · ", Text(note, "dim"))
    if report.problem:
        console.print(f"[red]{escape(report.problem)}[/]")
        return False
    worked_on = [name for name in report.questions if not report.untouched(name)]
    for name in worked_on:
        _print_question(report, name)
    if untouched := [name for name in report.questions if name not in worked_on]:
        console.print(f"\nNot written yet: {escape(', '.join(untouched))}.")
    hidden = hidden_checks(assignment, found.course)
    console.print()
    console.print(_table(found, report, hidden))
    passed = sum(verdict.passed for _, verdict in report.verdicts)
    left = sum(hidden.get(name, 0) for name in report.questions)
    come = f"the {left} hidden checks that are still to come" if left else "hidden checks"
    console.print(f"{passed} of {len(report.verdicts)} public checks pass. The marks come from {come}: they ask more.")
    return passed == len(report.verdicts)


def _other_form(found: HandedOut, name: str, notes: tuple[str, ...]) -> tuple[str, ...]:
    """A word on the notebook beside the module, where a whole folder was named unless that is untouched."""
    other = Path(name).with_suffix(".ipynb" if name.endswith(".py") else ".py").name
    if not (found.assignment.handout / other).exists() or any(
        f"{other} is as it was handed out" in note for note in notes
    ):
        return ()
    return (f"this is {name}; to check {other}, name it instead of the folder",)


def _hang(sign: str | Text, text: RenderableType) -> None:
    """Print the ``text`` beside the ``sign``, so that its further lines hang under its first word."""
    line = Table.grid(Column(width=_INDENT), Column())
    line.add_row(sign, text)
    console.print(line)


def _below(text: RenderableType) -> None:
    console.print(Padding(text, (0, 0, 0, _INDENT + 2)))


def _print_question(report: PublicReport, question: str) -> None:
    console.print(f"\n[bold]{escape(question)}[/]")
    for one, verdict in report.of(question):
        _hang(Text("  ✓ ", "green") if verdict.passed else Text("  ✗ ", "red"), Text(one.intent))
        if not verdict.passed:
            _below(Text(verdict.message(one)))
    why = report.why.get(question)
    if why is not None and why.names:
        from autograder.feedback.view import diagnosis_view

        for name, hint in zip(why.names, why.hints, strict=True):
            told = diagnosis_view(name, hint)
            _hang(Text("  → ", "yellow"), Text(told.title, "bold"))
            for paragraph in told.hint:
                _below(Text(paragraph))
    if told_output := report.printed.get(question):
        _below(Text("Printed by your code:", "dim"))
        _below(Text(clean(told_output, 4000)))


def _table(found: HandedOut, report: PublicReport, hidden: dict[str, int]) -> Table:
    """A line per question: what it is worth, how its public checks went, and how many hidden ones are still to come."""
    table = Table("question", Column("points", justify="right"), "public checks", box=None, padding=(0, 2, 0, 0))
    if hidden:
        table.add_column("hidden checks", justify="right")
    for name in report.questions:
        told = report.of(name)
        passed = sum(verdict.passed for _, verdict in told)
        state = "not written yet" if report.untouched(name) else f"{passed} of {len(told)} pass"
        tone = "green" if passed == len(told) else "dim" if report.untouched(name) else "red"
        row = [escape(name), f"{found.assignment.question(name).points:g}", f"[{tone}]{state}[/]"]
        table.add_row(*row, *([f"{hidden.get(name, 0)} to come"] if hidden else []))
    return table
