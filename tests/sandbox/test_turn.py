"""A call that ran out of time is tried once more, alone: locks between workers, and what a busy machine does to an honest answer."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.records.errors import StudentTimeout
from autograder.sandbox.host.turn import Turn, queued
from tests.support.guest_helpers import QUICK, running, turn_as
from tests.support.guest_helpers import zygote as started

ROOT = Path(__file__).resolve().parents[2]
_SCRIPT = """
import sys, time
from pathlib import Path
from autograder.sandbox.host.turn import Turn
from tests.support.guest_helpers import turn_as
turn = Turn(Path(sys.argv[1]))
with turn_as(turn, "{way}"):
    print("in", flush=True)
    time.sleep({seconds})
print("out", flush=True)
time.sleep(60)
"""


@contextmanager
def _worker(folder: Path, way: str, seconds: float) -> Iterator[subprocess.Popen[str]]:
    """Another worker, which holds its turn for that long."""
    script = _SCRIPT.format(way=way, seconds=seconds)
    process = subprocess.Popen([sys.executable, "-c", script, str(folder)], stdout=subprocess.PIPE, text=True, cwd=ROOT)
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "in\n"
        yield process
    finally:
        process.kill()
        process.wait()
        process.stdout.close()  # type: ignore[union-attr]


@pytest.mark.parametrize(("theirs", "ours"), [("beside", "alone"), ("alone", "beside"), ("alone", "alone")])
def test_who_is_alone_waits_and_is_waited_for(tmp_path: Path, theirs: str, ours: str) -> None:
    turn = Turn(tmp_path / "turn")
    with _worker(tmp_path / "turn", theirs, 0.5):
        started_at, clock = time.monotonic(), turn.clock()
        with turn_as(turn, ours):
            waited = time.monotonic() - started_at
            assert waited > 0.3
            # What waiting took counts against no limit.
            assert turn.clock() - clock < waited - 0.2


def test_two_who_want_to_be_alone_do_not_wait_for_each_other(tmp_path: Path) -> None:
    """Not even when one of them still has calls under way."""
    turn = Turn(tmp_path / "turn")
    turn.enter()
    script = [sys.executable, "-c", _SCRIPT.format(way="alone", seconds=0.1), str(tmp_path / "turn")]
    with subprocess.Popen(script, stdout=subprocess.PIPE, text=True, cwd=ROOT) as other:
        try:
            time.sleep(1.5)
            with turn.alone():  # the other has asked before, or asks now
                turn.leave()
            assert other.stdout is not None
            assert other.stdout.readline() == "in\n"
        finally:
            other.kill()


def test_calls_go_on_beside_each_other(tmp_path: Path) -> None:
    turn = Turn(tmp_path / "turn")
    with _worker(tmp_path / "turn", "beside", 60):
        started_at = time.monotonic()
        with turn_as(turn, "beside"):
            assert time.monotonic() - started_at < 5


@pytest.mark.parametrize("way", ["beside", "alone"])
def test_a_killed_worker_holds_up_nobody(tmp_path: Path, way: str) -> None:
    turn = Turn(tmp_path / "turn")
    with _worker(tmp_path / "turn", way, 60) as process:
        process.kill()
        with turn.alone(), turn_as(turn, "beside"):
            pass
        with turn_as(turn, "beside"):
            pass


def test_a_folder_of_somebody_else_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "turn").mkdir()
    monkeypatch.setattr(os, "getuid", lambda: 12345678)
    turn = Turn(tmp_path / "turn")
    assert not list((tmp_path / "turn").iterdir())
    with turn.alone(), turn_as(turn, "beside"):
        pass


def test_the_first_of_a_run_takes_its_folder_away(tmp_path: Path) -> None:
    first, second = Turn(tmp_path / "turn"), Turn(tmp_path / "turn")
    second.close()
    del second
    assert (tmp_path / "turn").is_dir()
    first.close()
    del first
    assert not (tmp_path / "turn").exists()


def _tried(outcomes: list[str], starved: list[bool]) -> tuple[str, list[str]]:
    """What `Turn.tried` gives when its attempts end so, and whether each was made alone."""
    turn, made, left = Turn(), [], iter(outcomes)
    ways = []

    @contextmanager
    def alone() -> Iterator[None]:
        ways.append("alone")
        yield

    turn.alone = alone  # type: ignore[method-assign]
    machine = iter(starved)

    def attempt() -> str:
        made.append("alone" if ways else "beside")
        return next(left)

    return turn.tried(attempt, lambda outcome: outcome == "late", lambda _: next(machine)), made


@pytest.mark.parametrize(
    ("outcomes", "starved", "made"),
    [
        (["right"], [], ["beside"]),
        (["late", "right"], [True], ["beside", "alone"]),
        (["late", "right"], [False], ["beside", "beside"]),
        (["late", "late"], [True], ["beside", "alone"]),
        (["late", "late"], [False, False], ["beside", "beside"]),
        (["late", "late", "right"], [False, True], ["beside", "beside", "alone"]),
    ],
)
def test_what_was_late_is_tried_once_more(outcomes: list[str], starved: list[bool], made: list[str]) -> None:
    assert _tried(outcomes, starved) == (outcomes[-1], made)


def test_a_submission_that_is_proven_late_makes_nobody_pause(tmp_path: Path) -> None:
    turn = Turn(tmp_path / "turn")
    seen: list[tuple[bool, bool]] = []
    turn.tried(lambda: seen.append((turn.is_alone, turn.is_unhurried)), lambda _: True, lambda _: True, proven=True)
    assert seen == [(False, False), (False, True)]


_CROWD = """
import sys
from dataclasses import replace
from pathlib import Path
from autograder.sandbox.host.turn import Turn
from tests.support.guest_helpers import py, zygote
from autograder.records.errors import StudentTimeout
from autograder.course import Limits
turn, tries = Turn(Path(sys.argv[1])), []

