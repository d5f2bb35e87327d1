"""Student repositories on GitHub, cloned by anybody's tool: ``ASSIGNMENT-username``, ``CLASSROOM-ASSIGNMENT-username`` and the like.

GitHub Classroom ended on 2026-08-28; clones of its repositories are read as before, and those of Classroom 50, whose names are in
lower case.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import yaml

from autograder.lms.reading import Claim, Claimant, Known, Listing, Reading, most

MARKER = ".classroom50.yaml"
LONGEST_MARKER = 10_000


def read(listing: Listing, known: Known, module: str) -> Reading | None:
    """The claims of a folder of clones, or None for anything else."""
    units = listing.top()
    clones = [unit for unit in units if unit in listing.repositories]
    if not most(len(clones), len(units)):
        return None
    reading = Reading("github", "GitHub clones")
    prefix = _prefix(clones, listing, known, module)
    for unit, paths in units.items():
        user = unit[len(prefix) :] if unit.casefold().startswith(prefix) and len(unit) > len(prefix) else unit
        owner = Claimant(user, "github")
        if unit not in listing.repositories:
            reading.rest.update(dict.fromkeys(paths, "not inside a clone"))
        elif not paths:
            reading.empty.append(Claim(owner, ""))
        else:
            reading.claims.update({path: Claim(owner, path.partition("/")[2]) for path in paths})
    return reading


def _prefix(clones: list[str], listing: Listing, known: Known, module: str) -> str:
    """What stands before the user names, in lower case: as the roster, the folder's name, Classroom 50's own file or the assignment's name
    in the middle says; never a guess."""
    names = [clone.casefold() for clone in clones]
    users = {user.casefold() for user in known.get("github", ())}
    hits = Counter(name[:start] for name in names for start in _starts(name) if name[start:] in users)
    if hits:
        return max(sorted(hits), key=hits.__getitem__)
    told = [prefix for clone in clones if (prefix := _marked(listing, clone))]
    if told and most(len(told), len(clones)):
        prefix, count = Counter(told).most_common(1)[0]
        if 2 * count > len(told):  # a student's own file does not decide for the class
            return prefix
    slugs = (module.casefold(), module.casefold().replace("_", "-"))
    heads = (listing.name.casefold().removesuffix("-submissions"), *slugs)
    for prefix in (f"{head}-" for head in heads):
        if all(name.startswith(prefix) and name != prefix for name in names):
            return prefix
    return _with_assignment(names, slugs)


def _starts(name: str) -> list[int]:
    return [0] + [index + 1 for index, char in enumerate(name) if char == "-"]


def _with_assignment(names: Sequence[str], slugs: Iterable[str]) -> str:
    """``CLASSROOM-ASSIGNMENT-`` where all names begin alike up to the assignment's own name."""
    for slug in slugs:
        heads = {name[: name.find(f"-{slug}-")] if f"-{slug}-" in name else "" for name in names}
        if len(heads) == 1 and "" not in heads:
            return f"{heads.pop()}-{slug}-"
    return ""


def _marked(listing: Listing, clone: str) -> str:
    """The prefix that Classroom 50's own file in a clone tells, where the clone's name bears it."""
    if f"{clone}/{MARKER}" not in listing.paths:
        return ""
    try:
        told = yaml.safe_load(listing.read(f"{clone}/{MARKER}", LONGEST_MARKER))
    except Exception:  # unreadable or no YAML: a student's own file may be anything
        return ""
    if not isinstance(told, dict):
        return ""
    prefix = f"{told.get('classroom')}-{told.get('assignment')}-".casefold()
    return prefix if clone.casefold().startswith(prefix) and len(clone) > len(prefix) else ""


def own_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> Mapping[str, int] | None:
    """Classroom 50's roster: its ``username`` is GitHub's."""
    names = [name.strip().casefold() for name in header]
    if "username" not in names or "github_id" not in names:
        return None
    return {"github": names.index("username"), "username": -1, "student_id": -1}
