"""The doctor: proves each layer of the isolation on this machine by trying to break it from inside a real student's process.

A layer is broken only where an attempt on it got through. Where no answer came, because the machine is slow or full, it is tried again,
and then it is undecided.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Literal

from autograder.course import Limits, Rules
from autograder.records.errors import SandboxError, StudentCrash, StudentError, StudentFailure, StudentTimeout
from autograder.records.submission import SourceFile
from autograder.sandbox.host.process import StudentProcess
from autograder.sandbox.host.sandbox import Sandbox

State = Literal["held", "broken", "absent", "undecided"]
TRIES, PAUSE = 3, 1.0
"""How often a layer is tried that gave no answer, and the seconds before it is tried again."""
GONE_SECONDS = 10.0
"""How long a process that was killed may take to go: a machine under load takes its time to tell."""

_BREAKER = b"""
import _thread
import ctypes
import os
import socket
import threading
import time


def reads_a_file():
    return open("/etc/passwd").read(10)


def writes_a_file():
    descriptor = os.open("/tmp/convgrade-doctor", os.O_CREAT | os.O_WRONLY)
    os.unlink("/tmp/convgrade-doctor")
    return descriptor


def connects():
    return socket.create_connection(("127.0.0.1", 9), timeout=1)


def forks():
    return os.fork()


def runs_a_program():
    return os.execv("/bin/true", ["true"])


def reads_memory(process):
    return os.open("/proc/%d/mem" % process, os.O_RDONLY)


def reads_memory_by_call(process):
    buffer = ctypes.create_string_buffer(8)
    here, there = (ctypes.c_size_t * 2)(ctypes.addressof(buffer), 8), (ctypes.c_size_t * 2)(ctypes.addressof(buffer), 8)
    number = {"x86_64": 310, "aarch64": 270}[MACHINE]
    if ctypes.CDLL(None, use_errno=True).syscall(number, process, here, 1, there, 1, 0) < 0:
        raise PermissionError(ctypes.get_errno())


def signals(process):
    return os.kill(process, 0)


def hoards():
    return len([bytearray(1 << 28) for _ in range(64)])


def loops():
    while True:
        pass


def user():
    return os.getuid()


def ids():
    return [os.getpid(), threading.get_native_id()]


def starts_threads():
    threading.stack_size(1 << 16)
    for number in range(200):
        _thread.start_new_thread(time.sleep, (60,))
    time.sleep(0.5)
    return number


def leaves_a_note():
    ctypes.note = 1


def finds_a_note():
    return hasattr(ctypes, "note")
