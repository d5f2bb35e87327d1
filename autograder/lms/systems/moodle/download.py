"""The zip of Moodle's "Download all submissions", in folders or flat.

``Full Name_9_assignsubmission_file/cnn.py`` (before 4.1 ``…_file_/``) or ``Full Name_9_assignsubmission_file_cnn.py``;
the number is the N of the worksheet's ``Participant N``, in blind marking too; teams carry the group's id or nothing.
"""

from __future__ import annotations

import re
import unicodedata

from autograder.lms.reading import Claim, Claimant, Known, Listing, Reading, most

# `_` in names became a space, so the first one ends the name: a student's file cannot pretend to be another's.
PATH = re.compile(
    r"(?P<name>[^_/]*)(?:_(?P<number>\d+))?_assignsubmission_(?P<plugin>[a-z]+)(?:_?/|_|$)(?P<file>.*)", re.S
)
DROPPED = re.compile(r"[\x00-\x1f\x7f&<>\"`|':\\/]")


def read(listing: Listing, known: Known, module: str) -> Reading | None:
    """The claims of a Moodle download, or None for anything else."""
    reading = Reading("moodle", "Moodle submissions")
    units = listing.top()
    recognised = {
        unit: found for unit in units if (found := PATH.fullmatch(unit + ("" if units[unit] == [unit] else "/")))
    }
    if not most(len(recognised), len(units)):
        return None
    names = {found["name"] for found in recognised.values() if found["number"]}
    numbers = {found["number"] for found in recognised.values() if found["number"]}
    word = len(names) == 1 and not any(" " in name for name in names)  # “Participant” in the site's language
    blind = "Participant" in names or (word and len(numbers) > 1)
    if blind:
        reading.title = "Moodle submissions, blind marking"
    teams = any(not found["number"] for found in recognised.values())
    for unit, paths in units.items():
        if unit not in recognised:
            reading.rest.update(dict.fromkeys(paths, "not named as Moodle names submissions"))
            continue
        if not paths:
            reading.empty.append(_claim(recognised[unit], blind, teams))
        for path in paths:
            found = PATH.fullmatch(path)
            if found:
                reading.claims[path] = _claim(found, blind, teams)
    return reading


def _claim(found: re.Match[str], blind: bool, teams: bool) -> Claim:
    """``teams``: somebody has no number, as only a team can; the others' numbers are then teams' too, not participants'."""
    number, name = found["number"], found["name"]
    if teams:
        owner = Claimant(number or name, "group", name)
    else:
        owner = Claimant(number, "participant", "" if blind else name, anonymous=blind)
    note = "" if found["plugin"] == "file" else "an online text, not a file"
    return Claim(owner, found["file"] or "onlinetext.html", note=note)


def file_name_of(name: str) -> str:
    """A person's or group's name as Moodle writes it into file names."""
    shown = DROPPED.sub("", unicodedata.normalize("NFC", name).replace("_", " "))
    return " ".join(re.sub(r"\.\.+", "", shown).split())
