"""``convgrade learn``: wrong answers of a class that nobody named, as new misconceptions of the course."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer
from rich.progress import Progress

from autograder.cli.app import CourseOption, RunArgument, app, console, print_line
from autograder.records.errors import NotInRun
from autograder.records.text import counted, one_line, visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from autograder.runs.run import Run
    from autograder.validate.learn import Asker, Found, Group, Known

MOST_LINES = 60
"""Lines of one answer that are printed."""


@app.command()
def learn(
    run: RunArgument,
    question: Annotated[str, typer.Argument(metavar="[QUESTION]", help="A question, or how its name begins.")] = "",
    take: Annotated[
        list[int] | None,
        typer.Option(
            "--take", metavar="N", help="Write the group of this number; several times for several.", show_default=False
        ),
    ] = None,
    write: Annotated[bool, typer.Option("--write", help="Write every group that is listed.")] = False,
    course: CourseOption = None,
) -> None:
    """Wrong answers of a class that no misconception names, and answers that passed and were decided to be wrong: made into misconceptions.

    Alone, it lists them: how many students answered so, the smallest case, the code of one. `--take N` writes one into
    reference/NAME/misconceptions, without what tells whose it is, once a sealed process showed that it still answers as the student's did.
    """
    from autograder.runs.named import find_name
    from autograder.runs.run import Run
    from autograder.validate.learn import PRIVACY, Asker, Known, found_in

    with Run(run, course) as opened, Asker(opened) as asker:
        names = [one.name for one in opened.assignment.graded_questions]
        chosen = find_name(names, question, "question") if question else ""
        with Progress(console=console, transient=True) as progress:
            bar = progress.add_task("asking answers their probes", total=None)
            found = found_in(opened, asker, lambda done, of: progress.update(bar, completed=done, total=of))
        numbered = {n: one for n, one in enumerate(found.groups, 1) if chosen in ("", one.question.name)}
        if unknown := [number for number in take or () if number not in numbered]:
            raise NotInRun(f"There is no group {unknown[0]} here: {_range(list(numbered))}.")
        known = Known.of(opened.course, opened.assignment_name)
        if not (take or write):
            for number, group in numbered.items():
                _print_group(number, group, opened, found, known)
            _print_end(numbered, found, str(run))
            return
        new = [number for number, group in numbered.items() if not group.probed.names]
        wanted = {number: numbered[number] for number in dict.fromkeys(take or new)}
        written = [number for number, group in wanted.items() if _write(number, group, opened, asker, found, known)]
        if written:
            print_line(f"\n{PRIVACY}")
            print_line(f"Next: convgrade validate {opened.assignment_name}")
        raise typer.Exit(0 if len(written) == len(wanted) else 1)


def _print_group(number: int, group: Group, run: Run, found: Found, known: Known) -> None:
    from autograder.feedback.drawing import as_text, drawing
    from autograder.validate.learn import Refused, made

    who = counted(len(group.submissions), "student")
    how = "passed, and a person took points off" if not group.failed else f"failed {', '.join(group.failed[:4])}"
    how += f" and {len(group.failed) - 4} more" if len(group.failed) > 4 else ""
    console.print(f"\n[bold]{number}. {group.question.name}[/]: {who}, {how}", soft_wrap=True, highlight=False)
    if group.probed.names:
        told = f"  called {', '.join(group.probed.names)} by now: `convgrade regrade` tells the students"
        print_line(told)
        return
    if group.probed.case:
        said = as_text(drawing(group.probed.case)).replace("your answer", "their answer", 1)
        _print_lines(said.split("\n"), "  ")
    elif group.question.kind == "value":
        print_line(f"  their answer: {one_line(group.probed.outcomes[0].value)}")
    else:
        print_line("  Every probe is answered rightly: without one more in probes.py it can be named by nobody.")
    console.print()
    try:
        chaff = made(run, group, found.people, known)
    except Refused as refused:
        print_line(f"  It cannot be taken: {refused} To see it: {_show(run, group)}")
        return
    _print_lines(chaff.text.split("\n"), "    ")


def _print_lines(lines: Sequence[str], before: str) -> None:
    for line in lines[:MOST_LINES]:
        print_line(f"{before}{visible(line[:200])}")
    if len(lines) > MOST_LINES:
        print_line(f"{before}… {len(lines) - MOST_LINES} more lines")


def _print_end(numbered: dict[int, Group], found: Found, folder: str) -> None:
    """What was left out, and what can be done."""
    if not numbered:
        print_line("There is nothing to learn: every wrong answer has a name, or none was asked for here.")
    for number, told in (
        (found.over, "ended by time, memory or a crash, which a misconception cannot answer like"),
        (
            found.personal,
            "a value of a sheet with numbers of its own: write that mistake by hand, with the sheet's numbers",
        ),
        (found.cannot, "changed since it was graded, or gone: `convgrade regrade` first"),
    ):
        if number:
            print_line(f"Left out: {number} {told}.")
    if numbered:
        from autograder.validate.learn import PRIVACY

        print_line(f"\n{PRIVACY}")
        print_line(f"Next: convgrade learn {folder} --take {next(iter(numbered))}")


def _write(number: int, group: Group, run: Run, asker: Asker, found: Found, known: Known) -> bool:
    from autograder.validate.learn import Refused, learned, made

    try:
        chaff = made(run, group, found.people, known)
        learned(run, asker, group, chaff)
    except Refused as refused:
        told = f"{number}. {group.question.name}: not written: {refused} To see it: {_show(run, group)}"
        print_line(told)
        return False
    print_line(f"{number}. {group.question.name}: {chaff.symbol} in {chaff.path}")
    return True


def _show(run: Run, group: Group) -> str:
    one = group.submissions[0]
    return one_line(f"convgrade show {run.folder} {one.student or one.id} {group.question.name}")


def _range(numbers: list[int]) -> str:
    return f"they are numbered {numbers[0]} to {numbers[-1]}" if numbers else "there is none at all"
