"""Processes and threads: their ids tell nothing, and as many as a user may have cost their author alone."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from autograder.records.errors import StudentFailure
from autograder.sandbox.host import student_time
from tests.support.command import WITH_A_CAPABILITY, as_ordinary_user, convgrade, results
from tests.support.student_process import lives, running, started
from tests.support.tiny_course import hand_in, write_course

_BOMB = """
import threading
import time

threading.stack_size(65536)


def double(value):
    while True:
        try:
            threading.Thread(target=time.sleep, args=(1000,), daemon=True).start()
        except BaseException:
            time.sleep(0.01)


def half(value):
    return double(value)


why = ""
"""
_IDS = """
import os
import threading

def ids():
    found = [os.getpid(), os.getppid(), threading.get_native_id()]
    thread = threading.Thread(target=lambda: found.append(threading.get_native_id()))
    thread.start()
    thread.join()
    return found

def many(number):
    for _ in range(number):
        thread = threading.Thread(target=int)
        thread.start()
        thread.join()
"""


def test_ids_tell_nothing_of_what_ran_before() -> None:
    """Each thread takes the next id: without a namespace of its own a process could read off how many another has started."""
    with started() as sandbox:
        if not sandbox.own["processes"]:
            pytest.skip("this machine gives no namespaces to this user")
        seen = []
        for number in (0, 17, 3):
            with running(sandbox, _IDS) as process:
                seen.append(process.module.ids())
                process.module.many(number)
        assert seen == [[1, 0, 1, 2]] * 3


@pytest.mark.parametrize("isolation", ["sealed", "reduced"])
def test_the_grader_knows_a_process_by_an_id_of_its_own(isolation: str) -> None:
    with started(isolation=isolation) as sandbox, running(sandbox, _IDS) as first, running(sandbox, _IDS) as second:
        assert sandbox._process is not None
        assert len({sandbox._process.pid, first.pid, second.pid, os.getpid()}) == 4
        assert lives(first.pid)
        assert lives(second.pid)
        first.close()
        assert not lives(first.pid)
        assert lives(second.pid)


def test_too_many_threads_are_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the kernel does not count them apart, the grader does."""
    monkeypatch.setattr(student_time, "MOST_THREADS", 8)
    monkeypatch.setattr("autograder.sandbox.host.process.MOST_THREADS", 8)
    with started() as sandbox, running(sandbox, _BOMB) as process:
        with pytest.raises(StudentFailure) as caught:
            process.module.double(1)
        assert str(caught.value) == "it started more than 8 threads."
        assert caught.value.limits == "8 threads"
        assert not process.alive


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that everybody may use; pytest's own are closed to others."""
    with tempfile.TemporaryDirectory(prefix="tasks-") as made:
        Path(made).chmod(0o777)
        yield Path(made)


@pytest.mark.slow
@pytest.mark.parametrize("user", [as_ordinary_user(), WITH_A_CAPABILITY], ids=["counted apart", "counted together"])
def test_a_bomb_of_threads_costs_its_author_alone(folder: Path, user: Sequence[str]) -> None:
    """An ordinary user may have 150 tasks, the grader's among them."""
    if os.getuid() != 0:
        pytest.skip("only root can play an ordinary user")
    write_course(folder / "course")
    for number in range(7):
        hand_in(folder / "in", f"s{number}", "value / 2")
    (folder / "in" / "bomb.py").write_text(_BOMB)
    convgrade(
        "grade", "tiny", folder / "in", "--course", folder / "course", "--out", folder / "run", "--workers", 2,
        before=[*user, "prlimit", "--nproc=150"],
    )  # fmt: skip
    scores = {student: line["score"] for student, line in results(folder / "run").items()}
    assert scores == {"bomb": 0.0} | {f"s{number}": 100.0 for number in range(7)}
