"""Students' own feedback pages, packed for an LMS or by student id. One file per student, nothing of anybody else."""

from __future__ import annotations

import re
from decimal import Decimal

from autograder.lms.marks import mark_text, marks_of
from autograder.lms.writing import Job, Outcome, Written
from autograder.records.errors import LmsError
from autograder.records.result import Result
from autograder.records.text import without_controls
from autograder.records.zips import zipped

RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?")


def page_of(job: Job, result: Result) -> bytes:
    """The result's page. Raises `LmsError` where there is none: whoever has a mark has a page once the report is written."""
    if not job.pages:
        raise LmsError("There are no feedback pages yet: run `convgrade report RUN` first.")
    path = job.pages.get(result.submission) or job.pages.get(result.student)
    if path is None:
        raise LmsError(f"There is no feedback page for {result.called} yet: run `convgrade report RUN` again.")
    try:
        return path.read_bytes()
    except OSError as error:
        raise LmsError(
            f"The feedback page {path.name} cannot be read ({error.strerror}): run `convgrade report RUN`."
        ) from error


def write(job: Job) -> Written:
    """A zip with ``STUDENT.html`` for every student (group members each get their group's page)."""
    outcome = Outcome()
    pages: dict[str, bytes] = {}
    names: set[str] = set()
    for position, mark in enumerate(marks_of(job.results, None, None, "")):
        data = page_of(job, mark.result)
        name = file_name(mark.person)
        if name.casefold() in names:
            name = f"{name}-{mark.result.submission}"
        names.add(name.casefold())
        outcome.matched.append(mark.called)
        outcome.values[position] = name
        pages[f"{name}.html"] = data
    return Written(zipped(pages), outcome)


def file_name(text: str) -> str:
    """A student's id as a file name every system can hold."""
    name = re.sub(r"[\\/:*?\"<>|]", "_", without_controls(text)[0]).strip(" .")[:100]
    return f"_{name}" if not name or RESERVED.fullmatch(name) else name


def attachment_name(assignment: str, user: str, mark: Decimal) -> str:
    """The file that holds a student's page in an LMS: one a mark, so that a rerun puts no second one there and a regrade does.

    No two students' files are called alike: an LMS may keep them in one folder, where the later would take the earlier one's place.
    """
    return f"feedback-{file_name(assignment)}-{file_name(user)}-{mark_text(mark)}.html"
