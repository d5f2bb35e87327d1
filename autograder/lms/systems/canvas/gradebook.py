"""Canvas's gradebook CSV, written from the instructor's own export. Rules from Canvas's GradebookImporter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from autograder.lms.marks import Mark, decimal_of, identified, marks_of
from autograder.lms.matching import Matching, Way, match, row_label, same
from autograder.lms.systems.canvas.download import file_name_of
from autograder.lms.table import Table, read_table
from autograder.lms.writing import Job, Written, choose_column, column_notes, settle
from autograder.records.errors import LmsError

TITLE = re.compile(r"(?P<title>.*\S)\s+\((?P<id>\d+)\)", re.S)
DROPPED = re.compile(r"(Current|Final|Override) (Score|Points|Grade|Status)")


def own_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[str, int] | None:
    """The gradebook's own columns: "Student" is a name there and "ID" Canvas's number."""
    names = [name.strip() for name in header]
    if not {"Student", "ID", "Section"} <= set(names):
        return None
    return {"name": names.index("Student"), "canvas_id": names.index("ID"), "student_id": -1}


def write(job: Job) -> Written:
    """The gradebook with one assignment's column and rows for the graded only (a blank would clear a grade)."""
    table = read_table(job.template, "Canvas", delimiters=",;")
    section = _check_header(table)
    column = _column(table, section, job)
    title = table.header.cells[column]
    points, rows = _rows(table, column)
    marks = _settled(marks_of(job.results, job.scale, points, f"The column {title!r}"), table)
    if all("anonymous_id" in mark.ids for mark in marks):
        raise LmsError(
            "The submissions are anonymous, and a gradebook knows nobody by Canvas's anonymous ids: reveal the names in "
            "Canvas, download the submissions again and grade those."
        )
    at = {name: table.column(name) for name in ("SIS User ID", "SIS Login ID")}
    plain = ("student_id", "username", "email")
    ways = [Way(("canvas_id",), table.values(1), "ID", decisive=True)]
    if at["SIS User ID"] >= 0:
        ways.append(Way(("sis_user_id", *plain), table.values(at["SIS User ID"]), "SIS User ID"))
    if at["SIS Login ID"] >= 0:
        ways.append(Way(("sis_login_id", *plain), table.values(at["SIS Login ID"]), "SIS Login ID"))
    ways.append(Way(("shown_name",), table.values(0), "Student", weak=True))
    matching = match(marks, table, ways, rows, job.partial)
    excused = [index for index in matching.pairs if table.rows[index].cells[column].strip().upper() == "EX"]
    notes = [f"excused in Canvas and left so: {row_label(table.rows[index], (0, 1))}" for index in excused]
    notes += _other_names(table, matching)
    notes += [*column_notes(title, TITLE.sub(r"\g<title>", title), job), *job.notes(points)]
    outcome = settle(
        matching,
        table,
        (0, 1),
        job.maximum(points),
        skip=set(excused),
        notes=notes,
        held=table.values(column),
        excuse="EX",
        names=table.values(0),
        as_file=file_name_of,
    )
    head = [[*table.header.raw[: section + 1], table.header.raw[column]]]
    for row in table.rows:
        if "Points Possible" in row.cells[0]:
            head.append([*row.raw[: section + 1], row.raw[column]])
    body = [[*table.rows[index].raw[: section + 1], table.cell(text)] for index, text in outcome.values.items()]
    return Written(table.render([*head, *body]), outcome)


def _settled(marks: list[Mark], table: Table) -> list[Mark]:
    """Marks whose file name could be read in several ways: the reading that is a row's number and name, if it is one."""
    rows = {(same(row.cells[1]), file_name_of(row.cells[0])) for row in table.rows}
    found = []
    for mark in marks:
        ways = [(user, name) for user, _, name in (way.partition(" ") for way in mark.readings)]
        fits = [way for way in ways if way in rows]
        found.append(identified(mark, canvas_id=fits[0][0], file_name=fits[0][1]) if len(fits) == 1 else mark)
    return found


def _check_header(table: Table) -> int:
    """Where the identity columns end. Raises `LmsError` for what Canvas does not take for a gradebook."""
    cells = table.header.cells
    if cells[:2] != ("Student", "ID") or "Section" not in cells:
        raise LmsError(
            f"{table.path.name} is not a Canvas gradebook: its header must begin with Student,ID and hold Section (found: "
            f"{', '.join(cells[:5])}). Export it from Grades, with Canvas in English and names in one column."
        )
    return table.column("Section")


def _column(table: Table, section: int, job: Job) -> int:
    """The one assignment's column, as told with --column or beyond doubt. Raises `LmsError`."""
    titles = {
        index: found
        for index, cell in enumerate(table.header.cells)
        if index > section and (found := TITLE.fullmatch(cell)) and not DROPPED.search(cell)
    }
    dropped = [cell for cell in table.header.cells[section + 1 :] if TITLE.fullmatch(cell) and DROPPED.search(cell)]
    wanted = job.column
    named = [cell for cell in dropped if wanted in (cell, *TITLE.fullmatch(cell).groups())] if wanted else dropped  # type: ignore[union-attr]
    if named and (wanted or not titles):
        raise LmsError(
            f"Canvas silently drops a column with the title {named[0]!r}: rename the assignment in Canvas (without Current, "
            f"Final or Override before Score, Points or Grade) and export the gradebook again."
        )
    return choose_column(table, {index: (found["title"], found["id"]) for index, found in titles.items()}, job)


def _rows(table: Table, column: int) -> tuple[Decimal | None, list[int]]:
    """Points Possible, where the gradebook says so, and which rows are students."""
    points: Decimal | None = None
    students = []
    for index, row in enumerate(table.rows):
        if "Points Possible" in row.cells[0]:
            text = row.cells[column].strip()
            if "read only" in text:
                raise LmsError(
                    f"The column {table.header.cells[column]!r} is read-only in Canvas: choose an assignment's."
                )
            points = decimal_of(text)
        elif any(row.cells[:3]):
            students.append(index)
    return points, students


def _other_names(table: Table, matching: Matching) -> list[str]:
    """Rows whose name is not the one in the download: groups, or students renamed since."""
    notes = []
    for index, mark in matching.pairs.items():
        name = mark.ids.get("file_name", "") if mark.result.source.get("lms") == "canvas" else ""
        if name and file_name_of(table.rows[index].cells[0]) != name:
            shown = row_label(table.rows[index], (0, 1))
            notes.append(
                f"{shown} is called {name!r} in the download: if that is a group, grade with a --roster that has groups"
            )
    return notes
