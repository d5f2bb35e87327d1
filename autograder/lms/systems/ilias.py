"""ILIAS: the zip of "Download all submissions" of an exercise.

``Lee_Ann_alee_1234/cnn.py`` (last name, first name, login, ILIAS's number), for teams ``Team 17/Lee_Ann_alee_1234/cnn.py``; both below a
folder ``Submissions`` (``Abgaben``) and the exercise's name. ILIAS writes names in ASCII.
From other people's scripts and a plugin that write the same folders: not verified against a live server.
"""

from __future__ import annotations

import re
import unicodedata

from autograder.lms.identity import Kind
from autograder.lms.reading import Claim, Claimant, Known, Listing, Reading, most
from autograder.lms.registry import Lms

FOLDER = re.compile(
    r"(?!multi_feedback_)(?P<last>[^\W\d_][^_/]*)_(?P<first>[^\W\d_][^_/]*)_(?P<login>[^/]+)_(?P<number>\d+)"
)
TEAM = re.compile(r"(?P<team>Team[ _]\d+)/(?P<rest>.+)", re.S)
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"})


def read(listing: Listing, known: Known, module: str) -> Reading | None:
    """The claims of an ILIAS download, or None for anything else."""
    units = {unit: paths for unit, paths in listing.top().items() if paths != [unit]}
    people = {unit: FOLDER.fullmatch(unit) for unit in units}
    teams = {unit for unit in units if re.fullmatch(r"Team[ _]\d+", unit)}
    members = {
        folder: hit
        for folder in listing.folders
        if folder.count("/") == 1
        and folder.partition("/")[0] in teams
        and (hit := FOLDER.fullmatch(folder.partition("/")[2]))
    }
    recognised = sum(hit is not None for hit in people.values()) + len({one.partition("/")[0] for one in members})
    if not most(recognised, len(listing.top())) or recognised < len(units):
        return None
    reading = Reading("ilias", "ILIAS submissions")
    handed = set()
    for path in listing.paths:
        team = TEAM.fullmatch(path)
        unit, _, file = (team["rest"] if team else path).partition("/")
        hit = FOLDER.fullmatch(unit)
        if not file or hit is None:
            reading.rest[path] = "not named as ILIAS names submissions"
            continue
        group = tuple(_login(one, known) for one in _of_team(members, team["team"])) if team else ()
        owner = Claimant(team["team"], "group", team["team"], members=group) if team else _owner(hit, known)
        handed.add(team["team"] if team else unit)
        reading.claims[path] = Claim(owner, file)
    for unit, hit in people.items():
        if hit is not None and unit not in handed:
            reading.empty.append(Claim(_owner(hit, known), ""))
    return reading


def _of_team(members: dict[str, re.Match[str]], team: str) -> list[re.Match[str]]:
    return [hit for folder, hit in sorted(members.items()) if folder.partition("/")[0] == team]


def _owner(hit: re.Match[str], known: Known) -> Claimant:
    return Claimant(_login(hit, known), "username", f"{hit['last']}_{hit['first']}", (("ilias_id", hit["number"]),))


def _login(hit: re.Match[str], known: Known) -> str:
    """The login, which may hold ``_`` as names may: as the roster knows it, else what follows the last one."""
    parts = hit["login"].split("_")
    ways = ["_".join(parts[at:]) for at in range(len(parts))]
    return next((way for way in ways if way in known.get("username", ())), ways[-1] if len(ways) > 1 else ways[0])


def file_name_of(name: str) -> str:
    """A person's name as ILIAS writes it into folders: ASCII, last name first."""
    first, _, last = name.strip().rpartition(" ")
    plain = unicodedata.normalize("NFKD", f"{last}_{first}".translate(UMLAUTS))
    return plain.encode("ascii", "ignore").decode()


LMS = Lms(
    name="ilias",
    title="ILIAS",
    page="ilias.md",
    reads="submissions zip (single, teams)",
    writes="CSV",
    sure="other people's scripts; **not verified against a live server**",
    read=read,
    rank=35,
    kinds={"ilias_id": Kind("ILIAS number", ("iliasid", "usrid"), order=92)},
    file_name_of=file_name_of,
)