"""


@dataclass(frozen=True)
class Layer:
    """One layer: ``held`` when every attempt on it failed, ``broken`` when one succeeded, ``absent`` when this machine has none,
    ``undecided`` when no attempt came to an end."""

    name: str
    state: State
    detail: str


def examine(isolation: str | None = None) -> Iterator[Layer]:
    """Every layer on this machine, one after the other."""
    try:
        sandbox = _sandbox(isolation)
    except SandboxError as error:
        yield Layer("student process", "broken", str(error))
        return
    with sandbox:
        words = {"sealed": "held", "reduced": "absent", "unsafe": "absent"}
        yield Layer("isolation", words[sandbox.isolation], sandbox.isolation)  # type: ignore[arg-type]
        me, nobody = os.getpid(), ()
        for name, function, arguments in (
            ("files cannot be read", "reads_a_file", nobody),
            ("files cannot be written", "writes_a_file", nobody),
            ("the network is out of reach", "connects", nobody),
            ("no new process", "forks", nobody),
            ("no other program", "runs_a_program", nobody),
            ("the grader's memory is closed", "reads_memory", (me,)),
            ("the grader's memory is closed to system calls", "reads_memory_by_call", (me,)),
            ("the grader cannot be signalled", "signals", (me,)),
            ("memory is bounded", "hoards", nobody),
            ("threads are bounded", "starts_threads", nobody),
        ):
            yield _tried(name, partial(_attempt, sandbox, name, function, *arguments))
        yield _tried("endless loops are ended", partial(_time, sandbox))
        yield _tried("nothing is carried over", partial(_state, sandbox))
        yield _tried("a user of its own", partial(_own_user, sandbox))
        yield _tried("process ids of its own", partial(_own_ids, sandbox))
        yield _tried("kernel's means", partial(_layers, sandbox))
    yield _tried("it ends with its grader", _outlives)


def _sandbox(isolation: str | None) -> Sandbox:
    """A sandbox; a machine that is short of processes for a moment gets a second chance."""
    try:
        return Sandbox(Rules(), Limits(memory_mb=512), isolation=isolation)
    except SandboxError:
        time.sleep(PAUSE)
        return Sandbox(Rules(), Limits(memory_mb=512), isolation=isolation)


def _tried(name: str, attempt: Callable[[], Layer]) -> Layer:
    """The result of the ``attempt`` on a layer, repeated while no answer comes."""
    for number in range(TRIES):
        if number:
            time.sleep(PAUSE)
        try:
            layer = attempt()
        except (StudentFailure, SandboxError) as error:
            layer = Layer(name, "undecided", f"no answer came: {error}")
        if layer.state != "undecided":
            break
    return layer


def _start(sandbox: Sandbox) -> StudentProcess:
    import platform

    source = f"MACHINE = {platform.machine()!r}\n".encode() + _BREAKER
    return sandbox.start(SourceFile("doctor.py", source), (), "doctor")


def _attempt(sandbox: Sandbox, name: str, function: str, *arguments: int) -> Layer:
    process = _start(sandbox)
    try:
        got = getattr(process.module, function)(*arguments)
        return Layer(name, "broken", f"{function} succeeded ({got!r})")
    except StudentError as error:
        if error.type_name in ("PermissionError", "MemoryError") or "can't start new thread" in error.message:
            return Layer(name, "held", f"refused: {error.type_name}")
        # Any other error means that it got somewhere: a connection refused, a file not found.
        return Layer(name, "broken", f"{function} got as far as {error}")
    except StudentFailure as error:
        ended = isinstance(error, StudentCrash)
        by_the_limit = ended and function in ("hoards", "starts_threads")
        became_another = ended and function == "runs_a_program"  # what it started in its place has ended
        return Layer(
            name, "held" if by_the_limit else "broken" if became_another else "undecided", f"{function}: {error}"
        )
    finally:
        process.close()


def _time(sandbox: Sandbox) -> Layer:
    process, started = _start(sandbox), time.monotonic()
    try:
        process.module.loops()
    except StudentTimeout:
        seconds = time.monotonic() - started
        return Layer(
            "endless loops are ended", "held", f"after {seconds:.1f} s, limit {sandbox.limits.call_seconds:g} s"
        )
    finally:
        process.close()
    return Layer("endless loops are ended", "broken", "the call came back")


def _state(sandbox: Sandbox) -> Layer:
    first = _start(sandbox)
    first.module.leaves_a_note()
    first.close()
    second = _start(sandbox)
    found = second.module.finds_a_note()
    second.close()
    return Layer("nothing is carried over", "broken" if found else "held", "a fresh process for every question")


def _own_user(sandbox: Sandbox) -> Layer:
    process = _start(sandbox)
    user = process.module.user()
    process.close()
    if os.getuid() != 0:
        return Layer("a user of its own", "absent", "only where the grader is root; the seal holds without it")
    return Layer("a user of its own", "held" if user not in (0, os.getuid()) else "absent", f"user {user}")


def _own_ids(sandbox: Sandbox) -> Layer:
    name, found = "process ids of its own", []
    for _ in range(2):
        process = _start(sandbox)
        found.append(process.module.ids())
        process.close()
    if not sandbox.own["processes"]:
        told = "only as root or with user namespaces; what a diagnosis shows has to come out the same twice anyway"
        return Layer(name, "absent", told)
    return Layer(name, "held" if found[0] == found[1] else "broken", f"process {found[0][0]} in every run")


def _layers(sandbox: Sandbox) -> Layer:
    process = _start(sandbox)
    held = process.report.layers
    process.close()
    network = ", network namespace" if sandbox.own["network"] else ""
    landlock = "" if "landlock" in held else " (this kernel has no Landlock; seccomp holds without it)"
    return Layer("kernel's means", "held" if held else "absent", f"{held or 'none'}{network}{landlock}")


def _outlives() -> Layer:
    """Kill a grader while a process of its loops: that must go too."""
    code = (
        "import sys, threading\n"
        "from autograder.sandbox import doctor\n"
        "sandbox = doctor.Sandbox(doctor.Rules(), doctor.Limits(call_seconds=60))\n"
        "process = doctor._start(sandbox)\n"
        "print(process.pid, flush=True)\n"
        "process.module.loops()\n"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, cwd="/", env=_with_engine()) as grader:
        assert grader.stdout is not None
        pid = int(grader.stdout.readline() or 0)
        time.sleep(0.3)
        grader.kill()
    if not pid:
        return Layer("it ends with its grader", "undecided", "the grader that was to be killed did not start")
    until = time.monotonic() + GONE_SECONDS
    while time.monotonic() < until:
        if not _runs(pid):
            return Layer("it ends with its grader", "held", "a looping process was gone when its grader was killed")
        time.sleep(0.05)
    return Layer(
        "it ends with its grader", "broken", f"process {pid} lives on {GONE_SECONDS:g} s after its grader was killed"
    )


def _with_engine() -> dict[str, str]:
    from pathlib import Path

    return {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parent.parent.parent)}


def _runs(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8") as file:
            return file.read().rpartition(")")[2].split()[0] not in ("Z", "X")
    except OSError:
        return False
