"""What a process is charged for: what it computes and what it sleeps, never what the machine or the grader keeps it from."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from autograder.records.errors import StudentTimeout
from autograder.sandbox import Budget, Sandbox, StudentProcess
from autograder.sandbox.host import student_time
from tests.support.load import any_processor, busy
from tests.support.student_process import QUICK, running, started

pytestmark = pytest.mark.skipif(not os.path.exists("/proc/self/schedstat"), reason="the kernel keeps no accounts here")

_LIMIT = 0.6
_MODULE = """
import threading
import time

threading.stack_size(65536)

def computes(seconds):
    until = time.thread_time() + seconds
    while time.thread_time() < until:
        pass
    return "right"

def sleeps(seconds):
    time.sleep(seconds)
    return "right"

def threads(task, number):
    for _ in range(number):
        threading.Thread(target=task, daemon=True).start()
    time.sleep(1000)

def spins():
    while True:
        pass

def wakes():
    while True:
        time.sleep(0.001)

def competing():
    threads(spins, 20)

def waking_together():
    threads(wakes, 40)

def by_threads(seconds):
    workers = [threading.Thread(target=computes, args=(seconds / 4,)) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return "right"
"""


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with started(limits=replace(QUICK, call_seconds=_LIMIT)) as made:
        yield made


@pytest.fixture
def process(sandbox: Sandbox) -> Iterator[StudentProcess]:
    with running(sandbox, _MODULE) as made:
        made.budget = Budget(1000, "all of it")
        yield made


def _spent(process: StudentProcess) -> float:
    assert process.budget is not None
    return process.budget.spent


def test_what_a_call_computes_and_sleeps_is_charged(process: StudentProcess) -> None:
    process.module.computes(0.2)
    assert 0.2 <= _spent(process) < 0.3
    process.module.sleeps(0.2)
    assert 0.3 < _spent(process) < 0.5


def test_what_the_grader_does_between_two_calls_is_not(process: StudentProcess) -> None:
    computes = process.module.computes
    before = _spent(process)
    for _ in range(3):
        computes(0)
        time.sleep(0.2)
        sum(range(1_000_000))
    assert _spent(process) - before < 0.1


@pytest.mark.parametrize("call", ["computes", "by_threads"])
def test_waiting_for_a_processor_is_not(process: StudentProcess, call: str) -> None:
    """One processor for eleven programs: an answer that needs a quarter of its limit takes far longer than the limit, and is right."""
    os.sched_setaffinity(process.pid, {any_processor()})
    with busy(10, any_processor()):
        began = time.monotonic()
        assert getattr(process.module, call)(_LIMIT / 4) == "right"
        assert time.monotonic() - began > 1.5 * _LIMIT, "nobody kept it waiting: this proves nothing"
    assert _spent(process) < _LIMIT


@pytest.mark.parametrize("call", ["spins", "competing", "waking_together", "sleeps"])
@pytest.mark.parametrize("programs", [0, pytest.param(10, marks=pytest.mark.slow)])
def test_what_never_ends_is_ended(process: StudentProcess, call: str, programs: int) -> None:
    """Threads that keep each other waiting get at most four times the limit, a loop on a busy processor what it has a right to."""
    os.sched_setaffinity(process.pid, {any_processor()})
    with busy(programs, any_processor()):
        began = time.monotonic()
        with pytest.raises(StudentTimeout, match=rf"^ran longer than its {_LIMIT} s, the limit for one call\.$"):
            getattr(process.module, call)(*([1000] if call == "sleeps" else []))
        taken = time.monotonic() - began
    assert _spent(process) >= _LIMIT
    assert taken < (5 * _LIMIT if call != "spins" else 30 * _LIMIT), "it was given too much"


@pytest.mark.slow
def test_where_the_kernel_tells_nothing_of_queues(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """Processor time is the limit then, and sleep has a generous one."""
    monkeypatch.setattr(student_time, "_open", lambda path: -1)
    with running(sandbox, _MODULE) as process:
        assert process.module.sleeps(2 * _LIMIT) == "right"
        began = time.monotonic()
        with pytest.raises(StudentTimeout):
            process.module.spins()
        assert time.monotonic() - began < 30 * _LIMIT
    with running(sandbox, _MODULE) as process:
        began = time.monotonic()
        with pytest.raises(StudentTimeout):
            process.module.sleeps(1000)
        assert time.monotonic() - began < 60 * _LIMIT


def test_where_nothing_is_known_of_another_process(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(student_time, "_open", lambda path: -1)
    monkeypatch.setattr(student_time.Meter, "_processor_time", lambda self: None)
    with running(sandbox, _MODULE) as process:
        assert process.module.sleeps(1.5 * _LIMIT) == "right"
        with pytest.raises(StudentTimeout):
            process.module.spins()


@pytest.mark.parametrize("call", ["computes", "sleeps", "by_threads"])
def test_a_machine_that_stands_still_costs_nothing(
    process: StudentProcess, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    """A virtual machine that is paused for twenty seconds: its clocks leap, for who computes that moment too."""
    began, task = time.monotonic(), getattr(process.module, call)
    leap = lambda: 20.0 if time.monotonic() - began > _LIMIT / 4 else 0.0
    clock = SimpleNamespace(
        monotonic=lambda: time.monotonic() + leap(),
        thread_time=time.thread_time,
        clock_gettime=lambda number: time.clock_gettime(number) + (leap() if call == "computes" else 0.0),
    )
    monkeypatch.setattr(student_time, "time", clock)
    assert task(_LIMIT / 2) == "right"
    # The look at the clocks in which they leap counts for nothing, however long a busy machine makes it.
    assert 0 < _spent(process) < _LIMIT


@pytest.mark.slow
@pytest.mark.skipif(os.getuid() != 0, reason="only root makes a process of another user wait behind all others")
def test_who_waits_longer_than_the_limit_for_a_processor_is_not_asleep(process: StudentProcess) -> None:
    """Its account of the queue grows only once it runs again."""
    with contextlib.suppress(OSError):  # where a session's processes share one weight
        Path(f"/proc/{process.pid}/autogroup").write_text("19")
    os.setpriority(os.PRIO_PROCESS, process.pid, 19)
    os.sched_setaffinity(process.pid, {any_processor()})
    with busy(4, any_processor()):
        began = time.monotonic()
        assert process.module.computes(0.02) == "right"
        assert time.monotonic() - began > 2 * _LIMIT, "nobody kept it waiting: this proves nothing"
    assert _spent(process) < _LIMIT


def test_an_answer_that_trickles_in_runs_out_of_time(sandbox: Sandbox) -> None:
    """Its first bytes are there at once, and always some more."""
    text = """
        import os, time
        def f():
            os.write(3, b"cg1\\n" + (1 << 20).to_bytes(4, "little") + bytes(8))
            while True:
                os.write(3, b" ")
                time.sleep(0.001)
    """
    with running(sandbox, text) as process, pytest.raises(StudentTimeout):
        process.module.f()


def test_budgets_hold_for_what_is_in_them() -> None:
    whole = Budget(10, "all calls of this submission")
    first, second = (Budget(6, "all calls of this question", whole) for _ in range(2))
    first.spend(5)
    assert (first.left, whole.left, first.longest) == (1, 5, 5)
    assert first.tightest is first
    assert second.tightest is whole
    assert second.tightest.told == "the limit for all calls of this submission is 10 s"


def test_accounts_are_let_go_of(sandbox: Sandbox) -> None:
    before = len(os.listdir("/proc/self/fd"))
    for _ in range(5):
        with running(sandbox, _MODULE) as process:
            process.module.computes(0)
    assert len(os.listdir("/proc/self/fd")) == before
