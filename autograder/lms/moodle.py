"""Moodle: the zip of "Download all submissions" comes in; the grading worksheet and a zip of feedback files go out.

``Full Name_9_assignsubmission_file/cnn.py`` (before 4.1 ``…_file_/``) or ``Full Name_9_assignsubmission_file_cnn.py``;
the number is the N of the worksheet's ``Participant N``, in blind marking too; teams carry the group's id or nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal

from autograder.lms.comment import as_html
from autograder.lms.matching import Mark, Matching, Way, marks_of, match, row_label, same, spread
from autograder.lms.pages import Page, page_of, zip_of
from autograder.lms.reading import Claim, Claimant, Known, Listing, Reading, most
from autograder.lms.table import Table, read_table
from autograder.lms.writing import Job, Outcome, Written, decimal_of, settle
from autograder.records.errors import LmsError

# `_` in names became a space, so the first one ends the name: a student's file cannot pretend to be another's.
PATH = re.compile(
    r"(?P<name>[^_/]*)(?:_(?P<number>\d+))?_assignsubmission_(?P<plugin>[a-z]+)(?:_?/|_|$)(?P<file>.*)", re.S
)
IDENTIFIER = re.compile(r"\D*?(\d+)")
NEEDED = ("Identifier", "Grade", "Last modified (grade)")
FEEDBACK = "Feedback comments"
DROPPED = re.compile(r"[\x00-\x1f\x7f&<>\"`|':\\/]")


def read(listing: Listing, known: Known) -> Reading | None:
    """The claims of a Moodle download, or None when it is none."""
    reading = Reading("moodle", "Moodle submissions")
    units = listing.top()
    recognised = {
        unit: found for unit in units if (found := PATH.fullmatch(unit + ("" if units[unit] == [unit] else "/")))
    }
    if not most(len(recognised), len(units)):
        return None
    names = {found["name"] for found in recognised.values() if found["number"]}
    numbers = {found["number"] for found in recognised.values() if found["number"]}
    word = len(names) == 1 and not any(" " in name for name in names)  # “Participant” in the site's language
    blind = "Participant" in names or (word and len(numbers) > 1)
    if blind:
        reading.title = "Moodle submissions, blind marking"
    teams = any(not found["number"] for found in recognised.values())
    for unit, paths in units.items():
        if unit not in recognised:
            reading.rest.update(dict.fromkeys(paths, "not named as Moodle names submissions"))
            continue
        if not paths:
            reading.empty.append(_claim(recognised[unit], blind, teams))
        for path in paths:
            found = PATH.fullmatch(path)
            if found:
                reading.claims[path] = _claim(found, blind, teams)
    return reading


def _claim(found: re.Match[str], blind: bool, teams: bool) -> Claim:
    """``teams``: somebody has no number, as only a team can; the others' numbers are then teams' too, not participants'."""
    number, name = found["number"], found["name"]
    if teams:
        owner = Claimant(number or name, "group", name)
    else:
        owner = Claimant(number, "participant", "" if blind else name, anonymous=blind)
    note = "" if found["plugin"] == "file" else "an online text, not a file"
    return Claim(owner, found["file"] or "onlinetext.html", note=note)


def file_name_of(name: str) -> str:
    """A person's or group's name as Moodle writes it into file names."""
    shown = DROPPED.sub("", unicodedata.normalize("NFC", name).replace("_", " "))
    return " ".join(re.sub(r"\.\.+", "", shown).split())


def write(job: Job) -> Written:
    """The worksheet with rows for the graded only, their grade and a short feedback (a blank one would erase what is there)."""
    table = _read_worksheet(job)
    maximum = _maximum(table)
    matching = _match(job, table, maximum)
    locked = table.column("Grade can be changed")
    notes = []
    fixed = [
        table.rows[i].cells[table.column("Identifier")]
        for i in matching.pairs
        if locked >= 0 and table.rows[i].cells[locked].strip() == "No"
    ]
    if fixed:
        notes.append(
            f"Moodle says of {len(fixed)} that their grade cannot be changed, and will keep it: {', '.join(fixed[:20])}"
        )
    label = (table.column("Identifier"), table.column("Full name"))
    held = table.values(table.column("Grade"))
    notes += job.notes(maximum)
    outcome = settle(matching, table, label, job.maximum(maximum), notes=notes, drop_above=True, held=held)
    if outcome.zeros:
        outcome.notes.append("newer versions of Moodle may ignore a grade of 0: check the zeros after the upload")
    if outcome.above:
        outcome.notes.append("Moodle skips grades above its maximum, so they were not written")
    keep = [index for index, name in enumerate(table.header.cells) if _kept(table, index, outcome)]
    if len(keep) < len(table.header.cells):
        gone = ", ".join(name for index, name in enumerate(table.header.cells) if index not in keep)
        outcome.notes.append(
            f"left out, as Moodle's reader trips over a backslash in it (Moodle does not need it): {gone}"
        )
    rows = [[table.header.raw[index] for index in keep]]
    grade, feedback = table.column("Grade"), table.column(FEEDBACK)
    for at, text in outcome.values.items():
        raw = list(table.rows[at].raw)
        raw[grade] = table.cell(text)
        if feedback >= 0:
            raw[feedback] = table.cell(as_html(matching.pairs[at].result))
        rows.append([raw[index] for index in keep])
    return Written(table.render(rows), outcome)


