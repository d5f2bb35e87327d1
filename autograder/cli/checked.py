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
from autograder.records.sentences import say, spoken, tell
from autograder.records.text import clean

if TYPE_CHECKING:
    from autograder.grading.public import PublicReport
    from autograder.ingest.find import HandedOut
    from autograder.records.submission import Submission

_INDENT = 4
_UNTOUCHED, _ABSENT = say("not written yet"), say("not in your file")
"""Questions of which there is nothing to say but that."""


def print_report(found: HandedOut, work: Submission, report: PublicReport, *, whole_folder: bool) -> bool:
    """Print it. Gives whether all public checks pass. ``whole_folder``: no file was named, the grader chose one."""
    from autograder.grading.ahead import hidden_checks

    assignment = found.assignment
    console.print(f"[bold]{escape(tell(assignment.title))}[/] — {escape(work.source['file'])}", soft_wrap=True)
    for note in (*(_other_form(found, work) if whole_folder else ()), *report.notes):
        _hang("  · ", Text(tell(note), "dim"))
    if report.problem:
        console.print(f"[red]{escape(tell(report.problem))}[/]")
        return False
    nothing = {name: _nothing_there(report, name) for name in report.questions}
    for name in report.questions:
        if not nothing[name]:
            _print_question(report, name)
    for state in (_UNTOUCHED, _ABSENT):
        if names := [name for name in report.questions if nothing[name] == state]:
            told = tell(state)
            console.print(f"\n{told[:1].upper()}{told[1:]}: {escape(', '.join(names))}.")
    hidden = hidden_checks(assignment, found.course)
    console.print()
    console.print(_table(found, report, hidden))
    passed = sum(verdict.passed for _, verdict in report.verdicts)
    left = sum(hidden.get(name, 0) for name in report.questions)
    counts = {"passed": passed, "all": len(report.verdicts)}
    console.print(
        spoken(
            "{passed} of {all} public checks pass. The marks come from the {left} hidden checks that are still to come: they ask more.",
            left=left,
            **counts,
        )
        if left
        else spoken("{passed} of {all} public checks pass. The marks come from hidden checks: they ask more.", **counts)
    )
    return passed == len(report.verdicts)


def _other_form(found: HandedOut, work: Submission) -> tuple[str, ...]:
    """A word on the notebook beside the module, where a whole folder was named unless that is untouched."""
    name = work.main.name
    other = Path(name).with_suffix(".ipynb" if name.endswith(".py") else ".py").name
    if other in work.untouched or not (found.assignment.handout / other).exists():
        return ()
    return (say("this is {name}; to check {other}, name it instead of the folder", name=name, other=other),)


def _nothing_there(report: PublicReport, question: str) -> str:
    """The one of the two words that says all there is to say of the question; ``""`` if neither does, as for a name that is nearly right,
    is nested, or could not be read."""
    if report.untouched(question):
        return _UNTOUCHED
    from autograder.suite.explain import no_such_name

    bare = no_such_name(question)
    return _ABSENT if all(verdict.for_student == bare for _, verdict in report.of(question)) else ""


def _hang(sign: str | Text, text: RenderableType) -> None:
    """Print the ``text`` beside the ``sign``, so that its further lines hang under its first word."""
    line = Table.grid(Column(width=_INDENT), Column())
    line.add_row(sign, text)
    console.print(line)


def _below(text: RenderableType) -> None:
    console.print(Padding(text, (0, 0, 0, _INDENT + 2)))


def _print_question(report: PublicReport, question: str) -> None:
    console.print(f"\n[bold]{escape(question)}[/]")
    told = report.of(question)
    said = {verdict.message(one) for one, verdict in told}
    once = said.pop() if len(told) > 1 and len(said) == 1 and not any(verdict.passed for _, verdict in told) else ""
    for one, verdict in told:
        _hang(Text("  ✓ ", "green") if verdict.passed else Text("  ✗ ", "red"), Text(tell(one.intent)))
        if not verdict.passed and not once:
            _below(Text(tell(verdict.message(one))))
    if once:  # all of them say the same
        _below(Text(tell(once)))
    for mistake in report.why.get(question, ()):
        _hang(Text("  → ", "yellow"), Text(mistake.title, "bold"))
        for paragraph in mistake.hint:
            _below(Text(paragraph))
    if printed := report.printed.get(question):
        _below(Text(spoken("Printed by your code:"), "dim"))
        _below(Text(clean(printed, 4000)))


def _table(found: HandedOut, report: PublicReport, hidden: dict[str, int]) -> Table:
    """A line per question: what it is worth, how its public checks went, and how many hidden ones are still to come."""
    table = Table(
        spoken("question"),
        Column(spoken("points"), justify="right"),
        spoken("public checks"),
        box=None,
        padding=(0, 2, 0, 0),
    )
    if hidden:
        table.add_column(spoken("hidden checks"), justify="right")
    for name in report.questions:
        told = report.of(name)
        passed = sum(verdict.passed for _, verdict in told)
        nothing = _nothing_there(report, name)
        state = tell(nothing) or spoken("{passed} of {all} pass", passed=passed, all=len(told))
        tone = "green" if passed == len(told) else "dim" if nothing else "red"
        row = [escape(name), f"{found.assignment.question(name).points:g}", f"[{tone}]{state}[/]"]
        table.add_row(*row, *([spoken("{number} to come", number=hidden.get(name, 0))] if hidden else []))
    return table
