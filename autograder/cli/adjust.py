"""``convgrade adjust``: what a person decides about marks."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from autograder.cli.app import RunArgument, app, print_line
from autograder.cli.evidence import mark_of
from autograder.records.decision import FOR_EVERYBODY, Kind
from autograder.records.errors import MarksError
from autograder.records.result import Result
from autograder.records.text import counted
from autograder.runs.decisions import Decisions
from autograder.runs.named import find_name, find_result
from autograder.runs.run import Run

_RULES = {kind.split()[0]: kind for kind in FOR_EVERYBODY}
"""For the command line, where blanks need quotes: full, left, best."""


@app.command()
def adjust(
    run: RunArgument,
    student: Annotated[
        str, typer.Option("--student", help="Whose mark: key, name or e-mail address, or how it begins.")
    ] = "",
    question: Annotated[str, typer.Option("--question", help="Which question; the whole where it is left out.")] = "",
    points: Annotated[
        float | None, typer.Option("--points", help="The question's points, instead of the automatic ones.")
    ] = None,
    add: Annotated[float | None, typer.Option("--add", help="Points on top; a deduction is negative.")] = None,
    excuse: Annotated[bool, typer.Option("--excuse", help="No mark, and no 0 either.")] = False,
    not_late: Annotated[bool, typer.Option("--not-late", help="Handed in late, with leave.")] = False,
    note: Annotated[str, typer.Option("--note", help="What the student reads beside it, or alone.")] = "",
    everybody: Annotated[
        str,
        typer.Option(
            "--everybody",
            help="A broken --question: `full` marks for all, `left` out with the rest scaled, or the `best` of both for each.",
        ),
    ] = "",
    withdraw: Annotated[bool, typer.Option("--withdraw", help="Take back what was decided there.")] = False,
    why: Annotated[str, typer.Option("--why", help="The reason; for the staff.")] = "",
    who: Annotated[str, typer.Option("--who", help="Who decides (default: the user's name).", show_default=False)] = "",
    read: Annotated[
        Path | None, typer.Option("--from", help="A CSV of decisions: all of them or none are taken.")
    ] = None,
    write: Annotated[Path | None, typer.Option("--to", help="Write the current decisions as a CSV.")] = None,
) -> None:
    """Set or change marks by hand: kept beside the automatic ones through every regrade. Alone, it lists what was decided."""
    wanted: list[tuple[Kind, float | None]] = []
    wanted += [(Kind.POINTS, points)] * (points is not None) + [(Kind.ADD, add)] * (add is not None)
    wanted += [(Kind.EXCUSE, None)] * excuse + [(Kind.NOT_LATE, None)] * not_late
    if everybody:
        if everybody not in _RULES:
            raise MarksError(f"--everybody is one of {', '.join(_RULES)}, not {everybody}.")
        wanted.append((_RULES[everybody], None))
    if note and not wanted:
        wanted.append((Kind.NOTE, None))
    if len(wanted) > 1:
        raise MarksError("Decide one thing at a time, or many with --from.")
    with Run(run) as opened:
        decisions = opened.decisions
        student, question = _meant(opened, student, question)
        if withdraw:
            _withdraw(decisions, student, question, _called(student, opened.result(student) if student else None))
        for kind, value in wanted:
            before = {} if student else {one.submission: one.score for one in opened.results()}
            made = decisions.make(kind, student=student, question=question, value=value, why=why, note=note, who=who)
            result = opened.result(student) if student else None
            whom = _called(student, result)
            print_line(f"{whom}: {made.signed}")
            if result is not None:
                print_line(f"{whom}: {mark_of(result)}")
            elif not student:
                moved = sum(one.score != before.get(one.submission) for one in opened.results())
                print_line(f"{counted(moved, 'mark')} of {len(before)} {'changes' if moved == 1 else 'change'}.")
        if read is not None:
            stood = set(decisions)
            held = counted(decisions.read(read, who), "decision")
            print_line(f"{held} in {read}, {len(set(decisions) - stood)} of them new or changed: taken.")
        if write is not None:
            print_line(f"{counted(decisions.write(write), 'decision')} written to {write}.")
        if not (wanted or withdraw or read or write):
            standing = list(decisions)
            whose = {result.student: result for result in opened.results()} if standing else {}
            for one in standing:
                whom = _called(one.student, whose.get(one.student))
                print_line(f"{whom}: {one.signed}")
            number = len(standing)
            print_line(f"{counted(number, 'decision')} {'stands' if number == 1 else 'stand'}.")
            for name, marks in opened.markers().items():
                by = f" by {name}" if name else ""
                print_line(f"{counted(marks, 'written answer')} marked{by}.")


def _meant(run: Run, student: str, question: str) -> tuple[str, str]:
    """The key and the question that a person means by what they typed. Raises `NotInRun`."""
    found = run.result(student) if student else None
    if student and found is None:
        found = find_result(run.results(), student)
        student = found.student
    if question:
        # Not of any one result: while an assignment changes, some have questions that others lack.
        asked = [found] if found else run.results()
        names = list(dict.fromkeys(one.name for result in asked for one in result.questions))
        question = find_name(names, question, "question") if names else question
    return student, question


def _called(student: str, result: Result | None) -> str:
    """Whom a decision is about. A member of a team is called by the key: the name is the team's."""
    if not student:
        return "everybody"
    return result.called if result is not None and result.student == student else student


def _withdraw(decisions: Decisions, student: str, question: str, whom: str) -> None:
    """Take back what was decided there, or say what was decided elsewhere. Raises `MarksError`."""
    gone = decisions.withdraw(student=student, question=question)
    if not gone:
        others = "; ".join(str(one) for one in decisions if one.student == student)
        where = f"{whom}{f', {question}' if question else ' as a whole'}"
        raise MarksError(f"Nothing was decided about {where}{f'; there is: {others}' if others else ''}.")
    print_line(f"{counted(gone, 'decision')} withdrawn.")
