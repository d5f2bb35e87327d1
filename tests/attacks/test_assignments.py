"""The corpus of every assignment (`tests.support.corpus`) through the real command line: an attack earns no more than its honest code."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from pathlib import Path
from typing import Any

import pytest

from tests.support.command import as_ordinary_user, convgrade, results
from tests.support.corpus import ASSIGNMENTS, COURSE, Attack, attacks, hand_in

HONEST = ("a-honest", "z-honest")
SECONDS = 1200
"""For a class of attackers on a slow machine: who uses up limits does so once or twice."""


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
            hand_in(folder, name, COURSE.assignment(assignment).solution, assignment)
        for attack in given:
            hand_in(folder, attack.path.stem, attack.path, assignment, attack.beside, attack.among)
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
