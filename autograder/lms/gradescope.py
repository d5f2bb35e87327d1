"""Gradescope: the export of an assignment's submissions comes in, a ``results.json`` per submission goes out.

``assignment_N_export/submission_metadata.yml`` with keys like ``":submitters"``, and a folder ``submission_NNN`` for each.
Not verified against a live server.
"""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import yaml

from autograder.lms.matching import marks_of
from autograder.lms.pages import Page, file_name, zip_of
from autograder.lms.reading import Claim, Claimant, Known, Listing, Reading
from autograder.lms.text import display
from autograder.lms.text import mark as as_mark
from autograder.lms.writing import Job, Outcome, Written
from autograder.records.errors import LmsError
from autograder.records.result import QuestionResult, Result
from autograder.records.status import Status

IDENTIFIERS = (("student_id", ":sid"), ("email", ":email"))
METADATA = "submission_metadata.yml"
LONGEST = 50 * 1024 * 1024
# Safe (no Python objects), and every scalar stays the text it is: `0123` is a student number, not 83.
LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def read(listing: Listing, known: Known) -> Reading | None:
    """The claims of a Gradescope export, or None when it is none. Raises `LmsError` when its metadata are broken."""
    if METADATA not in listing.paths:
        return None
    try:
        metadata = yaml.load(listing.read(METADATA, LONGEST), Loader=LOADER)
    except (yaml.YAMLError, UnicodeError, RecursionError) as error:
        raise LmsError(f"{METADATA} is not readable YAML: download the export again.") from error
    if not isinstance(metadata, dict):
        raise LmsError(f"{METADATA} holds no submissions: download the export again.")
    reading = Reading("gradescope", "Gradescope export")
    reading.rest[METADATA] = "Gradescope's own list of submissions"
    units = listing.top()
    for unit, paths in units.items():
        if unit not in metadata and unit != METADATA:
            reading.rest.update(dict.fromkeys(paths, f"not in {METADATA}"))
    for unit, record in metadata.items():
        details = record if isinstance(record, dict) else {}
        created = str(details.get(":created_at", ""))
        claim = Claim(_owner(str(unit), details), "", attempt=created, order=(created,))
        if not units.get(unit):
            reading.empty.append(claim)
        for path in units.get(unit, []):
            reading.claims[path] = Claim(claim.owner, path.partition("/")[2] or path, False, created, (created,))
    return reading


def _owner(unit: str, details: dict[str, Any]) -> Claimant:
    listed = details.get(":submitters")
    people = [person for person in listed if isinstance(person, dict)] if isinstance(listed, list) else []
    ids: list[tuple[str, str]] = [("gradescope", unit)]
    if len(people) == 1:
        ids += [(kind, value) for kind, field in IDENTIFIERS if (value := _text(people[0], field))]
    names = ", ".join(_text(person, ":name") for person in people)
    for kind, field in IDENTIFIERS:  # one kind for all members of a group: the first that all of them have
        values = tuple(_text(person, field) for person in people)
        if values and all(values):
            return Claimant(values[0], kind, names, tuple(ids), members=values if len(values) > 1 else ())
    notes = ("not every member of the group has a student id or an e-mail address",) if len(people) > 1 else ()
    return Claimant(unit, "gradescope", names, tuple(ids), notes=notes)


def _text(person: dict[str, Any], field: str) -> str:
    return str(person.get(field) or "").strip()


def write(job: Job) -> Written:
    """A zip with ``SUBMISSION/results.json`` for each, named by Gradescope's submission where it is known, else by student."""
    outcome = Outcome()
    maximum = job.maximum()
    pages: list[Page] = []
    values = {mark.result.submission: mark.value for mark in marks_of(job.results, job.scale, None, "")}
    names: set[str] = set()
    for position, result in enumerate(job.results):
        value = values[result.submission]
        if value is None:
            outcome.blanks.append(result.student)
            continue
        if value == 0:
            outcome.zeros.append(result.student)
        if value > maximum:
            outcome.above.append(result.student)
        name = file_name(result.source.get("gradescope") or result.student)
        if name.casefold() in names:
            name = f"{name}-{result.submission}"
        names.add(name.casefold())
        outcome.matched.append(result.student)
        outcome.values[position] = name
        data = json.dumps(results_json(result, value), ensure_ascii=True, indent=1).encode() + b"\n"
        pages.append(Page(f"{name}/results.json", data))
    return Written(zip_of(pages), outcome)


def results_json(result: Result, score: Decimal | None = None) -> dict[str, Any]:
    """The result as Gradescope's ``results.json``: one test a question; only what the student may see.

    ``score`` overrides the sum of the tests in Gradescope (for a scaled mark); without it the result's own is given.
    """
    return {
        "score": float(as_mark(score)) if score is not None else result.score,
        "execution_time": round(result.duration_s, 3),
        "output": display(result.reason, 2000) or "\n".join(display(remark, 2000) for remark in result.remarks),
        "output_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "tests": [_test(question, number) for number, question in enumerate(result.questions, 1)],
        "extra_data": {"submission": result.submission, "isolation": result.isolation},
    }


def _test(question: QuestionResult, number: int) -> dict[str, Any]:
    lines = [
        ": ".join(part for part in (check.intent or check.name, check.message) if part)
        for check in question.checks
        if not check.passed
    ]
    test: dict[str, Any] = {
        "name": f"{question.name} ({question.title})" if question.title else question.name,
        "number": str(number),
        "max_score": question.max_score,
        "output": "\n".join(display(line, 2000) for line in (*lines, *question.hints)),
        "output_format": "text",
        "visibility": "visible",
    }
    if question.score is None:
        test["output"] = "Marked by a person."
        return test
    return {**test, "score": question.score, "status": "passed" if question.status == Status.PASSED else "failed"}
