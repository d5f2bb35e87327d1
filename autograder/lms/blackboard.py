"""Blackboard: the zip of "Assignment File Download"; the Grade Center's file (`autograder.lms.blackboard_gradebook`).

``Assignment_username_attempt_2026-11-22-06-05-00_cnn.py`` and a ``….txt`` of Blackboard's own beside it.
From third-party scripts: not verified against a live server.
"""

from __future__ import annotations

import re

from autograder.lms.reading import Claim, Known, Listing, Owner, Reading, most

PATH = re.compile(r"(?P<head>[^/]+?)_attempt_(?P<time>\d{4}(?:-\d\d){5})(?:_(?P<file>.+)|\.txt)", re.S)
FIRST_LINE = re.compile(r"\ufeff?[^:\n]{1,40}:\s*(?P<name>[^\n]*?)\s*\((?P<user>[^()\n]+)\)\s*(?:\r?\n|$)")


def read(listing: Listing, known: Known) -> Reading | None:
    """The claims of a Blackboard download, or None when it is none."""
    reading = Reading("blackboard", "Blackboard submissions")
    matches = {path: found for path in listing.paths if (found := PATH.fullmatch(path))}
    if not most(len({path.partition("/")[0] for path in matches}), len(listing.top())):
        return None
    owners: dict[str, Owner] = {}
    for path, found in matches.items():
        if not found["file"]:
            owner = _named_inside(listing, path, found["head"])
            if owner:
                owners[found["head"]] = owner
    for path in listing.paths:
        match = matches.get(path)
        if match is None:
            reading.rest[path] = "not named as Blackboard names submissions"
            continue
        head, time = match["head"], match["time"]
        if head not in owners:
            owners[head] = _named_outside(head, known)
        note = "" if match["file"] else "an attempt without a file (Blackboard's own note of it)"
        reading.claims[path] = Claim(owners[head], match["file"] or path, False, time, (time,), note)
    return reading


def _named_inside(listing: Listing, path: str, head: str) -> Owner | None:
    """The student as the first line of Blackboard's own text says: ``Name: Ana María (amaria)``."""
    try:
        text = listing.read(path, 1024 * 1024).decode("utf-8", "replace")
    except Exception:  # unreadable: the file's name will do
        return None
    found = FIRST_LINE.match(text)
    if not found or not head.endswith("_" + found["user"]):
        return None
    return Owner(found["user"], "username", found["name"])


def _named_outside(head: str, known: Known) -> Owner:
    """The student as the file's name says; with underscores in user names only a roster can tell."""
    parts = head.split("_")
    ways = ["_".join(parts[index:]) for index in range(len(parts) - 1, 0, -1)]
    settled = [way for way in ways if way in known.get("username", ())]
    if len(settled) > 1:
        note = f"the file's name can be read as of {' or '.join(settled)}"
        return Owner(settled[0], "username", notes=(note,))
    return Owner(settled[0] if settled else ways[0] if ways else head, "username")
