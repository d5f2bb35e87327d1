"""Whatever fails on the way: no mark, comment or workflow state changes that the rehearsal did not announce, and in the end all arrive."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from autograder.lms import UploadReport, upload, web
from autograder.records.errors import LmsError
from autograder.records.result import Result
from tests.support.command import ROOT
from tests.support.lms_judges import result
from tests.support.lms_servers import TOKEN, Attempt, Book, serving

STUDENTS = 24
SECONDS = 0.25
"""How long an answer is waited for here; the slow server takes longer."""
STATES = ["", "inmarking", "inreview", "released"]


@dataclass(frozen=True)
class Held:
    """What Moodle holds of one student, as far as it may matter to them."""

    grades: tuple[float | None, ...]
    comment: str
    state: str


def held(book: Book) -> dict[str, Held]:
    with book.lock:
        return {
            user: Held(
                tuple(one.grade for one in book.attempts[user]),
                next((one.comment or "" for one in reversed(book.attempts[user]) if one.comment), ""),
                book.workflow.get(user, ""),
            )
            for user in book.grades
        }


def course(draw: random.Random) -> Book:
    """A class in every state that Moodle knows."""
    book = Book(marking_workflow=draw.random() < 0.5, reopen=draw.choice(["none", "untilpass"]), delay=3 * SECONDS)
    for user in map(str, range(100, 100 + STUDENTS)):
        grade = draw.choice([None, None, float(draw.randrange(101))])
        comment = draw.choice([None, None, "", "<p>Entered by hand</p>"])
        book.attempts[user] = [Attempt(grade=grade, comment=comment)]
        if book.reopen != "none" and draw.random() < 0.3:
            book.attempts[user].append(Attempt(draw.choice(["reopened", "submitted"])))
        book.grades[user] = book.attempts[user][-1].grade
        if draw.random() < 0.7:
            book.workflow[user] = draw.choice(STATES)
    book.poison = set(draw.sample(sorted(book.grades), 1))
    return book


def marks(draw: random.Random, book: Book) -> dict[str, float]:
    return {user: float(draw.randrange(101)) for user in book.grades if draw.random() < 0.8}


def results(of: dict[str, float]) -> list[Result]:
    return [result(str(int(user) + 900), mark, lms="moodle", key="participant") for user, mark in of.items()]


def by_hand(draw: random.Random, book: Book) -> None:
    """A teacher at work between two uploads: a mark, a comment, a state."""
    with book.lock:
        for user in draw.sample(sorted(book.grades), 2):
            latest = book.latest(user)
            if latest.status != "reopened":
                book.enter(user, float(draw.randrange(101)) + 0.5, draw.choice([None, f"By hand {draw.random()}"]))
            if user in book.workflow:
                book.workflow[user] = draw.choice(STATES)


@dataclass
class Witness:
    """Knows what may be, from what stood there and what the rehearsal announced."""

    before: dict[str, Held]
    report: UploadReport

    def check(self, now: dict[str, Held], *, done: bool = False, but: frozenset[str] = frozenset()) -> None:
        """``done``: every announced change must have been made, but those of students that Moodle itself cannot take."""
        announced = {change.user: change for change in self.report.changes if change.state == "planned"}
        for user, was in self.before.items():
            change = announced.get(user)
            new = replace(
                was,
                grades=(*was.grades[:-1], float(change.after)) if change else was.grades,
                comment=change.comment if change and change.comment is not None else was.comment,
            )
            found = now[user]
            if change and found.grades == (
                *new.grades,
                None,
            ):  # the attempt that Moodle opens for a mark below the pass mark
                found = replace(found, grades=found.grades[:-1])
            allowed = [new] if done and user not in but else [was, new]
            assert found in allowed, f"{user}: {found} is none of {allowed}"

    def saw(self, now: dict[str, Held]) -> None:
        """Somebody has worked by hand: what is there now is theirs, and stays so unless it is what was announced."""
        announced = {change.user: change for change in self.report.changes if change.state == "planned"}
        for user, found in now.items():
            if found != self.before[user]:
                self.before[user] = found
                change = announced.pop(user, None)
                if change:
                    self.report = replace(
                        self.report, changes=tuple(one for one in self.report.changes if one is not change)
                    )


def options(url: str, **more: Any) -> dict[str, Any]:
    return {"target": "moodle", "url": url, "course": "1", "assignment": "5", "token": TOKEN, "comments": True, **more}


def faults(draw: random.Random) -> Any:
    return lambda function: draw.choices(["", "before", "after", "lost", "slow"], [4, 1, 1, 1, 1])[0]


@pytest.mark.parametrize("seed", [1, 3, 5, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(6, 30))])
def test_faults_and_work_by_hand(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    draw = random.Random(seed)
    monkeypatch.setattr(web, "SECONDS", SECONDS)
    book, journal = course(draw), tmp_path / "upload.json"
    work = results(marks(draw, book))
    with serving("moodle", book) as url:
        order = options(url, comments=seed % 3 != 0, journal=journal, wait=lambda seconds: time.sleep(seconds / 100))
        witness = Witness(held(book), upload(work, **order))
        witness.check(held(book))
        assert book.writes == 0
        edited = held(book)
        by_hand(draw, book)
        witness.saw(held(book))
        touched = frozenset(user for user, now in held(book).items() if now != edited[user])
        for _ in range(3):
            book.faults = faults(draw)
            with suppress(LmsError):
                upload(work, **order, dry_run=False)
            book.settled()
            witness.check(held(book))
        book.faults = lambda function: ""
        for _ in range(2):
            last = upload(work, **order, dry_run=False)
        witness.check(held(book), done=True, but=frozenset(book.poison | touched))
        assert not any(change.state.startswith(("not sent", "unknown")) for change in last.changes)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 106))
def test_killed_again_and_again(seed: int, tmp_path: Path) -> None:
    draw = random.Random(seed)
    book, journal, order = course(draw), tmp_path / "upload.json", tmp_path / "order.json"
    work = results(marks(draw, book))
    killed = 0
    with serving("moodle", book) as url:
        asked = options(url, comments=seed % 3 != 0)
        witness = Witness(held(book), upload(work, **asked, journal=journal))
        told = {"seconds": SECONDS, "results": [one.to_json() for one in work], "journal": str(journal)}
        order.write_text(json.dumps({**told, "options": {**asked, "dry_run": False}}))
        command = [sys.executable, "-m", "tests.support.upload_once", str(order)]
        for turn in range(4):
            book.faults = faults(draw)
            wanted = len(book.calls) + draw.randrange(4, 45)
            with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
                end = time.monotonic() + 60
                while process.poll() is None and len(book.calls) < wanted and time.monotonic() < end:
                    time.sleep(0.002)
                killed += process.poll() is None
                process.kill()
            book.settled()
            witness.check(held(book))
            if turn == 1:
                with journal.open("a") as stream:
                    stream.write('{"place": "a line cut sho')
        book.faults = lambda function: ""
        for _ in range(2):
            done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
            assert done.returncode == 0, done.stderr[-2000:]
        witness.check(held(book), done=True, but=frozenset(book.poison))
    assert killed, "no upload was killed: the test tries nothing"
