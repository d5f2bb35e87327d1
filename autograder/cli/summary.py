"""What the commands print at their end."""

from __future__ import annotations

import math
import re

from rich.markup import escape
from rich.table import Table

from autograder.cli.app import console
from autograder.course import Assignment
from autograder.ingest import Ignored
from autograder.records.result import Result
from autograder.records.status import SubmissionStatus
from autograder.runs.moves import why
from autograder.runs.store import Store

BINS = 10
BAR = 30
SHOWN = 20
NOBODYS = re.compile(r"^not (?!a module)|^does not match|belongs to no student|^skipped")
"""Reasons of files that belong to nobody; the others are a student's, or a machine's litter."""


def print_summary(store: Store, task: Assignment) -> None:
    """The score distribution, what was rejected and why, what was flagged or ignored, and what to do next."""
    scores: list[float] = []
    rejected: list[Result] = []
    flagged = 0
    isolation: set[str] = set()
    for result in store.results():
        (rejected.append(result) if result.status == SubmissionStatus.REJECTED else scores.append(_percent(result)))
        flagged += bool(result.flags)
        isolation |= {result.isolation} - {""}
    console.print(_distribution(task, scores))
    if rejected:
        table = Table(
            title=f"Rejected: {len(rejected)} (scored 0, listed, never dropped)",
            title_justify="left",
            box=None,
            padding=(0, 2, 0, 0),
        )
        table.add_column("student", style="bold")
        table.add_column("why")
        for result in rejected:
            table.add_row(escape(result.student), escape(result.reason))
        console.print(table)
    print_ignored(store.ignored())
    if flagged:
        console.print(f"{flagged} submissions carry a flag worth a look; `convgrade report` lists them.")
    console.print(
        f"Isolation: {', '.join(sorted(isolation)) or 'nothing was run'}.  Results: {store.path}", markup=False
    )
    console.print(f"Next: convgrade report {store.path.parent}", markup=False)


def print_ignored(ignored: list[Ignored]) -> None:
    """Every file that is nobody's answer, as far as a screen holds; first those that belong to no student at all."""
    ordered = sorted(ignored, key=lambda one: (not NOBODYS.search(one.reason), one.path))
    if ordered:
        console.print(f"Ignored files: {len(ordered)}", markup=False)
    for one in ordered[:SHOWN]:
        console.print(f"  {one.path}: {one.reason}", markup=False, soft_wrap=True)
    if len(ordered) > SHOWN:
        console.print(f"  and {len(ordered) - SHOWN} more, listed by `convgrade report`", markup=False)


def _percent(result: Result) -> float:
    return 100 * result.score / result.max_score if result.max_score else 0.0


def _distribution(task: Assignment, scores: list[float]) -> Table:
    mean = f", mean {sum(scores) / len(scores):.1f}" if scores else ""
    table = Table(
        title=f"{task.title}: {len(scores)} graded{mean}", title_justify="left", box=None, padding=(0, 1, 0, 0)
    )
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


def print_moves(before: dict[str, Result], store: Store) -> None:
    """Every mark that moved between two gradings, and what moved it."""
    moved = 0
    for result in store.results():
        old = before.get(result.submission)
        if old is None:
            moved += 1
            console.print(f"{result.student}: new, {result.score:g}", markup=False, soft_wrap=True)
        elif old.score != result.score or old.status != result.status:
            moved += 1
            console.print(
                f"{result.student}: {old.score:g} -> {result.score:g}  ({why(old, result)})",
                markup=False,
                soft_wrap=True,
            )
    gone = before.keys() - {result.submission for result in store.results()}
    for submission in sorted(gone):
        moved += 1
        console.print(
            f"{before[submission].student}: {before[submission].score:g} -> no longer handed in", markup=False
        )
    console.print(f"{moved} marks moved." if moved else "No mark moved.")
