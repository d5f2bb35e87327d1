"""What every LMS's writer shares: the order it gets, what it gives back, and who ends up in which list."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path

from autograder.lms.errors import LmsError
from autograder.lms.matching import Matching, row_label
from autograder.lms.reconciliation import Reconciliation
from autograder.lms.table import Table
from autograder.lms.text import mark as as_mark
from autograder.results.record import Result


@dataclass(frozen=True)
class Job:
    """One export: what, from which template, to which maximum, into which column, with which pages."""

    results: tuple[Result, ...]
    template: Path | None = None
    scale: float | None = None
    column: str | None = None
    partial: bool = False
    pages: Mapping[str, Path] = field(default_factory=dict)

    def maximum(self, known: Decimal | None = None) -> Decimal:
        """What marks count to in the LMS: as its column says, else as scaled, else the run's own."""
        if known is not None:
            return known
        return Decimal(str(self.scale if self.scale is not None else max(result.max_score for result in self.results)))


@dataclass
class Outcome:
    """The marks by row index, ready to write, and what is to be reconciled."""

    values: dict[int, str] = field(default_factory=dict)
    matched: list[str] = field(default_factory=list)
    unmatched: list[str] = field(default_factory=list)
    not_graded: list[str] = field(default_factory=list)
    zeros: list[str] = field(default_factory=list)
    blanks: list[str] = field(default_factory=list)
    above: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Written:
    """The file's bytes and what went into it."""

    data: bytes
    outcome: Outcome

    def reconciliation(self, target: str, out: Path, template: str) -> Reconciliation:
        """The outcome as the record that is printed."""
        found = self.outcome
        return Reconciliation(
            target,
            out.name,
            len(found.values),
            tuple(found.matched),
            tuple(found.unmatched),
            tuple(found.not_graded),
            tuple(found.zeros),
            tuple(found.blanks),
            tuple(found.above),
            tuple(found.notes),
            template,
        )


def settle(
    matching: Matching,
    table: Table,
    label: Sequence[int],
    maximum: Decimal,
    *,
    skip: set[int] | None = None,
    notes: Sequence[str] = (),
    drop_above: bool = False,
) -> Outcome:
    """Sort the matched rows, in the template's order, into what is written and what is listed.

    ``skip``: rows that are left alone; ``drop_above``: marks above ``maximum`` are not written (the LMS would not take them).
    """
    outcome = Outcome(notes=list(notes))
    outcome.unmatched = [mark.person for mark in matching.unmatched]
    outcome.not_graded = [row_label(table.rows[index], label) for index in matching.left_rows]
    for index in sorted(matching.pairs):
        mark = matching.pairs[index]
        shown = row_label(table.rows[index], label)
        outcome.matched.append(shown)
        if index in (skip or ()):
            continue
        if mark.value is None:
            outcome.blanks.append(shown)
            continue
        why = f" (rejected: {mark.result.reason})" if mark.result.status == "rejected" else ""
        if mark.value == 0:
            outcome.zeros.append(shown + why)
        if mark.value > maximum:
            outcome.above.append(shown)
            if drop_above:
                continue
        outcome.values[index] = as_mark(mark.value)
    return outcome


def choose_column(table: Table, titles: Mapping[int, tuple[str, str]], job: Job) -> int:
    """The column to write among ``titles`` (index to title and id): as told, the only one, or the only one with the
    assignment's name in its title. Raises `LmsError`."""
    if not titles:
        raise LmsError(
            f"{table.path.name} has no column of an assignment: create it in the LMS first (a new column would become "
            f"a new assignment), then download the file again."
        )
    listed = ", ".join(repr(table.header.cells[index]) for index in titles)
    if job.column is not None:
        wanted = job.column.strip()
        found = [i for i, (title, number) in titles.items() if wanted in (table.header.cells[i].strip(), title, number)]
        if len(found) != 1:
            raise LmsError(f"--column {wanted!r} fits {len(found)} columns of {table.path.name}; it has: {listed}.")
        return found[0]
    if len(titles) == 1:
        return next(iter(titles))
    assignment = _plain(job.results[0].assignment)
    for fits in (lambda title: title == assignment, lambda title: f" {assignment} " in f" {title} "):
        found = [index for index, (title, _) in titles.items() if fits(_plain(title))]
        if len(found) == 1:
            return found[0]
    raise LmsError(f"{table.path.name} has {len(titles)} assignments: say which with --column. It has: {listed}.")


def column_notes(header: str, title: str, job: Job) -> list[str]:
    """What to say about the chosen column: its header, where it is not plainly the run's assignment."""
    if job.column is not None or _plain(title) == _plain(job.results[0].assignment):
        return []
    return [f"written into the column {header!r}: if that is not the one of {job.results[0].assignment}, say --column"]


def _plain(title: str) -> str:
    return re.sub(r"[\W_]+", " ", title).strip().casefold()


def decimal_of(text: str) -> Decimal | None:
    """A number as an LMS writes it, with either decimal sign; None for anything else."""
    try:
        number = Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
