"""The zygote: a process with the libraries loaded and nothing else, from which every student's process is forked.

It is started by exec with a clean environment before a test, the reference or a result is near, computes in one thread (a fork
after threads have run hangs), and dies with its grader. Requests come over a socket; the student's own socket comes along.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import resource
import select
import signal
import socket
import struct
import sys
import time
from typing import Any, NoReturn

from autograder.sandbox import seal
from autograder.sandbox.inside import child, mend
from autograder.sandbox.inside.guard import Guard
from autograder.sandbox.inside.imports import allowed
from autograder.sandbox.inside.namespaces import Namespaces, enter
from autograder.sandbox.inside.scan import suspicious
from autograder.sandbox.inside.told import summary
from autograder.sandbox.inside.tripwires import forbid, shut_pillow, shut_smoothing
from autograder.sandbox.inside.warm import warm


class Unprepared(Exception):
    """The rules of this assignment cannot be set up here; the text says why."""


def main(control: str, settings_text: str) -> NoReturn:
    """Serve forks over the descriptor ``control`` until it closes: a program of its own."""
    settings, number = json.loads(settings_text), os.getpid()
    grader = seal.ended(settings["grader"])
    if grader is None:
        seal.die_with_parent(settings["grader"])
    spaces = _apart(settings)
    sock = socket.socket(fileno=int(control))
    try:
        ready = prepare(settings)
    except Unprepared as error:
        _say(sock, {"error": str(error)})
        os._exit(1)
    _run(sock, settings | ready, spaces, number, grader)


def forked(control: int, settings: dict[str, Any], ready: dict[str, Any]) -> NoReturn:
    """The same in a process that was forked from one which has been through `prepare`; it ends with its grader, whose end of the line
    closes, and with the process that forked it."""
    number = os.getpid()
    seal.undumpable(False)  # a process that is closed to others may not set up a namespace
    spaces = _apart(settings)
    _run(socket.socket(fileno=control), settings | ready, spaces, number, None)


def prepare(settings: dict[str, Any]) -> dict[str, Any]:
    """Load and make all that students' processes find and keep. Gives what is added to the settings. Raises `Unprepared`."""
    try:
        warm(settings["libraries"])
        forbid(settings["forbidden"])
        if not {"PIL", "torchvision"} & set(settings["libraries"]):
            shut_pillow()
        shut_smoothing()
        suspicious("", settings["libraries"], settings["forbidden"])  # compiles its patterns, once for all
        mend.warm()
    except (ImportError, LookupError) as error:
        missing = " Install that library beside convgrade." if isinstance(error, ModuleNotFoundError) else ""
        raise Unprepared(f"The rules of this assignment cannot be set up here: {error}.{missing}") from None
    try:
        exec(
            settings["helpers"], {}
        )  # what they import, and nothing else of them: a process gets its question's part when it is needed
    except Exception as error:
        raise Unprepared(f"The suite's helpers cannot be loaded: {summary(error)}.") from None
    for name in ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"):
        os.environ.pop(name, None)
    if settings["sealed"]:
        seal.make_filters()
    return {"path": list(sys.path), "guard": Guard(), "known": allowed(settings["libraries"])}


def _apart(settings: dict[str, Any]) -> Namespaces:
    """Take this program apart from the others on the machine, while it may still look around."""
    seal.first_to_go()
    hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
    resource.setrlimit(
        resource.RLIMIT_DATA, (hard, hard)
    )  # the grader's limit on itself is not for what is forked from here
    return enter() if settings["sealed"] else Namespaces()


def _run(
    sock: socket.socket, settings: dict[str, Any], spaces: Namespaces, number: int, grader: int | None
) -> NoReturn:
    # What is forked from here has no place to write; this program itself is compiled once.
    sys.dont_write_bytecode = True
    threads = len(os.listdir("/proc/self/task")) if os.path.isdir("/proc/self/task") else 1
    seal.undumpable()
    settings |= {
        # From the first process of a namespace its parent is hidden.
        "parent": os.getpid() if spaces.processes is None else None,
        "user": seal.spare_user(number),
        "counted_apart": spaces.user,
    }
    sys.path[:], sys.argv[:] = [], ["student"]
    gc.collect()
    gc.freeze()
    unsealed = _rehearsal(settings) if settings["sealed"] and threads == 1 else ""
    own = {"network": spaces.network, "processes": spaces.processes is not None}
    _say(sock, {"threads": threads, "unsealed": unsealed, "own": own})
    waiting = select.poll()
    for descriptor in (sock.fileno(), *([] if grader is None else [grader])):
        waiting.register(descriptor, select.POLLIN)
    while True:
        if any(descriptor == grader for descriptor, _ in waiting.poll()):
            os._exit(0)
        _serve(sock, settings, spaces)


def _rehearsal(settings: dict[str, Any]) -> str:
    """Seal a process and try the door: ``""`` when it is shut, else what is wrong."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            seal.stay_alone()
            seal.drop_rights(settings["user"])
            seal.seal()
            os.open(os.devnull, os.O_RDONLY)
            told = "a file could still be opened"
        except PermissionError:
            told = ""
        except BaseException as error:
            told = f"{type(error).__name__}: {error}"
        os.write(writing, told.encode()[:500] or b"\0")
        os._exit(0)
    os.close(writing)
    answer = os.read(reading, 1000)
    os.close(reading)
    os.waitpid(pid, 0)
    return "" if answer == b"\0" else answer.decode(errors="replace") or "the process ended while it was sealed"


def _serve(sock: socket.socket, settings: dict[str, Any], spaces: Namespaces) -> None:
    data, descriptors, _, _ = socket.recv_fds(sock, 4096, 1)
    if not data:
        os._exit(0)
    request = json.loads(data)
    if request["do"] == "fork":
        spaces.about_to_fork()
        try:
            pid = os.fork()
        except OSError as error:
            pid = -1
            _say(sock, {"error": str(error)})
        if pid == 0:
            # A lost grader must not leave a process behind that holds the socket open.
            sock.detach()
            child.main(descriptors[0], settings)
        spaces.forked()
        if pid > 0:
            _say(sock, {"pid": pid}, about=pid if spaces.processes is not None else 0)
        os.close(descriptors[0])
    elif request["do"] == "reap":
        _say(sock, {"status": _reap(request["pid"], request["patience"], settings["sealed"])})


def _reap(pid: int, patience: float, sealed: bool) -> int | None:
    """End the process, and where it is not sealed what it forked. Until it is reaped here its pid belongs to nobody else."""
    until, status = time.monotonic() + patience, None
    while patience and time.monotonic() < until:
        found, ended = os.waitpid(pid, os.WNOHANG)
        if found:
            status = os.waitstatus_to_exitcode(ended)
            break
        time.sleep(0.001)
    if not sealed:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(pid, signal.SIGKILL)
    if status is None:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    return status


def _say(sock: socket.socket, answer: dict[str, Any], about: int = 0) -> None:
    """Send the answer, and with it the process it is ``about``: the kernel tells the grader by which id it knows it."""
    who = struct.pack("3i", about, os.getuid(), os.getgid())
    sock.sendmsg([json.dumps(answer).encode()], [(socket.SOL_SOCKET, socket.SCM_CREDENTIALS, who)] if about else [])


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    main(sys.argv[1], sys.argv[2])
