"""Classroom 50's own records, ``classroom50/result/v1`` and ``classroom50/scores/v1``, from its wiki (foundation50/classroom50).

Its runner grades in the student's own repository with files that its Pages site publishes. So only public checks go there (`check_record`);
a full grading stays with the instructor, and its marks go into ``scores.json`` as the manual scores that the web form would write.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from autograder.lms.marks import marks_of
from autograder.lms.pages import file_name, page_of
from autograder.lms.writing import Job, Outcome, Written
from autograder.records.errors import LmsError
from autograder.records.result import Result
from autograder.records.status import Status
from autograder.records.text import display
from autograder.records.zips import zipped

RESULT, SCORES = "classroom50/result/v1", "classroom50/scores/v1"
OURS = "convgrade"
"""How a manual score of ours is told from one that a teacher has entered: ``graded_by``."""
LARGEST = 200 * 1024 * 1024
FACTORS = (1, 10, 100)
"""Classroom 50 takes whole numbers: all marks of a run are multiplied by the smallest of these that makes them whole."""


def check_record(tests: Sequence[tuple[str, bool]], environment: Mapping[str, str], now: datetime) -> dict[str, Any]:
    """``result.json`` of public checks (name, passed), one point each, for the submission that the runner's environment tells.

    Raises `LmsError` when it is not the runner's.
    """
    needed = ("CLASSROOM", "ASSIGNMENT", "SUBMISSION_TAG", "COMMIT_URL", "RELEASE_URL")
    if missing := [name for name in needed if not environment.get(name)]:
        raise LmsError(f"This is not Classroom 50's runner: its environment lacks {', '.join(missing)}.")
    return {
        "schema": RESULT,
        "classroom": environment["CLASSROOM"],
        "assignment": environment["ASSIGNMENT"],
        "submission": environment["SUBMISSION_TAG"],
        "commit": environment["COMMIT_URL"],
        "release": environment["RELEASE_URL"],
        "review": environment.get("REVIEW_URL") or environment["COMMIT_URL"],
        "datetime": _stamp(now),
        "score": sum(passed for _, passed in tests),
        "max-score": len(tests),
        "tests": [_test(name, passed, int(passed), 1) for name, passed in tests],
    }


def write_scores(job: Job) -> Written:
    """The classroom's ``scores.json`` with a manual score for everybody graded; everything else in it stays as it is."""
    path = job.template
    if path is None:
        raise LmsError(
            "Classroom 50 needs its scores.json (in your repository classroom50, under the classroom): give it with --template."
        )
    scores = _read(path)
    slug, bucket = _bucket(scores, job, path)
    entries = {str(entry.get("owner", "")).casefold(): entry for entry in bucket["entries"] if isinstance(entry, dict)}
    outcome = Outcome(notes=job.notes(None))
    marks = marks_of(job.results, job.scale, None, "")
    factor = _factor([mark.value for mark in marks if mark.value is not None])
    most = int(job.maximum() * factor)
    classroom = _classroom(bucket)
    if factor > 1:
        outcome.notes.append(
            f"Classroom 50 takes whole numbers: marks and maximum are written {factor} times as large, which changes no share"
        )
    handed: set[str] = set()
    for position, mark in enumerate(marks):
        owner = mark.ids.get("github", "")
        if not owner:
            outcome.unmatched.append(mark.called)
            continue
        entry = entries.get(owner.casefold())
        handed.add(owner.casefold())
        outcome.matched.append(owner)
        if mark.value is None:
            outcome.blanks.append(owner)
            continue
        if mark.value == 0:
            outcome.zeros.append(owner)
        held = _manual(entry)
        if held is not None and held.get("graded_by") != OURS:
            outcome.kept.append(f"{owner} has {held.get('score')} of {held.get('max-score')}, entered by hand")
            continue
        if entry is None:
            entry = {"owner": owner, "submissions": []}
            bucket["entries"].append(entry)
        before = [one for one in entry.get("submissions") or [] if one is not held]
        record = _record(mark.result, owner, slug, classroom, bucket["type"], before)
        record |= {"score": int(mark.value * factor), "max-score": most}
        entry |= {"override": True, "submissions": [record, *before]}
        outcome.values[position] = owner
    outcome.not_graded = [str(entry.get("owner")) for key, entry in entries.items() if key not in handed]
    return Written((json.dumps(scores, indent=2, ensure_ascii=False) + "\n").encode(), outcome)


