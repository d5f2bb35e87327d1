"""The corpus of every assignment through the real command line: an attack earns no more than its honest code.

A file ``tests/attacks/ASSIGNMENT/tNN_what_it_does.py`` is one submission; NN is its line in the threat model. Its docstring says which
questions it is ``At:``, what its honest code ``Earns:`` (a question in full, ``part of QUESTION``, ``QUESTION up to POINTS``, or nothing),
and what has to be found among its ``Flags:``, where a person is to be told. What several attacks share is handed in ``Beside:`` them, from
``tests/attacks/beside``. ``Among: COUNT`` hands it in inside a zip, among so many modules of a megabyte each.
"""

from __future__ import annotations

import ast
import os
import re
import shutil
import tempfile
import time
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from autograder.course import Course
from tests.support.command import ROOT, as_ordinary_user, convgrade, results

HERE, COURSE = Path(__file__).parent, Course.read(ROOT)
ASSIGNMENTS = tuple(name for name in COURSE.names if (HERE / name).is_dir())
HONEST = ("a-honest", "z-honest")
SECONDS = 600
"""For a class of attackers on a slow machine: who uses up limits does so once or twice."""
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
    for path in sorted((HERE / assignment).glob("t[0-9]*.py")):
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


def test_every_question_is_attacked() -> None:
    for name in COURSE.names:
        aimed_at = {question for attack in attacks(name) for question in attack.questions}
        assert aimed_at == {question.name for question in COURSE.assignment(name).graded_questions}, name


def test_the_newer_threats_are_all_tried() -> None:
    every = [attack for name in ASSIGNMENTS for attack in attacks(name)]
    assert len(every) >= 58
    # 38, a student's own nn.Conv2d, is tried in torch_modules.
    assert {attack.threat for attack in every} >= {*range(40, 53)}
    assert {name for name in ASSIGNMENTS if any(attack.among for attack in attacks(name))} == {*ASSIGNMENTS}


@pytest.mark.slow
@pytest.mark.parametrize("who", ["as the caller", "as an ordinary user"])
@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_nobody_earns_more_than_their_honest_code(assignment: str, who: str) -> None:
    ordinary = who == "as an ordinary user"
    if ordinary and (os.getuid() != 0 or not (shutil.which("unshare") and shutil.which("setpriv"))):
        pytest.skip("dropping root needs root, unshare and setpriv; the other run is an ordinary user's already")
    folder = Path(tempfile.mkdtemp(prefix=f"attacks-{assignment}-"))
    folder.chmod(0o777)
    try:
        given = attacks(assignment)
        for name in HONEST:
            _hand_in(folder, name, COURSE.assignment(assignment).solution, assignment)
        for attack in given:
            _hand_in(folder, attack.path.stem, attack.path, assignment, attack.beside, attack.among)
        started = time.monotonic()
        grade = ("grade", assignment, folder / "class", "--out", folder / "run", "--workers", 2)
        convgrade(*grade, timeout=2 * SECONDS, before=as_ordinary_user() if ordinary else ())
        seconds = time.monotonic() - started
        lines = results(folder / "run")
        convgrade("report", folder / "run")
        pages = {page.stem for page in (folder / "run" / "report" / "students").glob("*.html")}
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    assert {name: lines[name]["score"] for name in HONEST} == dict.fromkeys(HONEST, 100.0)
    assert lines.keys() == {*HONEST, *(attack.path.stem for attack in given)}
    assert len(pages) >= len(lines)
    won = {
        attack.path.stem: gained
        for attack in given
        if (gained := _gained(attack, lines[attack.path.stem]["questions"]))
    }
    assert not won
    untold = [
        attack.path.stem
        for attack in given
        if attack.flag and not any(attack.flag in flag for flag in lines[attack.path.stem]["flags"])
    ]
    assert not untold, {name: lines[name]["flags"] for name in untold}
    for attack in given:  # what an attack counts on has to be there, or it attacks nothing
        assert not attack.beside or not any("ModuleNotFoundError" in flag for flag in lines[attack.path.stem]["flags"])
    assert seconds < SECONDS


def _hand_in(
    folder: Path, student: str, file: Path, assignment: str, beside: Sequence[str] = (), among: int = 0
) -> None:
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
        shutil.copy(HERE / "beside" / name, place / name)


def _gained(attack: Attack, questions: list[dict[str, Any]]) -> list[str]:
    """What the attack got beyond what its honest code earns."""
    found = []
    for question in questions:
        name, score, most = question["name"], question["score"], question["max_score"]
        if score is None:
            continue
        allowed = attack.earns.get(name, 0.0)
        if float(score) > allowed:
            found.append(f"{name}: {score} of {most}, and {allowed:g} are earned")
    return found