def attempt():
    tries.append(turn.is_alone)
    guest = made.start(py(TEXT), (), "work")
    try:
        return guest, guest.module.f()
    except StudentTimeout:
        return guest, "late"
    finally:
        guest.close()

TEXT = '''
import time
def f():
    until = time.process_time() + 0.2
    while time.process_time() < until:
        pass
    return "right"
'''
with zygote(limits=Limits(call_seconds=0.6), turn=turn) as made:
    print("ready", flush=True)
    sys.stdin.readline()
    outcome = turn.tried(attempt, lambda o: o[1] == "late", lambda o: o[0].starved())
    print(outcome[1], *tries, flush=True)
"""


@pytest.mark.slow
def test_a_crowd_of_honest_answers_on_few_processors(tmp_path: Path) -> None:
    """Each needs a third of the limit, and all together many times what the machine has: nobody's answer counts as too late."""
    command = [sys.executable, "-c", _CROWD, str(tmp_path / "turn")]
    crowd = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT)
        for _ in range(6 * len(os.sched_getaffinity(0)))
    ]
    try:
        for each in crowd:
            assert each.stdout is not None
            assert each.stdout.readline() == "ready\n"
        for each in crowd:
            assert each.stdin is not None
            each.stdin.write("\n")
            each.stdin.flush()
        told = [each.communicate(timeout=120)[0].split() for each in crowd]
    finally:
        for each in crowd:
            with suppress(ProcessLookupError):
                each.kill()
            each.wait()
    assert [words[0] for words in told] == ["right"] * len(crowd), told
    assert any("True" in words for words in told), "nobody was held up: this proves nothing"


def test_sleep_is_no_wait_for_a_processor() -> None:
    with (
        started(limits=replace(QUICK, call_seconds=0.5)) as zygote,
        running(zygote, "import time\ndef f():\n    time.sleep(60)\n") as guest,
    ):
        with pytest.raises(StudentTimeout):
            guest.module.f()
        waited = guest.queued()
        assert waited is not None
        assert waited < 0.4
        assert queued(guest.pid) is None, "it has ended"
