"""One student's work shown to the staff: what was handed in, what each check costs, what it asked and got."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from autograder.records.errors import IngestError
from autograder.records.result import Result
from autograder.records.status import SubmissionStatus
from autograder.records.submission import Ignored, Rejection, Submission
from autograder.runs.keys import Keys
from autograder.runs.named import find_name, find_result
from autograder.runs.worker import Worker, WorkerLost

if TYPE_CHECKING:
    from autograder.grading.evidence import Evidence
    from autograder.runs.run import Run


@dataclass(frozen=True)
class Shown:
    """``result`` is the mark as it stands. ``submission`` is what was handed in, None where it cannot be had; then, or where it is not
    what was graded, ``trouble`` says so. ``question`` is the one that was asked for, ``evidence`` what its failed checks asked.
    ``files`` are those of the student that do not count, and why."""

    result: Result
    submission: Submission | None = None
    trouble: str = ""
    question: str = ""
    evidence: tuple[Evidence, ...] = ()
    files: tuple[Ignored, ...] = ()


def show(run: Run, student: str, question: str = "", checks: Collection[str] = ()) -> Shown:
    """See `autograder.runs.run.Run.show`."""
    result = find_result(run.results(), student)
    names = [one.name for one in result.questions]
    chosen = find_name(names, question, "question") if question else ""
    submission, trouble = _handed_in(run, result)
    files = tuple(one for one in run.ignored() if _is_theirs(one.path, result))
    shown = Shown(result, submission, trouble, chosen, (), files)
    if not chosen or submission is None or result.status == SubmissionStatus.REJECTED:
        return shown
    (asked,) = (one for one in result.questions if one.name == chosen)
    known = [check.name for check in asked.checks if check.visibility == "hidden"]
    wanted = [find_name(known, check, f"check of {chosen}") for check in checks]
    failed = [check.name for check in asked.checks if check.visibility == "hidden" and not check.passed]
    wanted = wanted or failed
    if not wanted:
        return shown
    found, problem = _evidence(run, submission, chosen, wanted)
    return Shown(result, submission, trouble or problem, chosen, found, files)


def _handed_in(run: Run, result: Result) -> tuple[Submission | None, str]:
    """What ``result`` was made of, and what is odd about it."""
    try:
        intake = run.handed_in()
    except (IngestError, OSError) as error:
        return None, f"What was handed in cannot be read any more, so only the record is shown. {error}"
    entries: list[Submission | Rejection] = [*intake.submissions, *intake.rejections]
    for entry in entries:
        if entry.id == result.submission:
            if isinstance(entry, Rejection):
                told = "" if entry.reason == result.reason else f"Now it cannot be read: {entry.reason}"
                return entry.to_look_at, told
            same = run.kept_parts(result.submission).get("submission") == Keys({}).parts(entry)["submission"]
            return (
                entry,
                "" if same else "The file has changed since it was graded: `convgrade regrade` grades it again.",
            )
    return None, "The file is not where it was handed in any more, so only the record is shown."


def _is_theirs(path: str, result: Result) -> bool:
    parts = path.replace("\\", "/").split("/")
    names = {name for name in (result.display_name, result.student, result.source.get("name", "")) if len(name) > 1}
    return any(
        part == name or part.startswith((f"{name}_", f"{name}.", f"{name} ")) for part in parts for name in names
    )


def _evidence(
    run: Run, submission: Submission, question: str, checks: Collection[str]
) -> tuple[tuple[Evidence, ...], str]:
    from autograder.runs.carry_out import job_of
    from autograder.runs.work import witnessed

    job = job_of(run.course, run.assignment, run.handed_in(), run.arguments)
    with Worker() as worker:
        try:
            found: tuple[Any, ...] = worker.call(witnessed, job, submission, question, tuple(checks))
        except WorkerLost as lost:
            return (), f"The process that ran the checks once more {lost}."
    return found, ""
