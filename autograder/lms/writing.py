"""What every LMS's writer shares: the order it gets, what it gives back, and who ends up in which list."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from decimal import Decimal
from pathlib import Path

from autograder.lms.marks import decimal_of, mark_text
from autograder.lms.matching import Matching, row_label
from autograder.lms.naming import called, spelt
from autograder.lms.reconciliation import Reconciliation
from autograder.lms.table import Table
from autograder.records.errors import LmsError
from autograder.records.result import Result
from autograder.records.status import Status, SubmissionStatus
from autograder.records.text import counted, display

# Words of a title that name no topic: "CNN homework 3", "Lab week05", "Übung 2" may be any of a course's assignments.
GENERAL = re.compile(
    r"(?:hw|homeworks?|assignments?|exercises?|ex|labs?|projects?|tasks?|sheets?|problems?|sets?|pset|ps|weeks?|units?|modules?|"
    r"parts?|programming|coding|python|notebooks?|submissions?|cnns?|deep|learning|dl|ml|of|the|in|on|a|an|and|to|for|no|"
    r"übung|aufgabe|blatt|hausaufgabe|tarea|devoir|tp|td|[a-z])?[\divx]*",
)


@dataclass(frozen=True)
class Job:
    """One export: what, from which template, to which maximum, into which column, with which pages.

    ``title`` is the assignment's, as people call it. ``keep_comments``: comments in the template stay.
    """

    results: tuple[Result, ...]
    template: Path | None = None
    scale: float | None = None
    column: str | None = None
    partial: bool = False
    pages: Mapping[str, Path] = field(default_factory=dict)
    title: str = ""
    keep_comments: bool = False

    @property
    def names(self) -> list[str]:
        """What the assignment is called, as words."""
        return [name for name in (_plain(self.results[0].assignment), _plain(self.title)) if name]

    def notes(self, known: Decimal | None) -> list[str]:
        """What to say about the scale: marks in another one than the column's, answers that a person has yet to mark."""
        notes = []
        if self.scale is not None and known is not None and Decimal(str(self.scale)) != known:
            notes.append(
                f"marks are scaled to {self.scale:g}, as told, though the column counts to {known.normalize():f}"
            )
        open_questions = [
            (result.called, question.name)
            for result in self.results
            if result.status == SubmissionStatus.GRADED
            for question in result.questions
            if question.status == Status.MANUAL
        ]
        names = {name for _, name in open_questions}
        waiting = list(dict.fromkeys(student for student, _ in open_questions))
        if any(one.name in names and one.counts for result in self.results for one in result.questions):
            notes.append(
                f"written answers of {counted(len(waiting), 'student')} are not all marked yet, and count as 0 till then: "
                f"{', '.join(waiting[:10])}{' ...' if len(waiting) > 10 else ''}"
            )
        return notes

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
    kept: list[str] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    excused: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Written:
    """The file's bytes and what went into it."""

    data: bytes
    outcome: Outcome

    def reconciliation(self, target: str, out: Path, template: str) -> Reconciliation:
        """The outcome as the record that is printed."""
        lists = {
            field.name: tuple(getattr(self.outcome, field.name))
            for field in fields(Outcome)
            if field.name not in ("values", "names")
        }
        rows, names = len(self.outcome.values), self.outcome.names
        return Reconciliation(target, out.name, rows, template=template, names=names, **lists)


def settle(
    matching: Matching,
    table: Table,
    label: Sequence[int],
    maximum: Decimal,
    *,
    skip: set[int] | None = None,
    notes: Sequence[str] = (),
    drop_above: bool = False,
    held: Sequence[str] = (),
    excuse: str = "",
    names: Sequence[str] = (),
    as_file: Callable[[str], str] = display,
) -> Outcome:
    """Sort the matched rows, in the template's order, into what is written and what is listed.

    ``skip``: rows that are left alone; ``drop_above``: marks above ``maximum`` are not written (the LMS would not take them); ``held``:
    what each row holds now; ``excuse``: how the LMS's file says that somebody is excused, ``""`` where it cannot; ``names``: each row's,
    which the LMS writes ``as_file`` into its downloads. A 0 for a submission that could not be graded never replaces a mark somebody has
    given.
    """
    outcome = Outcome(notes=list(notes))
    outcome.unmatched = [mark.called for mark in matching.unmatched]
    outcome.not_graded = [row_label(table.rows[index], label) for index in matching.left_rows]
    for index in sorted(matching.pairs):
        mark = matching.pairs[index]
        shown = row_label(table.rows[index], label)
        if mark.person == mark.result.student:  # of a team the row is a member's
            name = spelt(mark.result, names[index], as_file) if names else ""
            outcome.names |= {mark.result.submission: name} if name else {}
            shown = called(mark.result, shown, name)
        outcome.matched.append(shown)
        if index in (skip or ()):
            continue
        if mark.value is None and mark.result.excused and excuse:
            now = held[index].strip() if held else ""
            outcome.excused.append(f"{shown}, in place of {now}" if now else shown)
            outcome.values[index] = excuse
            continue
        if mark.value is None:
            outcome.blanks.append(f"{shown} (excused: this file cannot say so)" if mark.result.excused else shown)
            continue
        why = f" (rejected: {mark.result.reason})" if mark.result.status == SubmissionStatus.REJECTED else ""
        if mark.result.status == SubmissionStatus.REJECTED and held and (decimal_of(held[index]) or 0) > 0:
            outcome.kept.append(f"{shown} has {held[index].strip()}{why}")
            continue
        if mark.value == 0:
            outcome.zeros.append(shown + why)
        if mark.value > maximum:
            outcome.above.append(shown)
            if drop_above:
                outcome.dropped.append(shown)
                continue
        outcome.values[index] = mark_text(mark.value)
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
            raise LmsError(
                f"--column {wanted!r} fits {counted(len(found), 'column')} of {table.path.name}; it has: {listed}."
            )
        return found[0]
    names = job.names
    for exact in (True, False):
        found = [i for i, (title, _) in titles.items() if _bears(_plain(title), names, exact=exact)]
        if len(found) == 1:
            return found[0]
    if len(titles) > 1:
        raise LmsError(f"{table.path.name} has {len(titles)} assignments: say which with --column. It has: {listed}.")
    ((index, (title, _)),) = titles.items()
    topics = {word for word in _plain(title).split() if not GENERAL.fullmatch(word)}
    if topics and not any(_akin(word, own) for word in topics for name in names for own in name.split()):
        raise LmsError(
            f"The only assignment in {table.path.name} is {listed}, which does not look like {job.results[0].assignment}: "
            f"download the file that has it, or say --column {title!r} if this is the one."
        )
    return index


def _bears(title: str, names: Sequence[str], *, exact: bool) -> bool:
    return title in names if exact else any(f" {name} " in f" {title} " for name in names)


def _akin(one: str, other: str) -> bool:
    """Whether two words are one but for their ends: conv, convolution, convolutions."""
    short, long = sorted((one, other), key=len)
    return long == short or (len(short) >= 4 and long.startswith(short))


def column_notes(header: str, title: str, job: Job) -> list[str]:
    """What to say about the chosen column: its header, where it is not plainly the run's assignment."""
    if job.column is not None or _plain(title) in job.names:
        return []
    return [f"written into the column {header!r}: if that is not the one of {job.results[0].assignment}, say --column"]


def _plain(title: str) -> str:
    return re.sub(r"[\W_]+", " ", title).strip().casefold()
