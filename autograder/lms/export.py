"""``export``: results into the file an LMS takes, with a reconciliation of who is in it and who is not."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from autograder.lms import blackboard, brightspace, canvas, gradescope, moodle, pages, plain_csv
from autograder.lms.matching import one_run
from autograder.lms.reconciliation import Reconciliation
from autograder.lms.writing import Job, Written
from autograder.records.errors import LmsError
from autograder.records.result import Result

WRITERS: Mapping[str, tuple[str, Callable[[Job], Written]]] = {
    "canvas": ("Canvas's gradebook", canvas.write),
    "moodle": ("Moodle's grading worksheet", moodle.write),
    "moodle-feedback": ("Moodle's feedback files", moodle.write_feedback),
    "gradescope": ("Gradescope", gradescope.write),
    "brightspace": ("Brightspace's grades", brightspace.write),
    "blackboard": ("Blackboard's Grade Center", blackboard.write),
    "csv": ("a plain CSV", plain_csv.write),
    "feedback": ("a zip of feedback pages", pages.write),
}
TARGETS = tuple(WRITERS)
TEMPLATED = ("canvas", "moodle", "moodle-feedback", "brightspace", "blackboard")


def export(
    results: Iterable[Result],
    target: str,
    out: Path,
    *,
    template: Path | None = None,
    scale: float | None = None,
    pages: Mapping[str, Path] | None = None,
    column: str | None = None,
    partial: bool = False,
    title: str = "",
) -> Reconciliation:
    """Write ``results`` to the file ``out`` for ``target`` (one of `TARGETS`); say what was matched and what was not.

    ``template``: the gradebook or worksheet downloaded from the LMS. ``scale``: the LMS's maximum, to which marks are
    scaled; without it they go up raw. ``pages``: each submission's own page, for the feedback zips. ``column``: the
    assignment's column (title, id or whole header) where the template has several. ``partial``: it is meant that fewer
    than half of the students are in the template. ``title``: the assignment's, to know its column by.
    Raises `LmsError`, and then nothing was written.
    """
    if target not in WRITERS:
        raise LmsError(f"{target!r} is not something to export to: choose one of {', '.join(TARGETS)}.")
    if template is not None and out.exists() and template.exists() and out.samefile(template):
        raise LmsError(f"{out} is the template itself: choose another file for --out.")
    name, write = WRITERS[target]
    written = write(Job(one_run(results), template, scale, column, partial, pages or {}, title))
    reconciliation = written.reconciliation(name, out, template.name if template and target in TEMPLATED else "")
    if not reconciliation.rows:
        raise LmsError(f"There is nothing to write for {name}: none of the matched students has a mark it takes.")
    _replace(out, written.data)
    return reconciliation


def _replace(out: Path, data: bytes) -> None:
    """Write the whole file or none of it; marks are for their owner's eyes (mode 0600)."""
    try:
        handle, name = tempfile.mkstemp(dir=out.parent, prefix=f".{out.name[:100]}-")
        try:
            with open(handle, "wb") as stream:
                stream.write(data)
            os.replace(name, out)
        except BaseException:
            os.unlink(name)
            raise
    except OSError as error:
        raise LmsError(f"{out} cannot be written: {error.strerror}.") from error
