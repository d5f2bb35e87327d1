"""Moodle's offline grading worksheet and its zip of feedback files, both by the N of ``Participant N``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from autograder.lms.comment import as_html
from autograder.lms.marks import Mark, decimal_of, marks_of, spread
from autograder.lms.matching import Matching, Way, match, row_label, same
from autograder.lms.pages import Page, page_of, zip_of
from autograder.lms.systems.moodle.download import file_name_of
from autograder.lms.table import Table, read_table
from autograder.lms.writing import Job, Outcome, Written, settle
from autograder.records.errors import LmsError

IDENTIFIER = re.compile(r"\D*?(\d+)")
NEEDED = ("Identifier", "Grade", "Last modified (grade)")
FEEDBACK = "Feedback comments"


def participant(cell: str) -> str:
    """The N of ``Participant N``, in whatever language; ``""`` for anything else."""
    found = IDENTIFIER.fullmatch(same(cell))
    return found[1] if found else ""


def own_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[str, int] | None:
    """The worksheet's own columns: "Identifier" is a participant there and no student number."""
    names = [re.sub(r"[\W_]", "", name).casefold() for name in header]
    at = names.index("identifier") if "identifier" in names else -1
    if at < 0 or not any(re.fullmatch(r"\D+ \d+", row[at].strip()) for row in rows if len(row) > at):
        return None
    return {"participant": at, "student_id": names.index("idnumber") if "idnumber" in names else -1}


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
    return [participant(row.cells[column]) if column >= 0 else "" for row in table.rows]
