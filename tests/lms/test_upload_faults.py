"""Whatever fails: no mark, comment, file or state changes that the rehearsal did not announce, and in the end all arrive, once."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from autograder.lms import UploadReport, journal, upload, web
from autograder.lms.outcome import State
from autograder.lms.systems.canvas import api
from autograder.lms.upload_report import Change
from autograder.records.errors import LmsError
from tests.support.command import ROOT
from tests.support.upload_sides import SECONDS, SIDES, Held, Side


@dataclass
class Witness:
    """Knows what may be, from what stood there and what the rehearsal announced."""

    side: Side[Any]
    before: dict[str, Held]
    report: UploadReport

    def check(self, *, done: bool = False, but: frozenset[str] = frozenset()) -> None:
        """``done``: every announced change must have been made, but those of students whom the LMS itself cannot take."""
        for user, was in self.before.items():
            new = self.side.after(was, *self.announced(user))
            now = self.side.held()[user]
            ended = done and user not in but
            assert self.side.allowed(was, new, now, done=ended), (
                f"{user}: {now} is not {new}{'' if ended else f' nor {was}'}"
            )

    def announced(self, user: str) -> tuple[Change | None, bool]:
        pages = {name for name, outcome in self.report.files if outcome.state == State.PLANNED}
        for change in self.report.changes:
            if change.user == user and (change.state == State.PLANNED or change.name in pages):
                return change, change.name in pages
        return None, False

    def by_hand(self, draw: random.Random) -> frozenset[str]:
        """Somebody works by hand: what is there then is theirs, and stays so. Gives whom that concerns."""
        was = self.side.held()
        self.side.by_hand(draw)
        now = self.side.held()
        touched = frozenset(user for user in now if self.side.touched(was[user], now[user]))
        for user in now:
            if user in touched:
                self.before[user] = now[user]
            elif now[user] != was[user]:  # added to what is there
                more = Counter(now[user].comments) - Counter(was[user].comments)
                comments = (*self.before[user].comments, *more)
                self.before[user] = replace(self.before[user], comments=tuple(sorted(comments)))
        rest = tuple(change for change in self.report.changes if change.user not in touched)
        self.report = replace(self.report, changes=rest)
        return touched


def faults(draw: random.Random) -> Callable[[str], str]:
    def fault(function: str) -> str:
        if function == "job":
            return draw.choices(["", "half"], [4, 1])[0]
        return draw.choices(["", "before", "after", "lost", "slow"], [4, 1, 1, 1, 1])[0]

    return fault


def seeds(name: str, first: int, quick: int, many: int) -> list[object]:
    """Cases of one system: ``quick`` of them always, the rest among the slow tests."""
    return [
        pytest.param(name, seed, marks=[] if seed < first + quick else pytest.mark.slow, id=f"{name}-{seed}")
        for seed in range(first, first + many)
    ]


@pytest.mark.parametrize(
    ("name", "seed"),
    [*seeds("moodle", 1, 2, 30), *seeds("canvas", 1, 1, 20), *seeds("lti", 1, 2, 20), *seeds("github", 1, 1, 12)],
)
def test_faults_and_work_by_hand(name: str, seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    draw = random.Random(f"{name} {seed}")
    monkeypatch.setattr(web, "SECONDS", SECONDS)
    monkeypatch.setattr(api, "SECONDS", SECONDS)
    side = SIDES[name](draw, tmp_path)
    book, work = side.book, side.results(side.marks(draw))
    with side.serving() as where:
        order = {
            **where,
            "comments": seed % 3 != 0,
            "journal": tmp_path / "upload.json",
            "wait": lambda seconds: time.sleep(seconds / 100),
        }
        witness = Witness(side, side.held(), upload(work, **order))
        assert side.held() == witness.before, "a rehearsal changes nothing"
        touched = witness.by_hand(draw)
        for _ in range(3):
            book.faults = faults(draw)
            with suppress(LmsError):
                upload(work, **order, dry_run=False)
            if draw.random() < 0.5:  # else the next upload begins while something is still under way
                book.settled()
                touched |= witness.by_hand(draw)
            witness.check()
        book.settled()
        witness.check()
        book.faults = lambda function: ""
        monkeypatch.setattr(journal, "QUIET", 0.0)
        for _ in range(2):
            last = upload(work, **order, dry_run=False)
            book.settled()
        witness.check(done=True, but=side.never | touched)
        assert not any(change.state in (State.NOT_SENT, State.UNKNOWN) for change in last.changes)
        assert not any(change.held_comment for change in last.changes if change.user not in side.never)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "seed"),
    [*seeds("moodle", 100, 0, 6), *seeds("canvas", 100, 0, 6), *seeds("lti", 100, 0, 4), *seeds("github", 100, 0, 4)],
)
def test_killed_again_and_again(name: str, seed: int, tmp_path: Path) -> None:
    draw = random.Random(f"{name} {seed}")
    side = SIDES[name](draw, tmp_path)
    book, path, order = side.book, tmp_path / "upload.json", tmp_path / "order.json"
    work = side.results(side.marks(draw))
    killed = 0
    with side.serving() as where:
        asked = {**where, "comments": seed % 3 != 0}
        witness = Witness(side, side.held(), upload(work, **asked, journal=path))
        told = {"seconds": SECONDS, "results": [one.to_json() for one in work], "journal": str(path)}
        options = {**asked, "dry_run": False}
        order.write_text(json.dumps({**told, "quiet": 900.0, "options": options}, default=str))
        command = [sys.executable, "-m", "tests.support.upload_once", str(order)]
        for turn in range(4):
            book.faults = faults(draw)
            wanted = len(book.calls) + (draw.randrange(4, 45) if turn < 3 else 4)
            with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
                end = time.monotonic() + 60
                while process.poll() is None and len(book.calls) < wanted and time.monotonic() < end:
                    time.sleep(0.002)
                killed += process.poll() is None
                process.kill()
            if draw.random() < 0.5:
                book.settled()
            witness.check()
            if turn == 1:
                with path.open("a") as stream:
                    stream.write('{"place": "a line cut sho')
        book.settled()
        book.faults = lambda function: ""
        order.write_text(json.dumps({**told, "quiet": 0.0, "options": options}, default=str))
        for _ in range(2):
            done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
            assert done.returncode == 0, done.stderr[-2000:]
            book.settled()
        witness.check(done=True, but=side.never)
    assert killed, "no upload was killed: the test tries nothing"
