"""Feedback pages in a zip that Canvas takes back under "Upload Submissions": each becomes a comment with a file.

Canvas reads a name at its underscores: the first two parts that are numbers alone are the user and an attachment of theirs, whatever stands
around them; without such an attachment the file is ignored. Source: `Assignment#infer_comment_context_from_filename`.
"""

from __future__ import annotations

import re

from autograder.lms.marks import marks_of
from autograder.lms.pages import page_of
from autograder.lms.systems.canvas.download import ANONYMOUS
from autograder.lms.writing import Job, Outcome, Written
from autograder.records.errors import LmsError
from autograder.records.zips import zipped


def write(job: Job) -> Written:
    """A zip with ``student_USER_ATTACHMENT_feedback.html`` for every student whose download was Canvas's own."""
    outcome = Outcome()
    pages: dict[str, bytes] = {}
    seen: set[str] = set()
    anonymous = 0
    for position, mark in enumerate(marks_of(job.results, None, None, "")):
        source = mark.result.source
        parts = source.get("file", "").split("/")  # the download's own name for it, within a zip of zips too
        user = source.get("canvas_id") or (mark.result.student if source.get("key") == "canvas_id" else "")
        anonymous += any(ANONYMOUS.fullmatch(part) for part in parts)
        found = next((hit for part in parts if (hit := re.search(rf"_{re.escape(user)}_(\d+)_", part))), None)
        if source.get("lms") != "canvas" or found is None:
            outcome.unmatched.append(mark.called)
            continue
        if (
            mark.result.submission in seen
        ):  # a group's page goes to its file's owner; Canvas shows it to the whole group
            continue
        seen.add(mark.result.submission)
        data = page_of(job, mark.result)
        outcome.matched.append(mark.called)
        outcome.values[position] = user
        pages[f"student_{user}_{found[1]}_feedback.html"] = data
    if anonymous:
        raise LmsError(
            "The submissions are anonymous: reveal the names in Canvas, download the submissions again and grade those."
        )
    if outcome.unmatched:
        outcome.notes.append(
            "without a file of Canvas's download there is no name that Canvas would know: their pages are left out"
        )
    return Written(zipped(pages), outcome)