def write_feedback(job: Job) -> Written:
    """A zip for "Upload multiple feedback files in a zip": ``Participant_9_assignsubmission_file/feedback.html``."""
    outcome = Outcome()
    pages: list[Page] = []
    if job.template is not None:
        table = _read_worksheet(job)
        matching = _match(job, table, None)
        outcome.unmatched = [mark.person for mark in matching.unmatched]
        outcome.not_graded = [
            row_label(table.rows[index], (table.column("Identifier"),)) for index in matching.left_rows
        ]
        numbers = _numbers(table)
        people = [(numbers[index], matching.pairs[index]) for index in sorted(matching.pairs)]
    else:
        people = [(mark.ids.get("participant", ""), mark) for mark in marks_of(job.results, None, None, "")]
        outcome.unmatched = [mark.person for number, mark in people if not number]
        if len(outcome.unmatched) == len(people):
            raise LmsError(
                "Moodle files feedback by the number of its participants, which these submissions (of teams, or of no "
                "Moodle) do not tell: give the grading worksheet with --template."
            )
        if outcome.unmatched:
            outcome.notes.append("give the grading worksheet as --template: it knows the participants and the teams")
    for position, (number, mark) in enumerate((number, mark) for number, mark in people if number):
        data = page_of(job, mark.result)
        if data is None:
            outcome.blanks.append(mark.person)
            continue
        outcome.matched.append(mark.person)
        outcome.values[position] = number
        pages.append(Page(f"Participant_{number}_assignsubmission_file/feedback.html", data))
    return Written(zip_of(pages), outcome)


def _read_worksheet(job: Job) -> Table:
    """The worksheet, read as PHP wrote it; where a backslash makes that impossible, as everybody else would."""
    read: list[Table] = []
    errors: list[LmsError] = []
    for php in (True, False):
        try:
            read.append(read_table(job.template, "Moodle", php=php))
        except LmsError as error:
            errors.append(error)
    if not read:
        raise errors[-1]
    table = max(read, key=lambda one: sum(bool(number) for number in _numbers(one)))
    missing = [name for name in NEEDED if table.column(name) < 0]
    if missing:
        raise LmsError(
            f"{table.path.name} is not a Moodle grading worksheet in English: it has no column {', '.join(missing)} (found: "
            f"{', '.join(table.header.cells[:6])}). Switch your Moodle language to English and download the worksheet again."
        )
    if table.column(FEEDBACK) == 0:
        raise LmsError(f"{table.path.name} begins with {FEEDBACK!r}, which Moodle does not take: download it again.")
    return table


def _match(job: Job, table: Table, maximum: Decimal | None) -> Matching:
    if job.template is None:
        raise LmsError("Moodle needs the grading worksheet: give it with --template.")
    marks = marks_of(job.results, job.scale, maximum, f"The worksheet {job.template.name}")
    marks = list(_spread_teams(marks, table))
    numbers = _numbers(table)
    ways = [Way(("participant",), numbers, "Identifier", decisive=True)]
    for name, kinds in (
        ("ID number", ("student_id", "sis_user_id")),
        ("Username", ("username", "student_id")),
        ("Email address", ("email", "student_id")),
    ):
        if table.column(name) >= 0:
            ways.append(Way(kinds, table.values(table.column(name)), name))
    names = table.values(table.column("Full name")) if table.column("Full name") >= 0 else []
    if names:
        ways.append(Way(("shown_name",), names, "Full name", weak=True))
    matching = match(marks, table, ways, [i for i, number in enumerate(numbers) if number], job.partial)
    _check_names(matching, table, names)
    return matching


def _spread_teams(marks: Iterable[Mark], table: Table) -> Iterable[Mark]:
    """A team's mark for each of its members, as the worksheet's Group column says."""
    column = table.column("Group")
    names = table.column("Full name")
    members: dict[str, list[str]] = {}
    owner: dict[str, str] = {}
    for row, number in zip(table.rows, _numbers(table), strict=True):
        if column >= 0:
            members.setdefault(file_name_of(row.cells[column]), []).append(number)
        owner[number] = file_name_of(row.cells[names]) if names >= 0 else ""
    for mark in marks:
        name = mark.ids.get("file_name", "")
        team = members.get(name, []) if name and mark.result.source.get("lms") == "moodle" else []
        if team and owner.get(mark.ids.get("participant", "")) != name:
            yield from (spread(mark, {"participant": number}) for number in team)
        else:
            yield mark


def _check_names(matching: Matching, table: Table, names: list[str]) -> None:
    """Numbers that fit while the names do not: the worksheet is another assignment's."""
    if not names:
        return
    wrong = [
        (index, mark)
        for index, mark in matching.pairs.items()
        if mark.ids.get("participant")
        and mark.ids.get("file_name")
        and file_name_of(names[index]) != mark.ids["file_name"]
    ]
    if wrong and 2 * len(wrong) > len(matching.pairs):
        index, mark = wrong[0]
        raise LmsError(
            f"{table.path.name} is another assignment's worksheet: participant {mark.ids['participant']} is {names[index]} in it, but "
            f"{mark.ids['file_name']} in the submissions. Download the worksheet of the assignment that was graded."
        )


def _maximum(table: Table) -> Decimal | None:
    column = table.column("Maximum Grade")
    found = {decimal_of(row.cells[column]) for row in table.rows} - {None} if column >= 0 else set()
    if len(found) > 1:
        raise LmsError(f"{table.path.name} has several maximum grades: it was put together from several worksheets.")
    return found.pop() if found else None


def _kept(table: Table, column: int, outcome: Outcome) -> bool:
    """Whether a column may stay: Moodle needs it, or there is no backslash in the rows that are written."""
    name = table.header.cells[column]
    return name in (*NEEDED, FEEDBACK) or not any("\\" in table.rows[index].raw[column] for index in outcome.values)


def _numbers(table: Table) -> list[str]:
    """The N of each row's ``Participant N``; ``""`` where a row has none."""
    column = table.column("Identifier")
    found = [IDENTIFIER.fullmatch(same(row.cells[column])) if column >= 0 else None for row in table.rows]
    return [one[1] if one else "" for one in found]
