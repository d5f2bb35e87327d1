"""Blackboard: the zip of "Assignment File Download" comes in, the Grade Center's file goes out.

``Assignment_username_attempt_2026-11-22-06-05-00_cnn.py`` and a ``….txt`` of Blackboard's own beside it.
From third-party scripts: not verified against a live server.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from autograder.lms.marks import decimal_of, identified, marks_of
from autograder.lms.matching import Way, match, same
from autograder.lms.reading import Claim, Claimant, Known, Listing, Reading, most
from autograder.lms.registry import Lms, Target
from autograder.lms.table import read_table
from autograder.lms.writing import Job, Written, choose_column, column_notes, settle
from autograder.records.errors import LmsError

PATH = re.compile(r"(?P<head>[^/]+?)_attempt_(?P<time>\d{4}(?:-\d\d){5})(?:_(?P<file>.+)|\.txt)", re.S)
TITLE = re.compile(r"(?P<title>.+?) \[Total Pts: (?P<points>[^\]]*)\] ?\|(?P<id>\d+)", re.S)
IDENTITY = ("Last Name", "First Name", "Username", "Student ID")
FIRST_LINE = re.compile(r"\ufeff?[^:\n]{1,40}:\s*(?P<name>[^\n]*?)\s*\((?P<user>[^()\n]+)\)\s*(?:\r?\n|$)")


def read(listing: Listing, known: Known, module: str) -> Reading | None:
    """The claims of a Blackboard download, or None for anything else."""
    reading = Reading("blackboard", "Blackboard submissions")
    matches = {path: found for path in listing.paths if (found := PATH.fullmatch(path))}
    if not most(len({path.partition("/")[0] for path in matches}), len(listing.top())):
        return None
    owners: dict[str, Claimant] = {}
    for path, found in matches.items():
        if not found["file"]:
            owner = _named_inside(listing, path, found["head"])
            if owner:
                owners[found["head"]] = owner
    title = _title({found["head"] for found in matches.values()}, owners)
    for head in sorted({found["head"] for found in matches.values()} - owners.keys()):
        owners[head] = _named_outside(head, known, title)
    called = Counter(owner.key for owner in owners.values())
    for head, owner in owners.items():
        if owner.readings and called[owner.key] > 1:  # not one student because of a guess
            owners[head] = replace(owner, key=head, kind="name")
    filled = {(found["head"], found["time"]) for found in matches.values() if found["file"]}
    for path in listing.paths:
        match = matches.get(path)
        if match is None:
            reading.rest[path] = "not named as Blackboard names submissions"
            continue
        head, time = match["head"], match["time"]
        note = "" if match["file"] else "Blackboard's own note of the attempt"
        if note and (head, time) not in filled:
            note = "an attempt without a file (Blackboard's own note of it)"
        reading.claims[path] = Claim(owners[head], match["file"] or path, False, time, (time,), note)
    return reading


def _named_inside(listing: Listing, path: str, head: str) -> Claimant | None:
    """The student as the first line of Blackboard's own text says: ``Name: Ana María (amaria)``."""
    try:
        text = listing.read(path, 1024 * 1024).decode("utf-8", "replace")
    except Exception:  # unreadable: the file's name will do
        return None
    found = FIRST_LINE.match(text)
    if not found or not head.endswith("_" + found["user"]):
        return None
    return Claimant(found["user"], "username", found["name"])


def _title(heads: set[str], owners: Mapping[str, Claimant]) -> str:
    """What stands before the user names, with its ``_``: the assignment's title, as Blackboard's own texts tell.

    Without them, what stands before the first ``_`` where some name has no further one: its user cannot begin earlier.
    """
    told = {head.removesuffix(owner.key) for head, owner in owners.items()}
    if told:
        return told.pop() if len(told) == 1 else ""
    starts = {head.partition("_")[0] for head in heads}
    return f"{starts.pop()}_" if len(starts) == 1 and not all(head.count("_") > 1 for head in heads) else ""


def _named_outside(head: str, known: Known, title: str) -> Claimant:
    """The student as the file's name says; with underscores in user names only the title or a roster can tell."""
    parts = head.split("_")
    ways = ["_".join(parts[index:]) for index in range(len(parts) - 1, 0, -1)] or [head]
    settled = [way for way in ways if way in known.get("username", ())]
    if len(settled) == 1:
        return Claimant(settled[0], "username")
    if title and not settled and head.startswith(title) and head != title:
        return Claimant(head.removeprefix(title), "username")
    if len(ways) == 1:
        return Claimant(ways[0], "username")
    possible = settled or ways
    note = f"the file's name can be read as of {' or '.join(possible)}: a roster with the column Username settles it"
    return Claimant(possible[0], "username", notes=(note,), readings=tuple(possible))


def write(job: Job) -> Written:
    """The Grade Center's file with its identity columns and one column (by its id: without it a new one would be made)."""
    table = read_table(job.template, "Blackboard", delimiters=",\t", utf16=True)
    user = table.column("Username")
    if user < 0:
        raise LmsError(
            f"{table.path.name} is not a Blackboard gradebook in English: it has no column Username (found: "
            f"{', '.join(table.header.cells[:6])}). Download it from the Grade Center (Work Offline)."
        )
    titles = {i: found for i, cell in enumerate(table.header.cells) if (found := TITLE.fullmatch(cell.strip()))}
    scores = {i: found for i, found in titles.items() if "Text" not in found["points"].split()}
    if titles and not scores:
        raise LmsError(f"{table.path.name} has columns of text only: choose a column that holds a score in Blackboard.")
    column = choose_column(table, {i: (found["title"], found["id"]) for i, found in scores.items()}, job)
    points = decimal_of(re.sub(r"[^\d.,]", "", titles[column]["points"]))
    marks = marks_of(job.results, job.scale, points, f"The column {titles[column]['title']!r}")
    users = {same(name) for name in table.values(user)}
    fits = [[way for way in mark.readings if way in users] for mark in marks]
    marks = [
        identified(mark, username=one[0]) if len(one) == 1 else mark for mark, one in zip(marks, fits, strict=True)
    ]
    ways = [Way(("username", "student_id"), table.values(user), "Username")]
    if table.column("Student ID") >= 0:
        ways.append(Way(("student_id",), table.values(table.column("Student ID")), "Student ID"))
    matching = match(marks, table, ways, range(len(table.rows)), job.partial)
    label = (table.column("First Name"), table.column("Last Name"), user)
    notes = [*column_notes(table.header.cells[column], titles[column]["title"], job), *job.notes(points)]
    outcome = settle(matching, table, label, job.maximum(points), notes=notes, held=table.values(column))
    keep = [i for i in range(len(table.header.cells)) if table.header.cells[i].strip() in IDENTITY]
    rows = [[*(table.header.raw[i] for i in keep), table.header.raw[column]]]
    for at, text in outcome.values.items():
        rows.append(
            [*(table.rows[at].raw[i] for i in keep), f'"{text}"' if table.header.raw[column][:1] == '"' else text]
        )
    return Written(table.render(rows), outcome)


LMS = Lms(
    name="blackboard",
    title="Blackboard",
    page="blackboard.md",
    reads="assignment file download",
    writes="Grade Center file",
    sure="other people's scripts; **not verified against a live server**",
    read=read,
    rank=40,
    targets=(Target("blackboard", "Blackboard's Grade Center", write, "the Grade Center's file (Work Offline)"),),
)
