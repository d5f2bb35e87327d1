"""``convgrade show``: one student's work, what each check costs, and for the staff what it asked."""

from __future__ import annotations

import shlex
from collections.abc import Collection
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table

from autograder.cli.app import CourseOption, RunArgument, app, console, print_line
from autograder.records.decision import DecidedResult
from autograder.records.errors import NotInRun
from autograder.records.result import BY_PERSON, QuestionResult, Result
from autograder.records.status import SubmissionStatus
from autograder.records.submission import Submission
from autograder.records.text import one_line, points, visible
from autograder.runs.run import Run
from autograder.runs.shown import Shown

MOST_LINES = 400
"""Lines of a file that are printed; whoever wants more saves it."""
MOST_ROWS = 12
"""Rows of an array that are printed; `--save` keeps all."""


@app.command()
def show(
    run: RunArgument,
    student: Annotated[str, typer.Argument(metavar="STUDENT", help="Key, name or e-mail address, or how it begins.")],
    question: Annotated[str, typer.Argument(metavar="[QUESTION]", help="A question, or how its name begins.")] = "",
    check: Annotated[
        list[str] | None,
        typer.Option("--check", help="Only this check of the question, passed or not.", show_default=False),
    ] = None,
    save_to: Annotated[
        Path | None,
        typer.Option("--save", metavar="FILE.npz", help="Keep the check's inputs and both answers, with a script."),
    ] = None,
    course: CourseOption = None,
) -> None:
    """From a complaint to the reason: the file as handed in, what each check costs; for a QUESTION the hidden inputs and both answers."""
    if (check or save_to) and not question:
        raise NotInRun("Name the question whose check is meant: convgrade show RUN STUDENT QUESTION.")
    with Run(run, course) as opened:
        shown = opened.show(student, question, check or ())
        print_work(shown)
        print_checks(shown)
        print_evidence(shown, opened, run)
        if save_to is not None:
            _save(shown, opened, run, save_to)


def _save(shown: Shown, opened: Run, run: Path, path: Path) -> None:
    if not shown.evidence or shown.submission is None:
        raise NotInRun(
            "There is nothing to save: no hidden check of this question failed, or what was handed in cannot be had."
        )
    from autograder.runs.saved import save

    first = shown.evidence[0]
    for written in save(path, first, shown.submission, opened.assignment, again(shown, run, first.check)):
        print_line(f"  {written}")
    print_line(f"Next: python {path.with_suffix('.py')}")


def print_work(shown: Shown) -> None:
    """Who handed in what, and the file: of one question its lines, else the whole."""
    result = shown.result
    facts = [result.called, *(f"member {one}" for one in result.members)]
    console.print(f"[bold]{escape(one_line(', '.join(facts)))}[/], {escape(mark_of(result))}", soft_wrap=True)
    about = [
        result.source.get("file", ""),
        f"attempt of {result.attempt}" if result.attempt else "",
        "late" * result.late,
    ]
    if any(about):
        print_line(one_line("; ".join(filter(None, about)), 400))
    for one in shown.files:
        print_line(f"  {one_line(one.path)}: {one_line(one.reason)}")
    decisions = [one.flag for one in result.decisions] if isinstance(result, DecidedResult) else []
    for flag in decisions:
        print_line(one_line(flag, 400))
    for flag in result.flags:
        if flag not in decisions:
            print_line(f"flag: {one_line(flag, 400)}")
    if result.status == SubmissionStatus.REJECTED:
        console.print(f"[red]Rejected:[/] {escape(result.reason)}", soft_wrap=True)
    if shown.trouble:
        console.print(f"[yellow]{escape(shown.trouble)}[/]", soft_wrap=True)
    if shown.submission is not None:
        _print_code(shown.submission, shown.question)


def _print_code(submission: Submission, question: str) -> None:
    from autograder.sandbox.host.source import find, helpers, shown_pieces

    found = find(submission, question) if question else None
    if found is not None:
        parts = [(one.piece.name, one.first, one.text) for one in (found, *helpers(found))]
    else:  # of tests that are handed in, which are functions here and there, all that has some of the question
        pieces = [piece for file in (submission.main, *submission.others) for piece in shown_pieces(file)]
        parts = [(piece.name, 1, piece.text) for piece in pieces if not question or f"test_{question}" in piece.text]
        if question and not parts:
            print_line(f"{question} is nowhere in it.")
            return
    from rich.syntax import Syntax

    left = MOST_LINES
    for name, first, text in parts:
        lines = text.split("\n")[: max(left, 0)]
        left -= len(lines)
        if lines:
            print_line(f"\n{one_line(name)}", style="bold")
            shown = "\n".join(visible(line[:400]) for line in lines)
            console.print(
                Syntax(
                    shown,
                    "python",
                    theme="ansi_dark",
                    background_color="default",
                    line_numbers=True,
                    start_line=first,
                    word_wrap=True,
                )
            )
    if left <= 0:
        print_line(f"… {MOST_LINES} lines are shown; name a QUESTION for its own.")


