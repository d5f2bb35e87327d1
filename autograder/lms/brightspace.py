"""Brightspace: the zip of an assignment's submissions; the grades CSV (`autograder.lms.brightspace_grades`).

``397063-2557369 - Mary-Ann Smith - Sep 24, 2024 926 PM/cnn.py``, flat too, and Brightspace's ``index.html``.
From third-party scripts: not verified against a live server.
"""

from __future__ import annotations

import re
from collections import defaultdict

from autograder.lms.reading import Claim, Known, Listing, Owner, Reading, most

PATH = re.compile(
    r"(?P<first>\d+)-(?P<second>\d+) ?- ?(?P<name>[^/]+?) ?- ?"
    r"(?P<date>(?P<month>[^\W\d]{3,12})\.? (?P<day>\d{1,2}), (?P<year>\d{4}) (?P<time>\d{3,4})(?: (?P<half>[AP]M))?)"
    r"(?:/| - |- |_|$)(?P<file>.*)",
    re.S,
)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def read(listing: Listing, known: Known) -> Reading | None:
    """The claims of a Brightspace download, or None when it is none."""
    reading = Reading("brightspace", "Brightspace submissions")
    units = listing.top()
    matches = {path: found for path in (*listing.paths, *units) if (found := PATH.fullmatch(path))}
    recognised = {path.partition("/")[0] for path in matches}
    if not most(len(recognised), len(units) - ("index.html" in units)):
        return None
    which = _student_number(list(matches.values()))
    for unit, paths in units.items():
        if not paths and unit in matches:
            reading.empty.append(_claim(matches[unit], which))
        for path in paths:
            if path in matches:
                reading.claims[path] = _claim(matches[path], which)
            elif path == "index.html":
                reading.rest[path] = "Brightspace's own list of submissions"
            else:
                reading.rest[path] = "not named as Brightspace names submissions"
    return reading


def _student_number(matches: list[re.Match[str]]) -> tuple[str, ...]:
    """Which of the two numbers tells students apart: the first, unless it is one and the same for several names."""
    for which in ("first", "second"):
        names: dict[str, set[str]] = defaultdict(set)
        for found in matches:
            names[found[which]].add(found["name"])
        if all(len(of_number) == 1 for of_number in names.values()):
            return (which,)
    return ("first", "second")


def _claim(found: re.Match[str], which: tuple[str, ...]) -> Claim:
    owner = Owner("-".join(found[part] for part in which), "brightspace_id", found["name"].strip())
    return Claim(owner, found["file"], False, found["date"], _moment(found))


def _moment(found: re.Match[str]) -> tuple[str, ...]:
    """``Sep 24, 2024 926 PM`` as sortable text; a month that is not English sorts first."""
    time = found["time"].zfill(4)
    hour, minute = int(time[:2]), int(time[2:])
    if found["half"]:
        hour = hour % 12 + (12 if found["half"] == "PM" else 0)
    short = found["month"][:3].lower()
    month = MONTHS.index(short) + 1 if short in MONTHS else 0
    return (found["year"], f"{month:02}", found["day"].zfill(2), f"{hour:02}", f"{minute:02}")
