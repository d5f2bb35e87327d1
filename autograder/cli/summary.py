"""What the commands print at their end."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from rich.markup import escape
from rich.table import Table

from autograder.cli.app import console, print_line
from autograder.records.decision import Decision
from autograder.records.result import Result
from autograder.records.status import SubmissionStatus
from autograder.records.submission import Ignored
from autograder.records.text import counted
from autograder.runs.moves import Move
from autograder.runs.plan import Step
from autograder.runs.run import Run

BINS = 10
BAR = 30
SHOWN = 20


def print_summary(run: Run) -> None:
    """The score distribution, what was rejected and why, what was flagged or ignored, and what to do next."""
    scores: list[float] = []
    rejected: list[tuple[str, str]] = []
    flagged = 0
    isolation: set[str] = set()
    for result in run.results():
        if result.status == SubmissionStatus.REJECTED:
            rejected.append((result.called, result.reason))
        else:
            scores.append(_percent(result))
        flagged += bool(result.flags)
        isolation |= {result.isolation} - {""}
    console.print(_distribution(run.title, scores))
    if rejected:
        table = Table(
            title=f"Rejected: {len(rejected)} (scored 0, listed, never dropped)",
            title_justify="left",
            box=None,
            padding=(0, 2, 0, 0),
        )
        table.add_column("student", style="bold")
        table.add_column("why")
        for student, reason in rejected[:SHOWN]:
            table.add_row(escape(student), escape(reason))
        console.print(table)
        if len(rejected) > SHOWN:
            print_line(f"  and {len(rejected) - SHOWN} more, listed by `convgrade report`")
    print_ignored(run.ignored())
    if flagged:
        what = "carries" if flagged == 1 else "carry"
        print_line(f"{counted(flagged, 'submission')} {what} a flag worth a look; `convgrade report` lists them.")
    print_line(f"Isolation: {', '.join(sorted(isolation)) or 'nothing was run'}.  Results: {run.path}")
    print_line(f"Next: convgrade report {run.folder}")


def print_ignored(ignored: list[Ignored]) -> None:
    """Every file that was ignored, as far as a screen holds."""
    if ignored:
        print_line(f"Ignored files: {len(ignored)}")
    for one in ignored[:SHOWN]:
        print_line(f"  {one.path}: {one.reason}")
    if len(ignored) > SHOWN:
        print_line(f"  and {len(ignored) - SHOWN} more, listed by `convgrade report`")


def _percent(result: Result) -> float:
    return 100 * result.score / result.max_score if result.max_score else 0.0


def _distribution(title: str, scores: list[float]) -> Table:
    mean = f", mean {sum(scores) / len(scores):.1f}" if scores else ""
    table = Table(title=f"{title}: {len(scores)} graded{mean}", title_justify="left", box=None, padding=(0, 1, 0, 0))
    table.add_column("score", justify="right")
    table.add_column("students", justify="right")
    table.add_column("")
    counts = [0] * (BINS + 1)
    for score in scores:
        counts[min(BINS, math.floor(score / BINS))] += 1
    most = max(counts, default=0) or 1
    for low in range(BINS, -1, -1):
        label = "100" if low == BINS else f"{low * BINS}–{low * BINS + BINS - 1}"
        table.add_row(label, str(counts[low]), "█" * round(BAR * counts[low] / most))
    return table


def print_moves(moves: Sequence[Move]) -> None:
    """Every mark that moved between two gradings, and what moved it."""
    for move in moves:
        print_line(str(move))
    print_line(f"{counted(len(moves), 'mark')} moved." if moves else "No mark moved.")


def print_changes(steps: Sequence[Step], decisions: Iterable[Decision] = ()) -> None:
    """What a regrade would do, and the ``decisions`` about students whom it would grade."""
    standing: dict[str, list[str]] = {}
    for one in decisions:
        standing.setdefault(one.student, []).append(str(one))
    for step in steps:
        what = ", ".join(step.questions) if step.runs else "from its record, no code is run"
        owner = step.submission
        own = [told for key in dict.fromkeys((owner.student, *owner.members)) for told in standing.get(key, ())]
        kept = f"; decided, and stays: {'; '.join(own)}" if own else ""
        print_line(f"{owner.called}: {what or 'everything'} ({step.why}){kept}")
    runs = sum(step.runs for step in steps)
    marked = f", {len(steps) - runs} marked anew from their records" if runs < len(steps) else ""
    graded = counted(runs, "submission") if runs or not marked else "No submission"
    print_line(f"{graded} would be graded again{marked}." if steps else "Nothing would be graded again.")
