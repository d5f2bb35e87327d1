"""Canvas: the zip of "Download Submissions"; the gradebook CSV (see `autograder.lms.canvas_gradebook`).

Files are named ``{name}[_LATE]_{userid}_{attachmentid}_{file}``; ``LATE_anon_{id}_{attachmentid}_{file}`` in anonymous
marking; ``…_{userid}_text.html`` and ``_link.html`` for entries that are no files. Source: Canvas's ContentZipper.
"""

from __future__ import annotations

import re
import unicodedata

from autograder.lms.reading import Claim, Known, Listing, Owner, Reading, most

NUMBERS = re.compile(r"(?=_(\d+)_(\d+)_)")
ENTRY = re.compile(r"(?P<name>\w+?)(?P<late>_LATE)?_(?P<user>\d+)_(?P<what>text|link)\.html")
ANONYMOUS = re.compile(
    r"(?P<late>LATE_)?anon_(?P<id>[A-Za-z0-9]{5})_(?:(?P<what>text|link)\.html|(\d+)_(?P<file>.+))", re.S
)
WHAT = {"text": "an online text, not a file", "link": "a web address, not a file"}


def read(listing: Listing, known: Known) -> Reading | None:
    """The claims of a Canvas download, or None when it is none."""
    reading = Reading("canvas", "Canvas submissions")
    for path in listing.paths:
        claim = None if "/" in path else _claim(path, known)
        if claim is None:
            reading.rest[path] = "not named as Canvas names submissions"
        else:
            reading.claims[path] = claim
    if not most(len(reading.claims), len(listing.top())):
        return None
    if any(claim.owner.anonymous for claim in reading.claims.values()):
        reading.title = "Canvas submissions, anonymous"
    return reading


def _claim(path: str, known: Known) -> Claim | None:
    if found := ANONYMOUS.fullmatch(path):
        owner = Owner(found["id"], "anonymous_id", anonymous=True)
        return Claim(owner, found["file"] or path, bool(found["late"]), note=WHAT.get(found["what"] or "", ""))
    if found := ENTRY.fullmatch(path):
        owner = Owner(found["user"], "canvas_id", found["name"])
        return Claim(owner, path, bool(found["late"]), note=WHAT[found["what"]])
    ways = [way for match in NUMBERS.finditer(path) if (way := _way(path, match))]
    if not ways:
        return None
    users = known.get("canvas_id", ())
    settled = [way for way in ways if way[1] in users]
    name, user, late, file = settled[0] if len(settled) == 1 else ways[0]
    notes: tuple[str, ...] = ()
    if len(ways) > 1 and len(settled) != 1:
        others = " or ".join(dict.fromkeys(way[1] for way in ways))
        notes = (f"the file's name can be read as of Canvas user {others}; a roster with the column ID settles it",)
    return Claim(Owner(user, "canvas_id", name, notes=notes), file, late)


def _way(path: str, match: re.Match[str]) -> tuple[str, str, bool, str] | None:
    name, file = path[: match.start()], path[match.end(2) + 1 :]
    late = name.endswith("_LATE")
    name = name.removesuffix("_LATE")
    return (name, match[1], late, file) if name and file else None


def file_name_of(name: str) -> str:
    """A person's or group's name as Canvas writes it into file names: word characters only, lower case."""
    shown = unicodedata.normalize("NFC", name)
    return re.sub(r"\W", "", re.sub(r"_(\d+)_", r"\1", shown).lower())
