"""Gradescope's export of an assignment's submissions.

``assignment_N_export/submission_metadata.yml`` with keys like ``":submitters"``, and a folder ``submission_NNN`` for each.
Not verified against a live server.
"""

from __future__ import annotations

from typing import Any

import yaml

from autograder.lms.reading import Claim, Claimant, Known, Listing, Reading
from autograder.records.errors import LmsError

IDENTIFIERS = (("student_id", ":sid"), ("email", ":email"))
METADATA = "submission_metadata.yml"
LONGEST = 50 * 1024 * 1024
# Safe (no Python objects), and every scalar stays the text it is: `0123` is a student number, not 83.
LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def read(listing: Listing, known: Known, module: str) -> Reading | None:
    """The claims of a Gradescope export, or None for anything else. Raises `LmsError` when its metadata are broken."""
    if METADATA not in listing.paths:
        return None
    try:
        metadata = yaml.load(listing.read(METADATA, LONGEST), Loader=LOADER)
    except (yaml.YAMLError, UnicodeError, RecursionError) as error:
        raise LmsError(f"{METADATA} is not readable YAML: download the export again.") from error
    if not isinstance(metadata, dict):
        raise LmsError(f"{METADATA} holds no submissions: download the export again.")
    reading = Reading("gradescope", "Gradescope export")
    reading.own[METADATA] = "Gradescope's own list of submissions"
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
