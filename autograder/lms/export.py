"""``export``: results into the file an LMS takes, with a reconciliation of who is in it and who is not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from autograder.lms.marks import one_run
from autograder.lms.reconciliation import Reconciliation
from autograder.lms.registry import chosen, targets
from autograder.lms.writing import Job
from autograder.records.errors import LmsError
from autograder.records.result import Result
from autograder.records.whole import whole


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
    keep_comments: bool = False,
) -> Reconciliation:
    """Write ``results`` to the file ``out`` for ``target`` (one of `targets`); say what was matched and what was not.

    ``template``: the gradebook or worksheet downloaded from the LMS. ``scale``: the LMS's maximum, to which marks are
    scaled; without it they go up raw. ``pages``: each submission's own page, for the feedback zips. ``column``: the
    assignment's column (title, id or whole header) where the template has several. ``partial``: it is fine that fewer
    than half of the students are in the template. ``title``: the assignment's, to know its column by.
    ``keep_comments``: comments in the template stay.
    Raises `LmsError`, and then nothing was written.
    """
    among = targets()
    aim = among[chosen(target, among, "something to export to")][1]
    if template is not None and out.exists() and template.exists() and out.samefile(template):
        raise LmsError(f"{out} is the template itself: choose another file for --out.")
    written = aim.write(Job(one_run(results), template, scale, column, partial, pages or {}, title, keep_comments))
    reconciliation = written.reconciliation(aim.title, out, template.name if template and aim.template else "")
    if not reconciliation.rows:
        raise LmsError(f"There is nothing to write for {aim.title}: none of the matched students has a mark it takes.")
    _replace(out, written.data)
    return reconciliation


def _replace(out: Path, data: bytes) -> None:
    """Write the whole file or none of it; marks are for their owner's eyes (mode 0600)."""
    try:
        with whole(out) as unfinished:
            unfinished.touch(0o600, exist_ok=False)
            unfinished.write_bytes(data)
    except OSError as error:
        raise LmsError(f"{out} cannot be written: {error.strerror}.") from error
