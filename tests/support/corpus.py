"""The corpus of attacks on each assignment, and how they are handed in.

A file ``tests/attacks/ASSIGNMENT/tNN_what_it_does.py`` is one submission; NN is its line in the threat model. Its docstring says which
questions it is ``At:``, what its honest code ``Earns:`` (a question in full, ``part of QUESTION``, ``QUESTION up to POINTS``, or nothing),
and what has to be found among its ``Flags:``, where a person is to be told. What several attacks share is handed in ``Beside:`` them, from
``tests/attacks/beside``. ``Among: COUNT`` hands it in inside a zip, among so many modules of a megabyte each.
"""

from __future__ import annotations

import ast
import re
import shutil
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.course import Course
from tests.support.command import ROOT

CORPUS, COURSE = ROOT / "tests" / "attacks", Course.read(ROOT)
ASSIGNMENTS = tuple(name for name in COURSE.names if (CORPUS / name).is_dir())
_UP_TO = re.compile(r"(\w+) up to ([\d.]+)")


@dataclass(frozen=True)
class Attack:
    """One submission and what it says of itself: ``earns`` gives the most points by question."""

    path: Path
    questions: frozenset[str]
    earns: dict[str, float]
    flag: str
    beside: tuple[str, ...] = ()
    among: int = 0

    @property
    def threat(self) -> int:
        return int(self.path.stem[1:3])


def _line(text: str, name: str) -> str:
    found = re.search(rf"^{name}: (.*)$", text, re.MULTILINE)
    return found[1].strip() if found else ""


def _earned(part: str, most: dict[str, float]) -> tuple[str, float]:
    """A question, and the most points that are earned of it."""
    if match := _UP_TO.fullmatch(part):
        return match[1], float(match[2])
    if part.startswith("part of "):
        name = part.removeprefix("part of ")
        return name, most.get(name, 0.0) - 1e-6
    return part, most.get(part, 0.0)


def attacks(assignment: str) -> list[Attack]:
    """The attacks on an assignment."""
    most = {question.name: question.points for question in COURSE.assignment(assignment).graded_questions}
    found = []
    for path in sorted((CORPUS / assignment).glob("t[0-9]*.py")):
        text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
        at, earns = _line(text, "At"), _line(text, "Earns")
        allowed = dict(_earned(part.strip(), most) for part in earns.split(",") if earns != "nothing")
        questions = frozenset(most if at == "all" else (part.strip() for part in at.split(",")) if at else allowed)
        assert questions <= most.keys(), (path, questions)
        assert allowed.keys() <= most.keys(), (path, allowed)
        assert earns, path
        beside = tuple(filter(None, _line(text, "Beside").split(", ")))
        among = int(_line(text, "Among") or 0)
        found.append(Attack(path, questions, allowed, _line(text, "Flags"), beside, among))
    return found


def hand_in(
    folder: Path, student: str, file: Path, assignment: str, beside: Sequence[str] = (), among: int = 0
) -> None:
    """Put ``file`` where ``student`` hands in, in the folder ``class``."""
    place = folder / "class" / student
    place.mkdir(parents=True)
    if among:
        with zipfile.ZipFile(place / f"{assignment}.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            archive.write(file, f"{assignment}.py")
            for number in range(among):
                archive.writestr(f"part_{number}.py", f"# {number} " + "#" * (1 << 20))
        return
    shutil.copy(file, place / f"{assignment}.py")
    for name in beside:
        shutil.copy(CORPUS / "beside" / name, place / name)
