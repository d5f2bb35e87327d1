"""Whose mark goes into which row. Exact identifiers only; where two answers are possible, nothing is written."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from autograder.lms.identity import ids_of
from autograder.lms.table import Row, Table
from autograder.records.errors import LmsError
from autograder.records.result import Result


@dataclass(frozen=True)
class Mark:
    """One person's mark: ``ids`` by kind (and ``shown_name``, ``file_name``), ``value`` in the LMS's scale or None."""

    result: Result
    person: str
    ids: dict[str, str]
    value: Decimal | None

    @property
    def readings(self) -> list[str]:
        """The ways to read the file's name, where the download left that open: such a mark has no identifiers."""
        return self.result.source.get("readings", "").splitlines()

    def __hash__(self) -> int:
        return hash((self.result.submission, self.person))


@dataclass(frozen=True)
class Way:
    """One way to find a row: a mark's id of one of ``kinds`` equals the row's entry in ``keys``.

    A ``weak`` way (a name) is asked only where no identifier found a row, and never for a mark that has an id of a
    ``decisive`` way (the LMS's own number): such a student is in the file under that number or not at all.
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


def one_run(results: Iterable[Result]) -> tuple[Result, ...]:
    """The results in the order of their students. Raises `LmsError` when there are none, or of several assignments."""
    ordered = tuple(sorted(results, key=lambda result: (result.student, result.submission)))
    if not ordered:
        raise LmsError("This run has no results: grade something first.")
    assignments = sorted({result.assignment for result in ordered})
    if len(assignments) > 1:
        raise LmsError(f"The results are of several assignments ({', '.join(assignments)}): export one run at a time.")
    return ordered


def marks_of(results: Iterable[Result], scale: float | None, known_maximum: Decimal | None, where: str) -> list[Mark]:
    """One mark per person, groups spread over their members, in the scale asked for. Raises `LmsError`.

    ``known_maximum`` is what ``where`` (a column of the template) counts to, where that is known: marks out of another
    maximum are never written into it unasked.
    """
    results = one_run(results)
    maximum = max(Decimal(str(result.max_score)) for result in results)
    if scale is not None and (not Decimal(str(scale)).is_finite() or scale <= 0):
        raise LmsError(f"--scale is the maximum in the LMS: it must be more than 0, not {scale}.")
    if maximum <= 0 and (scale is not None or known_maximum is not None):
        raise LmsError("The marks of this run are out of 0: there is nothing to put in relation to the LMS's maximum.")
    if known_maximum is not None and known_maximum <= 0:
        raise LmsError(f"{where} counts to a maximum of 0: set its points in the LMS and download the template again.")
    if known_maximum is not None and scale is None and known_maximum != maximum:
        raise LmsError(
            f"The marks of this run are out of {maximum.normalize():f}, {where} counts to {known_maximum.normalize():f}: say "
            f"--scale {known_maximum.normalize():f} to scale them, or --scale {maximum.normalize():f} to send them as they are."
        )
    wanted = maximum if scale is None else Decimal(str(scale))
    return [mark for result in results for mark in _people(result, wanted, maximum)]


def _people(result: Result, wanted: Decimal, maximum: Decimal) -> list[Mark]:
    score = Decimal(str(result.score))
    value = None if not score.is_finite() else score if wanted == maximum else score * wanted / maximum
    if result.members:
        kind = result.source.get("members", "student_id")
        return [Mark(result, member, {kind: member}, value) for member in dict.fromkeys(result.members)]
    if result.source.get("readings"):
        return [Mark(result, f"{result.student} (its file's name can be read in several ways)", {}, value)]
    ids = ids_of(result.student, result.source)
    ids.pop("name", None)
    if not ids:
        ids["student_id"] = result.student
    names = {"shown_name": result.display_name, "file_name": result.source.get("name", "")}
    return [Mark(result, result.student, {**ids, **{kind: name for kind, name in names.items() if name}}, value)]


def match(
    marks: Sequence[Mark], table: Table, ways: Sequence[Way], rows: Iterable[int], partial: bool = False
) -> Matching:
    """Find each mark's row among ``rows`` (indices). Raises `LmsError` for every doubt, with the rows in question."""
    allowed = list(rows)
    indices = [_index(way, allowed) for way in ways]
    result = Matching()
    doubts: list[str] = []
    for mark in marks:
        found = _find(mark, ways, indices, weak=False) or _find(mark, ways, indices, weak=True)
        if not found:
            result.unmatched.append(mark)
        elif len(found) > 1:
            lines = ", ".join(str(table.rows[index].line) for index in sorted(found))
            doubts.append(f"{mark.person} fits rows {lines}")
        else:
            index = found.pop()
            other = result.pairs.setdefault(index, mark)
            if other is not mark:
                doubts.append(f"{other.person} and {mark.person} both fit row {table.rows[index].line}")
    if doubts:
        shown = "; ".join(doubts[:5]) + (f"; and {len(doubts) - 5} more" if len(doubts) > 5 else "")
        raise LmsError(
            f"{table.path.name} does not tell who is who: {shown}. Grade with --roster, so that students have unmistakable "
            f"identifiers."
        )
    if not result.pairs:
        kinds = ", ".join(way.what for way in ways)
        raise LmsError(
            f"None of the {len(marks)} students of this run is in {table.path.name}: it is of another course or assignment, "
            f"or it knows them by other identifiers (compared: {kinds}; a --roster when grading can map them)."
        )
    if len(result.pairs) * 2 < len(marks) and not partial:
        raise LmsError(
            f"Only {len(result.pairs)} of the {len(marks)} students of this run are in {table.path.name}: it looks like "
            f"another course's. If it is meant (one section of several), say --partial."
        )
    result.left_rows = [index for index in allowed if index not in result.pairs]
    return result


def _index(way: Way, rows: Iterable[int]) -> dict[str, list[int]]:
    index: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        if key := same(way.keys[row]):
            index[key].append(row)
    return index


def _find(mark: Mark, ways: Sequence[Way], indices: Sequence[dict[str, list[int]]], *, weak: bool) -> set[int]:
    found: set[int] = set()
    if weak and any(way.decisive and mark.ids.keys() & set(way.kinds) for way in ways):
        return found
    for way, index in zip(ways, indices, strict=True):
        if way.weak == weak:
            for kind in way.kinds:
                if value := mark.ids.get(kind):
                    found.update(index.get(same(value), ()))
    return found


def same(text: str) -> str:
    """Identifiers are equal when they are in Unicode's composed form, white space at the ends aside. Nothing looser."""
    return unicodedata.normalize("NFC", text.strip())


def identified(mark: Mark, **ids: str) -> Mark:
    """The mark of somebody whom the LMS's own file has told."""
    return replace(mark, person=mark.result.student, ids=ids)


def spread(mark: Mark, ids: dict[str, str]) -> Mark:
    """The same mark for another member of the group."""
    return replace(mark, person=next(iter(ids.values())), ids=ids)


def row_label(row: Row, columns: Sequence[int]) -> str:
    """A row as people know it: name, then identifier."""
    return " ".join(row.cells[column].strip() for column in columns if column >= 0 and row.cells[column].strip())
