"""Brightspace: the zip of an assignment's submissions comes in, the grades CSV goes out.

``397063-2557369 - Mary-Ann Smith - Sep 24, 2024 926 PM/cnn.py``, flat too, and Brightspace's ``index.html``.
From third-party scripts: not verified against a live server.
"""

from __future__ import annotations

import re
from collections import defaultdict

from autograder.lms.identity import Kind, without_mark
from autograder.lms.marks import decimal_of, marks_of
from autograder.lms.matching import Way, match
from autograder.lms.reading import Claim, Claimant, Known, Listing, Reading, most
from autograder.lms.registry import Lms, Target
from autograder.lms.table import Table, read_table
from autograder.lms.writing import Job, Written, choose_column, column_notes, settle
from autograder.records.errors import LmsError

DASH = "[-\u2010-\u2015]"
DAY, TIME = r"(?P<day{0}>\d{{1,2}})", r"(?P<time>\d{1,2}[:.]?\d{2})(?: ?(?P<half>[AP]M))?"
PATH = re.compile(
    rf"(?P<first>\d+){DASH}(?P<second>\d+) ?{DASH} ?(?P<name>[^/]+?) ?{DASH} ?"
    rf"(?P<date>(?:{DAY.format(1)} )?(?P<month>[^\W\d]{{3,12}})\.?(?: {DAY.format(2)})?,? (?P<year>\d{{4}}),? {TIME})"
    rf"(?:/| {DASH} |{DASH} |_|$)(?P<file>.*)",
    re.S,
)
ITEM = re.compile(r"(?P<title>.+) Points Grade(?: <(?P<details>[^<>]*)>)?", re.S)
POINTS = re.compile(r"MaxPoints:([\d.,]+)")
END = "End-of-Line Indicator"
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def read(listing: Listing, known: Known, module: str) -> Reading | None:
    """The claims of a Brightspace download, or None for anything else."""
    reading = Reading("brightspace", "Brightspace submissions")
    units = listing.top()
    matches = {path: found for path in (*listing.paths, *units) if (found := PATH.fullmatch(path))}
    recognised = {path.partition("/")[0] for path in matches}
    if not most(len(recognised), len(units) - ("index.html" in units)):
        return None
    which = _student_number(list(matches.values()))
    for unit, paths in units.items():
        if not paths and unit in matches:
            reading.empty.append(_claim(matches[unit], which))
        for path in paths:
            if path in matches:
                reading.claims[path] = _claim(matches[path], which)
            elif path == "index.html":
                reading.own[path] = "Brightspace's own list of submissions"
            else:
                reading.rest[path] = "not named as Brightspace names submissions"
    return reading


def _student_number(matches: list[re.Match[str]]) -> tuple[str, ...]:
    """Which of the two numbers tells students apart: the first, unless it is one and the same for several names."""
    for which in ("first", "second"):
        names: dict[str, set[str]] = defaultdict(set)
        for found in matches:
            names[found[which]].add(found["name"])
        if all(len(of_number) == 1 for of_number in names.values()):
            return (which,)
    return ("first", "second")


def _claim(found: re.Match[str], which: tuple[str, ...]) -> Claim:
    owner = Claimant("-".join(found[part] for part in which), "brightspace_id", found["name"].strip())
    return Claim(owner, found["file"], False, found["date"], _moment(found))


def _moment(found: re.Match[str]) -> tuple[str, ...]:
    """``Sep 24, 2024 926 PM`` as sortable text; a month that is not English sorts first."""
    time = re.sub(r"\D", "", found["time"]).zfill(4)
    hour, minute = int(time[:2]), int(time[2:])
    if found["half"]:
        hour = hour % 12 + (12 if found["half"] == "PM" else 0)
    short = found["month"][:3].lower()
    month = MONTHS.index(short) + 1 if short in MONTHS else 0
    return (found["year"], f"{month:02}", (found["day1"] or found["day2"] or "").zfill(2), f"{hour:02}", f"{minute:02}")


def write(job: Job) -> Written:
    """The exported grades with one item's column, ``#`` in every row, and rows for the graded only."""
    table = read_table(job.template, "Brightspace")
    identity = [name for name in ("OrgDefinedId", "Username") if table.column(name) >= 0]
    end = table.column(END)
    if not identity or end < 0:
        raise LmsError(
            f"{table.path.name} is not a Brightspace grades export: it needs OrgDefinedId or Username, and {END} (found: "
            f"{', '.join(table.header.cells[:6])}). Export it from Grades with Brightspace in English."
        )
    titles = {i: found for i, cell in enumerate(table.header.cells) if (found := ITEM.fullmatch(cell))}
    column = choose_column(table, {i: (found["title"], found["title"]) for i, found in titles.items()}, job)
    details = POINTS.search(titles[column]["details"] or "")
    points = decimal_of(details[1]) if details else None
    marks = marks_of(job.results, job.scale, points, f"The item {titles[column]['title']!r}")
    kinds = {"OrgDefinedId": ("org_defined_id", "student_id"), "Username": ("username", "student_id")}
    ways = [Way(kinds[name], _without_mark(table, name), name) for name in identity]
    first, last = table.column("First Name"), table.column("Last Name")
    if first >= 0 and last >= 0:
        names = [f"{row.cells[first].strip()} {row.cells[last].strip()}" for row in table.rows]
        ways.append(Way(("file_name", "shown_name"), names, "First Name and Last Name", weak=True))
    keep = [i for i in range(len(table.header.cells)) if i not in titles and i != end and _identity(table, i)]
    label = (first, last, table.column(identity[0]))
    matching = match(marks, table, ways, range(len(table.rows)), job.partial)
    notes = [*column_notes(table.header.cells[column], titles[column]["title"], job), *job.notes(points)]
    outcome = settle(matching, table, label, job.maximum(points), notes=notes, held=table.values(column))
    rows = [[*(table.header.raw[i] for i in keep), table.header.raw[column], table.header.raw[end]]]
    for at, text in outcome.values.items():
        raw = table.rows[at].raw
        rows.append([*(raw[i] for i in keep), table.cell(text), table.cell("#")])
    return Written(table.render(rows), outcome)


def _without_mark(table: Table, name: str) -> list[str]:
    """The column's identifiers without the ``#`` that exports put before them."""
    return [value.strip().removeprefix("#") for value in table.values(table.column(name))]


def _identity(table: Table, column: int) -> bool:
    """Whether a column says who a row is. Everything else (other items' columns) would be graded too."""
    return table.header.cells[column] in ("OrgDefinedId", "Username", "Last Name", "First Name", "Email")


LMS = Lms(
    name="brightspace",
    title="Brightspace",
    page="brightspace.md",
    reads="submissions zip",
    writes="grades CSV",
    sure="documentation and other people's scripts; **not verified against a live server**",
    read=read,
    rank=50,
    kinds={
        "org_defined_id": Kind("Brightspace OrgDefinedId", ("orgdefinedid",), folder=True, order=40, read=without_mark),
        "brightspace_id": Kind("number in the Brightspace download", ("brightspaceid", "d2lid"), order=90),
    },
    targets=(Target("brightspace", "Brightspace's grades", write, "the grades exported as CSV"),),
)
