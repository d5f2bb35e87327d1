"""Whose mark goes into which row. Exact identifiers only; where two answers are possible, nothing is written."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from autograder.lms.marks import Mark
from autograder.lms.table import Row, Table
from autograder.records.errors import LmsError


@dataclass(frozen=True)
class Way:
    """One way to find a row: a mark's id of one of ``kinds`` equals the row's entry in ``keys``.

    The first of ``kinds`` is what the column holds; the others may be what it holds, and count only where no identifier is found in its own
    column. A ``decisive`` way (the LMS's own number) that finds a row settles it: other identifiers may cross over (one student's user name
    is another's student number). A ``weak`` way (a name) is tried only where no identifier found a row, and never for a mark that has an id
    of a decisive way: such a student is in the file under that number or not at all.
    """

    kinds: tuple[str, ...]
    keys: Sequence[str]
    what: str
    weak: bool = False
    decisive: bool = False


@dataclass
class Matching:
    """Each row's mark, and who is left over on either side."""

    pairs: dict[int, Mark] = field(default_factory=dict)
    unmatched: list[Mark] = field(default_factory=list)
    left_rows: list[int] = field(default_factory=list)


def match(
    marks: Sequence[Mark], table: Table, ways: Sequence[Way], rows: Iterable[int], partial: bool = False
) -> Matching:
    """Find each mark's row among ``rows`` (indices). Raises `LmsError` for every doubt, with the rows in question."""
    allowed = list(rows)
    indices = [_index(way, allowed) for way in ways]
    result = Matching()
    doubts: list[str] = []
    for mark in marks:
        found = _find(mark, ways, indices)
        if not found:
            result.unmatched.append(mark)
        elif len(found) > 1:
            lines = ", ".join(str(table.rows[index].line) for index in sorted(found))
            doubts.append(f"{mark.called} fits rows {lines}")
        else:
            index = found.pop()
            other = result.pairs.setdefault(index, mark)
            if other is not mark:
                doubts.append(f"{other.called} and {mark.called} both fit row {table.rows[index].line}")
    if doubts:
        shown = "; ".join(doubts[:5]) + (f"; and {len(doubts) - 5} more" if len(doubts) > 5 else "")
        raise LmsError(
            f"{table.path.name} does not tell who is who: {shown}. Grade with --roster, so that students have unmistakable "
            f"identifiers."
        )
    if not result.pairs:
        kinds = ", ".join(way.what for way in ways)
        one = "The one student of this run is not"
        nobody = one if len(marks) == 1 else f"None of the {len(marks):,} students of this run is"
        raise LmsError(
            f"{nobody} in {table.path.name}: it is of another course or assignment, "
            f"or it knows them by other identifiers (compared: {kinds}; a --roster when grading can map them)."
        )
    if len(result.pairs) * 2 < len(marks) and not partial:
        raise LmsError(
            f"Only {len(result.pairs)} of the {len(marks)} students of this run are in {table.path.name}: it looks like "
            f"another course's. If that is right (one section of several), add --partial."
        )
    result.left_rows = [index for index in allowed if index not in result.pairs]
    return result


def _index(way: Way, rows: Iterable[int]) -> dict[str, list[int]]:
    index: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        if key := same(way.keys[row]):
            index[key].append(row)
    return index


def _find(mark: Mark, ways: Sequence[Way], indices: Sequence[dict[str, list[int]]]) -> set[int]:
    """The rows that fit, by the strongest identifier that finds any."""
    known = any(way.decisive and mark.ids.keys() & set(way.kinds) for way in ways)
    stages: list[list[tuple[str, dict[str, list[int]]]]] = [[], [], [], []]
    for way, index in zip(ways, indices, strict=True):
        if not way.weak:
            stages[0 if way.decisive else 1].append((way.kinds[0], index))
            stages[2] += [(kind, index) for kind in way.kinds[1:]]
        elif not known:
            stages[3] += [(kind, index) for kind in way.kinds]
    for stage in stages:
        found = {row for kind, index in stage if mark.ids.get(kind) for row in index.get(same(mark.ids[kind]), ())}
        if found:
            return found
    return set()


def same(text: str) -> str:
    """Identifiers are equal when they are in Unicode's composed form, white space at the ends aside. Nothing looser."""
    return unicodedata.normalize("NFC", text.strip())


def row_label(row: Row, columns: Sequence[int]) -> str:
    """A row as people know it: name, then identifier."""
    return " ".join(row.cells[column].strip() for column in columns if column >= 0 and row.cells[column].strip())
