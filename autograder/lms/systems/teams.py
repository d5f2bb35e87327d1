"""Microsoft Teams: the folder "Student Work" of a class, downloaded from its SharePoint.

``Submitted files/Ann Lee/Convolution/Version 2/cnn.py``, with ``Working files/…`` beside it; "Version" is in the site's language.
From other people's scripts that read it: not verified against a live server.
"""

from __future__ import annotations

import re

from autograder.lms.reading import Claim, Claimant, Known, Listing, Reading
from autograder.lms.registry import Lms
from autograder.records.errors import LmsError

SUBMITTED, WORKING = "Submitted files", "Working files"
VERSION = re.compile(r"[^\W\d]+ (\d{1,4})")


def read(listing: Listing, known: Known, module: str) -> Reading | None:
    """The claims of a class's "Student Work" for the assignment ``module``, None for anything else. Raises `LmsError` when the assignment
    is not among several."""
    prefix = "" if listing.name == SUBMITTED else f"{SUBMITTED}/"
    paths = [path for path in listing.paths if path.startswith(prefix) and path.removeprefix(prefix).count("/") >= 2]
    if not paths or (not prefix and WORKING in listing.folders):
        return None
    if prefix and SUBMITTED not in listing.folders:
        return None
    homes = {tuple(path.removeprefix(prefix).split("/")[:2]) for path in paths}
    wanted = _assignment({home[1] for home in homes}, module)
    reading = Reading("teams", "Teams' submitted files")
    for path in listing.paths:
        student, _, rest = path.removeprefix(prefix).partition("/")
        assignment, _, file = rest.partition("/")
        if path not in paths:
            reading.rest[path] = "not under Submitted files/STUDENT/ASSIGNMENT"
        elif assignment != wanted:
            reading.own[path] = f"of another assignment, {assignment}"
        else:
            folder, _, inner = file.partition("/")
            version = VERSION.fullmatch(folder) if inner else None
            order = (version[1].zfill(4),) if version else ()
            name = inner if version else file
            reading.claims[path] = Claim(
                Claimant(student, "name", student), name, attempt=folder if version else "", order=order
            )
    return reading


def _assignment(names: set[str], module: str) -> str:
    """The folder of this assignment: the one, or the one that bears its name."""
    if len(names) == 1:
        return next(iter(names))
    plain = re.sub(r"[\W_]+", "", module).casefold()
    alike = [name for name in names if plain in re.sub(r"[\W_]+", "", name).casefold()]
    if len(alike) == 1:
        return alike[0]
    raise LmsError(
        f"The download of Teams holds {', '.join(sorted(names))}, and not exactly one that is called like {module}: keep only the "
        f"folders of the one you want to grade."
    )


LMS = Lms(
    name="teams",
    title="Microsoft Teams",
    page="teams.md",
    reads="the class's “Student Work” (versions)",
    writes="CSV",
    sure="other people's scripts; **not verified against a live server**",
    read=read,
    rank=16,
)
