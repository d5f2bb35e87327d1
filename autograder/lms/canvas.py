"""Canvas: the zip of "Download Submissions" comes in, the gradebook CSV goes out.

Files are named ``{name}[_LATE]_{userid}_{attachmentid}_{file}``; ``LATE_anon_{id}_{attachmentid}_{file}`` in anonymous
marking; ``…_{userid}_text.html`` and ``_link.html`` for entries that are no files. Source: Canvas's ContentZipper.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from autograder.lms.errors import LmsError
from autograder.lms.matching import Matching, Way, marks_of, match, row_label
from autograder.lms.reading import Claim, Known, Listing, Owner, Reading, most
from autograder.lms.table import Table, read_table
from autograder.lms.writing import Job, Written, choose_column, column_notes, decimal_of, settle

NUMBERS = re.compile(r"(?=_(\d+)_(\d+)_)")
ENTRY = re.compile(r"(?P<name>\w+?)(?P<late>_LATE)?_(?P<user>\d+)_(?P<what>text|link)\.html")
ANONYMOUS = re.compile(
    r"(?P<late>LATE_)?anon_(?P<id>[A-Za-z0-9]{5})_(?:(?P<what>text|link)\.html|(\d+)_(?P<file>.+))", re.S
)
TITLE = re.compile(r"(?P<title>.*\S)\s+\((?P<id>\d+)\)", re.S)
DROPPED = re.compile(r"(Current|Final|Override) (Score|Points|Grade|Status)")
WHAT = {"text": "an online text, not a file", "link": "a web address, not a file"}


def read(listing: Listing, known: Known) -> Reading | None:
    """The claims of a Canvas download, or None when it is none."""
    reading = Reading("canvas", "Canvas submissions")
    for path in listing.paths:
        claim = None if "/" in path else _claim(path, known)
        if claim is None:
            reading.rest[path] = "not named as Canvas names submissions"
        else:
            reading.claims[path] = claim
    if not most(len(reading.claims), len(listing.top())):
        return None
    if any(claim.owner.anonymous for claim in reading.claims.values()):
        reading.title = "Canvas submissions, anonymous"
    return reading


def _claim(path: str, known: Known) -> Claim | None:
    if found := ANONYMOUS.fullmatch(path):
        owner = Owner(found["id"], "anonymous_id", anonymous=True)
        return Claim(owner, found["file"] or path, bool(found["late"]), note=WHAT.get(found["what"] or "", ""))
    if found := ENTRY.fullmatch(path):
        owner = Owner(found["user"], "canvas_id", found["name"])
        return Claim(owner, path, bool(found["late"]), note=WHAT[found["what"]])
    ways = [way for match in NUMBERS.finditer(path) if (way := _way(path, match))]
    if not ways:
        return None
    users = known.get("canvas_id", ())
    settled = [way for way in ways if way[1] in users]
    name, user, late, file = settled[0] if len(settled) == 1 else ways[0]
    notes: tuple[str, ...] = ()
    if len(ways) > 1 and len(settled) != 1:
        others = " or ".join(dict.fromkeys(way[1] for way in ways))
        notes = (f"the file's name can be read as of Canvas user {others}; a roster with the column ID settles it",)
    return Claim(Owner(user, "canvas_id", name, notes=notes), file, late)


def _way(path: str, match: re.Match[str]) -> tuple[str, str, bool, str] | None:
    name, file = path[: match.start()], path[match.end(2) + 1 :]
    late = name.endswith("_LATE")
    name = name.removesuffix("_LATE")
    return (name, match[1], late, file) if name and file else None


def file_name_of(name: str) -> str:
    """A person's or group's name as Canvas writes it into file names: word characters only, lower case."""
    shown = unicodedata.normalize("NFC", name)
    return re.sub(r"\W", "", re.sub(r"_(\d+)_", r"\1", shown).lower())


def write(job: Job) -> Written:
    """The gradebook with one assignment's column and rows for the graded only (a blank would clear a grade)."""
    table = read_table(job.template, "Canvas", delimiters=",;")
    section = _check_header(table)
    column = _column(table, section, job)
    title = table.header.cells[column]
    points, rows = _rows(table, column)
    marks = marks_of(job.results, job.scale, points, f"The column {title!r}")
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
    notes += column_notes(title, TITLE.sub(r"\g<title>", title), job)
    outcome = settle(matching, table, (0, 1), job.maximum(points), skip=set(excused), notes=notes)
    head = [[*table.header.raw[: section + 1], table.header.raw[column]]]
    for row in table.rows:
        if "Points Possible" in row.cells[0]:
            head.append([*row.raw[: section + 1], row.raw[column]])
    body = [[*table.rows[index].raw[: section + 1], table.cell(text)] for index, text in outcome.values.items()]
    return Written(table.render([*head, *body]), outcome)


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
