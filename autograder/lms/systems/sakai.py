"""Sakai: the zip of "Download All" of an assignment's submissions.

``Lee, Ann(alee)/Submission attachment(s)/cnn.py`` with ``timestamp.txt`` beside it, or flat
``Lee, Ann(alee)_Submission attachment(s)_cnn.py``.
From other people's scripts that read it: not verified against a live server.
"""

from __future__ import annotations

import re

from autograder.lms.reading import Claim, Claimant, Known, Listing, Reading, most
from autograder.lms.registry import Lms

STUDENT = r"(?P<name>[^/]*?)\s*\((?P<user>[^()/]+)\)"
FOLDER = re.compile(STUDENT)
PATH = re.compile(STUDENT + r"[/_]Submission attachment\(s\)[/_](?P<file>.+)", re.S)
OWN = re.compile(r".*[/_](?:timestamp\.txt|comments\.txt|feedbackText\.html)|grades\.(?:csv|xlsx?)", re.S)
TEXT = re.compile(STUDENT + r"[/_].*submissionText\.html", re.S)
STAMP = 100
"""Bytes of a time stamp: ``20261122060500000`` and no more."""


def read(listing: Listing, known: Known, module: str) -> Reading | None:
    """The claims of a Sakai download, or None for anything else: its folder "Submission attachment(s)" is unmistakable."""
    found = {path: hit for path in listing.paths if (hit := PATH.fullmatch(path))}
    homes = {folder: hit for folder in listing.top() if (hit := FOLDER.fullmatch(folder))}
    inside = {folder for folder in listing.folders if folder.endswith("/Submission attachment(s)")}
    if not found and not any(folder.partition("/")[0] in homes for folder in inside):
        return None
    if not most(len({path.partition("/")[0] for path in (*found, *inside)}), len(homes) or len(listing.top())):
        return None
    reading = Reading("sakai", "Sakai submissions")
    stamps: dict[str, str] = {}
    for path in listing.paths:
        if path.endswith("timestamp.txt") and (hit := FOLDER.match(path)):
            stamps[hit["user"]] = _stamp(listing, path)
    handed = set()
    for path in listing.paths:
        hit = PATH.fullmatch(path)
        text = TEXT.fullmatch(path)
        if hit or text:
            one = hit or text
            assert one is not None
            stamp = stamps.get(one["user"], "")
            owner = Claimant(one["user"], "username", one["name"])
            note = "" if hit else "an online text, not a file"
            reading.claims[path] = Claim(owner, hit["file"] if hit else path, attempt=stamp, note=note)
            handed.add(one["user"])
        elif OWN.fullmatch(path):
            reading.own[path] = "Sakai's own: grades, time stamps, feedback"
        else:
            reading.rest[path] = "not named as Sakai names submissions"
    for hit in homes.values():
        if hit["user"] not in handed:
            reading.empty.append(Claim(Claimant(hit["user"], "username", hit["name"]), ""))
    return reading


def _stamp(listing: Listing, path: str) -> str:
    try:
        return listing.read(path, STAMP).decode("utf-8", "replace").strip()
    except Exception:  # unreadable: there is no time then
        return ""


LMS = Lms(
    name="sakai",
    title="Sakai",
    page="sakai.md",
    reads="submissions zip (folders, flat)",
    writes="CSV; marks by [LTI](lti.md)",
    sure="other people's scripts; **not verified against a live server**",
    read=read,
    rank=14,
)