def mark_of(result: Result) -> str:
    """The mark in words: automatic and decided."""
    rejected = result.status == SubmissionStatus.REJECTED
    told = "excused" if result.excused else f"{points(result.score)} of {points(result.max_score)}"
    told = "rejected" if rejected and not result.score else f"{told}, rejected" if rejected else told
    return f"{told} (automatic: {points(result.automatic)})" if isinstance(result, DecidedResult) else told


def print_checks(shown: Shown) -> None:
    """What each check is worth, and what those cost that failed."""
    if shown.result.status == SubmissionStatus.REJECTED:
        return
    chosen = [one for one in shown.result.questions if shown.question in ("", one.name)]
    table = Table(box=None, padding=(0, 2, 0, 0), show_header=False)
    table.add_column(justify="right", no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column()
    for question in chosen:
        score = "–" if question.score is None else points(question.score)
        table.add_row(
            f"[bold]{score}/{points(question.max_score)}[/]",
            f"[bold]{escape(question.name)}[/]",
            f"[bold]{question.status.label.lower()}[/]",
        )
        _add_checks(table, question, {one.check for one in shown.evidence}, whole=bool(shown.question))
    console.print()
    console.print(table)


def _add_checks(table: Table, question: QuestionResult, below: Collection[str], *, whole: bool) -> None:
    """A line for each failed check, or for every check if ``whole``. What a check says is left out if it is told ``below``."""
    for check in question.checks:
        worth = question.worth(check)
        if check.passed and not whole:
            continue
        cost = "public" if check.visibility == "public" else f"{worth:.4g}" if check.passed else f"−{worth:.4g}"
        sign = "[green]✓[/]" if check.passed else "[red]✗[/]"
        said = f"{check.message} {check.detail}" if check.name == BY_PERSON else check.said
        told = "" if check.passed or check.name in below else f"\n{one_line(said, 400)}"
        table.add_row(cost, f"{sign} {escape(check.name)}", f"{escape(check.intent)}{escape(told)}")


def print_evidence(shown: Shown, opened: Run, run: Path) -> None:
    """For each check that was run once more: what it asked last, what came back, what is right, and how to see it again."""
    if not shown.question:
        if shown.result.status != SubmissionStatus.REJECTED:
            print_line(f"Next: {again(shown, run)}  (hidden inputs and both answers)")
        return
    from autograder.runs.saved import brief, pytest_command

    for one in shown.evidence:
        console.print(f"\n[bold]{escape(one.check)}[/]: {escape(one.intent)}", soft_wrap=True)
        for step in one.steps[-6:]:
            came = step.error or ("" if step.call.endswith("= …") else brief(step.answer))
            print_line(f"  {one_line(step.call)}{f'  ->  {one_line(came)}' if came else ''}")
        for name, value in one.steps[-1].inputs if one.steps else ():
            _print_value(name, value)
        if one.compared:
            _print_value("answer", one.got)
            _print_value("right", one.want)
        said = "it passes" if one.passed else one_line(one.detail or one.message, 400)
        print_line(f"  {said}")
        kept = next(
            (c for q in shown.result.questions if q.name == shown.question for c in q.checks if c.name == one.check),
            None,
        )
        if kept is not None and kept.passed != one.passed and not shown.trouble:
            console.print("  [yellow]This is not what it said when it was graded: look at it before you decide.[/]")
        print_line(f"  again: {again(shown, run, one.check)}")
    if shown.evidence:
        first = shown.evidence[0]
        print_line(f"\nTo keep the first: {again(shown, run, first.check)} --save case.npz")
        if shown.submission and (told := pytest_command(first, opened.assignment, Path("case.npz"), shown.submission)):
            print_line(f"and then, sealed as ever: {told}")


def again(shown: Shown, run: Path, check: str = "") -> str:
    """The command that shows this again."""
    words = ["convgrade", "show", str(run), shown.result.student or shown.result.submission]
    words.append(shown.question or "QUESTION")
    return shlex.join([*words, *(["--check", check] if check else [])])


def _print_value(name: str, value: Any) -> None:
    import numpy as np  # here: a look at the commands needs none

    from autograder.runs.saved import brief

    if isinstance(value, np.ndarray) and value.ndim:
        rows = np.array2string(
            value, precision=5, suppress_small=True, threshold=200, edgeitems=4, max_line_width=110
        ).split("\n")
        more = [f"… {len(rows) - MOST_ROWS} more lines"] if len(rows) > MOST_ROWS else []
        print_line(f"  {name}, shape {value.shape}, {value.dtype}:")
        for row in [*rows[:MOST_ROWS], *more]:
            print_line(f"    {row}")
    else:
        print_line(f"  {name}: {brief(value)}")
