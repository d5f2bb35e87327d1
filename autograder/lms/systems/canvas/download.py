"""The zip of Canvas's "Download Submissions".

Files are named ``{name}[_LATE]_{userid}_{attachmentid}_{file}``; ``LATE_anon_{id}_{attachmentid}_{file}`` in anonymous
marking; ``…_{userid}_text.html`` and ``_link.html`` for entries that are no files. Source: Canvas's ContentZipper.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from autograder.lms.reading import Claim, Claimant, Known, Listing, Reading, most

NUMBERS = re.compile(r"(?=_(\d+)_(\d+)_)")
ENTRY = re.compile(r"(?P<name>\w*?)(?P<late>_LATE)?_(?P<user>\d+)_(?P<what>text|link)\.html")
ANONYMOUS = re.compile(
    r"(?P<late>LATE_)?anon_(?P<id>[A-Za-z0-9]{5})_(?:(?P<what>text|link)\.html|(?P<upload>\d{1,30})_(?P<file>.+))", re.S
)
AGAIN = re.compile(r"(?P<stem>.+?)(?:-\d{1,3})?(?P<ending>\.(?:py|ipynb|zip))", re.S | re.I)
WHAT = {"text": "an online text, not a file", "link": "a web address, not a file"}


@dataclass(frozen=True)
class _Way:
    """One way to read a file's name: Canvas leaves it open where names or files hold ``_1_2_``."""

    name: str
    user: str
    late: bool
    file: str
    upload: int = 0
    note: str = ""

    @property
    def owner(self) -> tuple[str, str]:
        return self.user, self.name


def read(listing: Listing, known: Known, module: str) -> Reading | None:
    """The claims of a Canvas download, or None for anything else."""
    reading = Reading("canvas", "Canvas submissions")
    ways: dict[str, list[_Way]] = {}
    for path in listing.paths:
        if "/" not in path and (found := ANONYMOUS.fullmatch(path)):
            owner = Claimant(found["id"], "anonymous_id", anonymous=True)
            note = WHAT.get(found["what"] or "", "")
            upload = int(found["upload"] or 0)
            reading.claims[path] = Claim(owner, found["file"] or path, bool(found["late"]), note=note, upload=upload)
            reading.title = "Canvas submissions, anonymous"
        elif "/" not in path and (possible := _ways(path)):
            ways[path] = possible
        else:
            reading.rest[path] = "not named as Canvas names submissions"
    if not most(len(reading.claims) + len(ways), len(listing.top())):
        return None
    reading.claims |= _claims(ways, known)
    return reading


def _ways(path: str) -> list[_Way]:
    ways = []
    if entry := ENTRY.fullmatch(path):
        ways.append(_Way(entry["name"], entry["user"], bool(entry["late"]), path, note=WHAT[entry["what"]]))
    for found in NUMBERS.finditer(path):
        name, file = path[: found.start()], path[found.end(2) + 1 :]
        if file:
            ways.append(_Way(name.removesuffix("_LATE"), found[1], name.endswith("_LATE"), file, int(found[2][:30])))
    return ways


def _claims(ways: dict[str, list[_Way]], known: Known) -> dict[str, Claim]:
    """Each file's owner. What one name leaves open the roster settles, or the names in the rest of the download."""
    certain = {one[0].owner for one in ways.values() if len(one) == 1}
    names = dict(certain)
    teams = {file_name_of(name) for name in known.get("group", ())}
    people = {
        (user, file_name_of(name)) for user, _, name in (one.partition(" ") for one in known.get("canvas person", ()))
    }
    users = known.get("canvas_id", ())
    tests: tuple[Callable[[_Way], bool], ...] = (
        lambda way: way.owner in people,
        lambda way: way.name in teams,
        lambda way: way.user in users,
        lambda way: way.owner in certain,
        lambda way: names.get(way.user, way.name) == way.name,
    )
    chosen: dict[str, tuple[_Way, list[_Way]]] = {}
    for path, possible in ways.items():
        settled = next((one for test in tests if len(one := [way for way in possible if test(way)]) == 1), possible)
        chosen[path] = settled[0], settled if len(settled) > 1 else []
    called: dict[str, set[str]] = defaultdict(set)
    for way, _ in chosen.values():
        called[way.user].add(way.name)
    return {
        path: Claim(
            _owner(way, doubts, alone=len(called[way.user]) == 1), way.file, way.late, note=way.note, upload=way.upload
        )
        for path, (way, doubts) in chosen.items()
    }


def _owner(way: _Way, doubts: list[_Way], *, alone: bool) -> Claimant:
    """``alone``: nobody else of this number is there; Canvas gives everybody one name, so two are two people."""
    if not doubts:
        return Claimant(way.user, "canvas_id", way.name)
    users = " or ".join(dict.fromkeys(one.user for one in doubts))
    note = f"the file's name can be read as of Canvas user {users}; a roster with the column ID settles it"
    key, kind = (way.user, "canvas_id") if alone else (f"{way.name} {way.user}", "name")
    return Claimant(key, kind, way.name, notes=(note,), readings=tuple(f"{one.user} {one.name}" for one in doubts))


def replaced(claims: Sequence[Claim], module: str) -> list[tuple[Claim, Claim]]:
    """The files that were uploaded again, each with the one that counts: Canvas adds ``-1``, ``-2`` to a name that it has from this student
    already, and numbers all uploads."""
    families: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in claims:
        if found := AGAIN.fullmatch(claim.file):
            families[found["stem"], found["ending"]].append(claim)
    old: list[tuple[Claim, Claim]] = []
    for (stem, ending), family in families.items():
        if stem == module or any(claim.file == stem + ending for claim in family):
            *before, last = sorted(family, key=lambda claim: claim.upload)
            old += [(claim, last) for claim in before]
    return old


def file_name_of(name: str) -> str:
    """A person's or group's name as Canvas writes it into file names: word characters only, lower case."""
    shown = unicodedata.normalize("NFC", name)
    return re.sub(r"\W", "", re.sub(r"_(\d+)_", r"\1", shown).lower())