def write_results(job: Job) -> Written:
    """A zip with ``OWNER/result.json`` of the full grading, and ``OWNER/feedback.html``, to be attached to releases."""
    outcome = Outcome()
    pages: dict[str, bytes] = {}
    for position, mark in enumerate(marks_of(job.results, None, None, "")):
        owner = mark.ids.get("github", "")
        if not owner:
            outcome.unmatched.append(mark.called)
            continue
        folder, result = file_name(owner), mark.result
        factor = _factor([Decimal(str(one.score)) for one in result.questions if one.score is not None])
        tests = [
            _test(display(f"{one.name} {one.title}".strip(), 100), one.status == Status.PASSED, round((one.score or 0) * factor),
                  round(one.max_score * factor))
            for one in result.questions
            if one.counts
        ]  # fmt: skip
        record = _record(result, owner, job.column or result.assignment, "", "individual", [])
        record |= {
            "score": sum(test["score"] for test in tests),
            "max-score": sum(test["max-score"] for test in tests),
            "tests": tests,
        }
        pages[f"{folder}/result.json"] = (json.dumps(record, indent=2) + "\n").encode()
        if job.pages:
            pages[f"{folder}/feedback.html"] = page_of(job, result)
        outcome.matched.append(owner)
        outcome.values[position] = owner
    if not job.pages:
        outcome.notes.append("without feedback pages: run `convgrade report RUN` first")
    return Written(zipped(pages), outcome)


def _record(
    result: Result, owner: str, slug: str, classroom: str, kind: str, before: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """A record without its score. Its time is that of the newest submission that is known."""
    when = str(before[0].get("datetime")) if before and before[0].get("datetime") else ""
    if not when:
        found = re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", result.attempt)
        when = result.attempt if found else _stamp(datetime.now(UTC))
    tag = f"submit/manual-{when.replace(':', '-')}"
    return {
        "schema": RESULT,
        "classroom": classroom,
        "assignment": slug,
        "assignment_type": kind,
        "owner": owner,
        "submission": tag,
        "commit": tag,
        "release": tag,
        "review": tag,
        "datetime": when,
        "tests": [],
        "graded_by": OURS,
    }


def _manual(entry: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    """The manual score that stands at the top of an entry."""
    if entry is None or not entry.get("override") or not entry.get("submissions"):
        return None
    first: Mapping[str, Any] = entry["submissions"][0]
    return first


def _read(path: Path) -> dict[str, Any]:
    try:
        with open(path, "rb") as stream:
            scores = json.loads(stream.read(LARGEST))
    except OSError as error:
        raise LmsError(f"The template {path} cannot be read: {error.strerror}.") from error
    except ValueError as error:
        raise LmsError(f"{path.name} is not JSON: take the classroom's scores.json as it is.") from error
    if (
        not isinstance(scores, dict)
        or scores.get("schema") != SCORES
        or not isinstance(scores.get("assignments"), dict)
    ):
        raise LmsError(f"{path.name} is not a scores.json of Classroom 50 ({SCORES}).")
    return scores


def _bucket(scores: dict[str, Any], job: Job, path: Path) -> tuple[str, dict[str, Any]]:
    """The assignment's part: as told with ``--column``, or the one that bears the run's name."""
    known: dict[str, Any] = scores["assignments"]
    wanted = job.column
    if wanted is None:
        named = [slug for slug in known if re.sub(r"[\W_]+", " ", slug).strip().casefold() in job.names]
        if len(named) != 1:
            listed = ", ".join(sorted(known)) or "none"
            raise LmsError(f"Name the assignment of {path.name} with --column, by its short name; it has: {listed}.")
        wanted = named[0]
    bucket = known.setdefault(wanted, {"type": "individual", "entries": []})
    if not isinstance(bucket, dict) or not isinstance(bucket.get("entries"), list):
        raise LmsError(f"{path.name} is not well formed under {wanted!r}: take the classroom's scores.json as it is.")
    bucket.setdefault("type", "individual")
    return wanted, bucket


def _classroom(bucket: Mapping[str, Any]) -> str:
    """The classroom's short name, as its other records say."""
    names = {
        str(one.get("classroom"))
        for entry in bucket["entries"]
        for one in entry.get("submissions") or []
        if one.get("classroom")
    }
    return names.pop() if len(names) == 1 else ""


def _factor(values: Sequence[Decimal]) -> int:
    return next(
        (factor for factor in FACTORS if all(value * factor == int(value * factor) for value in values)), FACTORS[-1]
    )


def _test(name: str, passed: bool, score: int, most: int) -> dict[str, Any]:
    return {"test-name": name, "passed": passed, "score": score, "max-score": most}


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
