"""Google Classroom: an assignment's folder in Drive, downloaded.

``Convolution/Ann Lee - cnn.py``. Classroom puts the student's name before files it has made for them; files that students attach keep their
own names and can be told apart only with ``--pattern``. From other people's scripts: not verified against a live server.
"""

from __future__ import annotations

import re

from autograder.lms.reading import Claim, Claimant, Known, Listing, Reading
from autograder.lms.registry import Lms

PATH = re.compile(r"(?P<name>[^/]*[^\W\d_][^/]*?) - (?P<file>[^/]+\.(?:py|ipynb|zip))", re.S | re.I)
COPY = re.compile(r"(?P<stem>.+?) ?\(\d{1,3}\)(?P<ending>\.\w+)", re.S)


def read(listing: Listing, known: Known, module: str) -> Reading | None:
    """The claims of a Drive folder, or None for anything else: every answer in it must bear a name, and two at least."""
    found = {path: hit for path in listing.paths if (hit := PATH.fullmatch(path))}
    answers = [path for path in listing.paths if path.lower().endswith((".py", ".ipynb", ".zip"))]
    if (
        len({hit["name"] for hit in found.values()}) < 2
        or 2 * len(found) < len(answers)
        or any("/" in one for one in answers)
    ):
        return None
    reading = Reading("google", "Google Classroom files")
    for path in listing.paths:
        hit = found.get(path)
        if hit is None:
            reading.rest[path] = "without a student's name before it (“Name - file”)"
            continue
        copy = COPY.fullmatch(hit["file"])
        file = copy["stem"] + copy["ending"] if copy else hit["file"]
        reading.claims[path] = Claim(Claimant(hit["name"].strip(), "name", hit["name"].strip()), file)
    return reading


LMS = Lms(
    name="google",
    title="Google Classroom",
    page="google.md",
    reads="the assignment's Drive folder (“Name - file”)",
    writes="CSV",
    sure="other people's scripts; **not verified against a live server**",
    read=read,
    rank=80,
)
