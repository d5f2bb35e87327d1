"""Gradescope: the export of an assignment's submissions; ``results.json`` (`autograder.lms.gradescope_results`).

``assignment_N_export/submission_metadata.yml`` with keys like ``":submitters"``, and a folder ``submission_NNN`` for each.
Not verified against a live server.
"""

from __future__ import annotations

from typing import Any

import yaml

from autograder.lms.errors import LmsError
from autograder.lms.reading import Claim, Known, Listing, Owner, Reading

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


def _owner(unit: str, details: dict[str, Any]) -> Owner:
    listed = details.get(":submitters")
    people = [person for person in listed if isinstance(person, dict)] if isinstance(listed, list) else []
    keys = [_key(person) for person in people]
    ids = [("gradescope", unit)]
    if not people or not keys[0][1]:
        return Owner(unit, "gradescope")
    for kind, value in (("student_id", people[0].get(":sid")), ("email", people[0].get(":email"))):
        if value and len(people) == 1:
            ids.append((kind, str(value)))
    kinds = {kind for kind, value in keys if value}
    if len(people) == 1 or len(kinds) > 1 or not all(value for _, value in keys):
        notes = ("not every member of the group has a student id",) if len(people) > 1 else ()
        return Owner(keys[0][1], keys[0][0], str(people[0].get(":name") or ""), tuple(ids), notes=notes)
    names = ", ".join(str(person.get(":name") or "") for person in people)
    return Owner(keys[0][1], keys[0][0], names, tuple(ids), members=tuple(value for _, value in keys))


def _key(person: dict[str, Any]) -> tuple[str, str]:
    sid = str(person.get(":sid") or "")
    return ("student_id", sid) if sid else ("email", str(person.get(":email") or ""))
