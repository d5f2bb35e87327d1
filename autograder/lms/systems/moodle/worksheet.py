"""Moodle's offline grading worksheet and its zip of feedback files, both by the N of ``Participant N``."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from autograder.lms.comment import as_html
from autograder.lms.marks import Mark, decimal_of, marks_of, spread
from autograder.lms.matching import Matching, Way, match, row_label, same
from autograder.lms.pages import page_of
from autograder.lms.systems.moodle.download import file_name_of
from autograder.lms.table import Table, read_table
from autograder.lms.writing import Job, Outcome, Written, settle
from autograder.records.errors import LmsError
from autograder.records.text import counted
from autograder.records.zips import zipped

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
    maximum = _maximum(job, table)
    matching = _match(job, table, maximum)
    locked, status = table.column("Grade can be changed"), table.column("Status")
    reopened = {i for i in matching.pairs if status >= 0 and table.rows[i].cells[status].startswith("Reopened")}
    notes = []
    fixed = [
        table.rows[i].cells[table.column("Identifier")]
        for i in matching.pairs
        if locked >= 0 and table.rows[i].cells[locked].strip() == "No"
    ]
    if fixed:
        notes.append(
            f"Moodle says of {counted(len(fixed), 'student')} that the grade cannot be changed, and will keep it: {', '.join(fixed[:20])}"
        )
    label = (table.column("Identifier"), table.column("Full name"))
    held = table.values(table.column("Grade"))
    if reopened:
        shown = ", ".join(row_label(table.rows[i], label) for i in sorted(reopened))
        notes.append(f"not written, as Moodle has opened another attempt that is still empty: {shown}")
    notes += job.notes(maximum)
    full = table.column("Full name")
    outcome = settle(
        matching, table, label, job.maximum(maximum), skip=reopened, notes=notes, drop_above=True, held=held,
        names=table.values(full) if full >= 0 else (), as_file=file_name_of,
    )  # fmt: skip
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
            there, ours = table.rows[at].cells[feedback], as_html(matching.pairs[at].result)
            foreign = bool(words_of(there)) and words_of(there) != words_of(ours)
            if foreign and not job.keep_comments:
                outcome.replaced.append(row_label(table.rows[at], label))
            raw[feedback] = table.cell(there.replace("\\", "&#92;") if foreign and job.keep_comments else ours)
        rows.append([raw[index] for index in keep])
    return Written(table.render(rows), outcome)


def write_feedback(job: Job) -> Written:
    """A zip for "Upload multiple feedback files in a zip": ``Participant_9_assignsubmission_file/feedback.html``."""
    outcome = Outcome()
    pages: dict[str, bytes] = {}
    if job.template is not None:
        table = _read_worksheet(job)
        matching = _match(job, table, None)
        outcome.unmatched = [mark.called for mark in matching.unmatched]
        outcome.not_graded = [
            row_label(table.rows[index], (table.column("Identifier"),)) for index in matching.left_rows
        ]
        numbers = _numbers(table)
        people = [(numbers[index], matching.pairs[index]) for index in sorted(matching.pairs)]
    else:
        people = [(mark.ids.get("participant", ""), mark) for mark in marks_of(job.results, None, None, "")]
        outcome.unmatched = [mark.called for number, mark in people if not number]
        if len(outcome.unmatched) == len(people):
            raise LmsError(
                "Moodle files feedback by the number of its participants, which these submissions (of teams, or of no "
                "Moodle) do not tell: give the grading worksheet with --template."
            )
        if outcome.unmatched:
            outcome.notes.append("give the grading worksheet as --template: it knows the participants and the teams")
    for position, (number, mark) in enumerate((number, mark) for number, mark in people if number):
        data = page_of(job, mark.result)
        outcome.matched.append(mark.called)
        outcome.values[position] = number
        pages[f"Participant_{number}_assignsubmission_file/feedback.html"] = data
    return Written(zipped(pages), outcome)


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
    """A team's mark for each of its members, by the worksheet's Group column. Raises `LmsError` for teams that it does not tell apart."""
    column, names, status = table.column("Group"), table.column("Full name"), table.column("Status")
    teams: dict[str, list[tuple[str, str, bool]]] = {}
    owner: dict[str, str] = {}
    for row, number in zip(table.rows, _numbers(table), strict=True):
        if column >= 0:
            absent = status >= 0 and row.cells[status].startswith("No submission")
            teams.setdefault(file_name_of(row.cells[column]), []).append((number, row.cells[column], absent))
        owner[number] = file_name_of(row.cells[names]) if names >= 0 else ""
    marks = list(marks)
    sent: dict[str, dict[str, Mark]] = {}
    for mark in marks:
        name = mark.result.source.get("name", "")
        if name in teams and _team(mark, owner, name):
            sent.setdefault(name, {})[mark.result.submission] = mark
    for mark in marks:
        name = mark.result.source.get("name", "")
        if mark.result.submission not in sent.get(name, {}):
            yield mark
            continue
        listed = teams[name]
        here = [one for one in listed if not one[2]] or listed  # of teams written alike, those that handed in
        if len(sent[name]) > 1 or len({group for _, group, _ in here}) > 1:
            raise LmsError(_alike(name, list(sent[name].values()), {group for _, group, _ in listed}, table))
        if mark.result.members:  # as the roster knew them when grading
            if mark.ids.get("participant", "") not in {
                number for number, _, gone in listed if gone and len(here) < len(listed)
            }:
                yield mark
        else:
            yield from (spread(mark, {"participant": number}) for number, _, _ in here)


def _team(mark: Mark, owner: Mapping[str, str], name: str) -> bool:
    """Whether a mark of Moodle's is a team's: its number is no participant's of that name."""
    return (mark.result.source.get("lms") == "moodle" and owner.get(mark.ids.get("participant", "")) != name) or bool(
        mark.result.members
    )


