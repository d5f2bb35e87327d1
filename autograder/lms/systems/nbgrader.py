"""nbgrader: ``submitted/STUDENT/ASSIGNMENT/`` with a ``timestamp.txt``."""

from __future__ import annotations

from autograder.lms.reading import Claim, Claimant, Known, Listing, Reading
from autograder.lms.registry import Lms
from autograder.records.errors import LmsError

STAMP = "timestamp.txt"


def read(listing: Listing, known: Known, module: str) -> Reading | None:
    """The claims of an nbgrader course (or of its folder ``submitted``) for the assignment ``module``; None for anything else."""
    inside = "submitted" in listing.folders
    if not inside and listing.name != "submitted":
        return None
    prefix = "submitted/" if inside else ""
    folders = {folder.removeprefix(prefix) for folder in listing.folders if folder.startswith(prefix)}
    homes = {folder for folder in folders if folder.count("/") == 1}
    if not homes:
        return None
    wanted = _assignment({home.partition("/")[2] for home in homes}, module)
    reading = Reading("nbgrader", "nbgrader's submitted folder")
    filled = {"/".join(path.removeprefix(prefix).split("/")[:2]) for path in listing.paths}
    for home in sorted(homes - filled):
        student, _, assignment = home.partition("/")
        if assignment == wanted:
            reading.empty.append(Claim(Claimant(student, "student_id"), ""))
    stamps: dict[str, str] = {}
    for path in listing.paths:
        parts = path.removeprefix(prefix).split("/", 2)
        if not path.startswith(prefix) or len(parts) < 3:
            reading.rest[path] = "not under submitted/STUDENT/ASSIGNMENT"
        elif parts[1] != wanted:
            reading.own[path] = f"of another assignment, {parts[1]}"
        elif parts[2] == STAMP:
            stamps[parts[0]] = listing.read(path, 1000).decode("utf-8", "replace").strip()
            reading.own[path] = "nbgrader's own time stamp"
        else:
            reading.claims[path] = Claim(Claimant(parts[0], "student_id"), parts[2])
    for path, claim in reading.claims.items():
        if stamp := stamps.get(claim.owner.key):
            reading.claims[path] = Claim(claim.owner, claim.file, attempt=stamp)
    return reading


def _assignment(names: set[str], module: str) -> str:
    if module in names:
        return module
    alike = [name for name in names if name.casefold() == module.casefold()]
    if len(alike) == 1:
        return alike[0]
    if len(names) == 1:
        return next(iter(names))
    raise LmsError(
        f"The nbgrader folder holds {', '.join(sorted(names))}, but no assignment called {module}: "
        f"rename the one you want to grade, or give submitted/*/NAME with --pattern."
    )


LMS = Lms(
    name="nbgrader",
    title="nbgrader",
    page="nbgrader.md",
    reads="`submitted/`",
    writes="CSV",
    sure="the folder layout as documented",
    read=read,
    rank=20,
)
