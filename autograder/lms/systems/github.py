"""GitHub Classroom: one clone per student, named ``ASSIGNMENT-username``; the classroom's roster CSV tells who is who."""

from __future__ import annotations

from collections import Counter

from autograder.lms.identity import Kind
from autograder.lms.reading import Claim, Claimant, Known, Listing, Reading, most
from autograder.lms.registry import Lms


def read(listing: Listing, known: Known, module: str) -> Reading | None:
    """The claims of a folder of clones, or None when it is none."""
    units = listing.top()
    clones = [unit for unit in units if unit in listing.repositories]
    if not most(len(clones), len(units)):
        return None
    reading = Reading("github", "GitHub clones")
    prefix = _prefix(clones, listing.name, known, module)
    for unit, paths in units.items():
        user = unit.removeprefix(prefix)
        owner = Claimant(user, "github")
        if unit not in listing.repositories:
            reading.rest.update(dict.fromkeys(paths, "not inside a clone"))
        elif not paths:
            reading.empty.append(Claim(owner, ""))
        else:
            reading.claims.update({path: Claim(owner, path.partition("/")[2]) for path in paths})
    return reading


def _prefix(clones: list[str], folder: str, known: Known, module: str) -> str:
    """What stands before the user names: as the roster, the folder's name or the assignment says; never a guess."""
    users = set(known.get("github", ()))
    hits: Counter[str] = Counter()
    for clone in clones:
        starts = [0] + [index + 1 for index, char in enumerate(clone) if char == "-"]
        hits.update(clone[:start] for start in starts if clone[start:] in users)
    if hits:
        return max(sorted(hits), key=hits.__getitem__)
    for prefix in (folder.removesuffix("-submissions") + "-", module + "-", module.replace("_", "-") + "-"):
        if all(clone.startswith(prefix) and clone != prefix for clone in clones):
            return prefix
    return ""


LMS = Lms(
    name="github",
    title="GitHub",
    page="github.md",
    reads="a folder of clones",
    writes="CSV",
    sure="the folder layout as documented",
    read=read,
    rank=70,
    kinds={"github": Kind("GitHub user name", ("githubusername", "github"), folder=True, order=70)},
    singles=True,
)