def _alike(name: str, marks: Sequence[Mark], groups: set[str], table: Table) -> str:
    handed = [one.result.source.get("file", "").partition("_assignsubmission_")[0] or one.person for one in marks]
    teams = (
        " and ".join(sorted(set(handed))) if len(marks) > 1 else " and ".join(repr(group) for group in sorted(groups))
    )
    return (
        f"Moodle writes several teams as {name!r} ({teams}), and {table.path.name} does not tell them apart: nothing was written. Give the "
        f"teams different names in Moodle, download submissions and worksheet again, and grade those."
    )


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


def _maximum(job: Job, table: Table) -> Decimal | None:
    """What the worksheet counts to: ``Maximum grade`` (4.5) or ``Maximum Grade`` (4.4). Raises `LmsError` where it does not say, and
    ``--scale`` does not either: Moodle skips marks above its maximum without a word."""
    if table.column("Scale") >= 0:
        raise LmsError(
            f"{table.path.name} is of an assignment that is marked on a scale of words: set it to points in Moodle."
        )
    named = [index for index, cell in enumerate(table.header.cells) if cell.casefold() == "maximum grade"]
    found = {decimal_of(row.cells[index]) for row in table.rows for index in named} - {None}
    if len(found) > 1:
        raise LmsError(f"{table.path.name} has several maximum grades: it was put together from several worksheets.")
    if not found and job.scale is None:
        raise LmsError(
            f"{table.path.name} does not say what the assignment counts to (it has no column Maximum grade), and Moodle skips marks above "
            f"that: say it with --scale."
        )
    return found.pop() if found else None


def words_of(comment: str) -> str:
    """A comment's words alone, to compare what Moodle wrote out with what was sent."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", comment)).split())


def _kept(table: Table, column: int, outcome: Outcome) -> bool:
    """Whether a column may stay: Moodle needs it, or there is no backslash in the rows that are written."""
    name = table.header.cells[column]
    return name in (*NEEDED, FEEDBACK) or not any("\\" in table.rows[index].raw[column] for index in outcome.values)


def _numbers(table: Table) -> list[str]:
    """The N of each row's ``Participant N``; ``""`` where a row has none."""
    column = table.column("Identifier")
    return [participant(row.cells[column]) if column >= 0 else "" for row in table.rows]
