"""The fork server: an assignment's libraries, loaded once for everybody on this machine who computes with them.

PyTorch takes 300 MB and seconds of processor time in each process that imports it: in every grader, and in every program that students'
processes are forked from (the zygote). This program imports it once, started by exec with a clean environment, and splits in two. From
one half workers are forked, which import the grader and the suite themselves, afterwards. The other half is made ready for student code,
and zygotes are forked from it. Pages that nobody writes to are in memory once. Between the halves goes nothing but the end of one.
Runs in a process of its own.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import socket
import sys
import traceback
from collections.abc import Callable
from typing import Any, NoReturn

from autograder.sandbox import seal
from autograder.sandbox.inside import zygote
from autograder.sandbox.inside.told import summary
from autograder.sandbox.inside.warm import load

Born = Callable[[dict[str, Any], list[int], int], NoReturn]
"""What a forked process does: with the request, the descriptors that came with it, and its parent's id."""


def main(zygotes_text: str, workers_text: str, for_workers_text: str, settings_text: str) -> NoReturn:
    """Serve forks of zygotes over the first descriptor, and of workers over the second, until these close. The third, the other end of the
    first, is what every worker gets: to ask for zygotes of its own."""
    zygotes, workers, for_workers = int(zygotes_text), int(workers_text), int(for_workers_text)
    settings = json.loads(settings_text)
    problem = ""
    with contextlib.suppress(Exception):  # said below, where it is tried again
        load(settings["libraries"])
    gc.collect()
    gc.freeze()  # before the fork: the collector writes to what it looks through
    parent = os.getpid()
    if os.fork() == 0:
        os.close(zygotes)
        seal.die_with_parent(parent)
        serve(workers, lambda request, given, server: _worker(request, [*given, for_workers], server))
    os.close(workers)
    os.close(for_workers)
    ready: dict[str, Any] = {}
    try:
        ready = zygote.prepare(settings)
    except zygote.Unprepared as error:
        problem = str(error)
    except Exception as error:
        problem = f"The rules of this assignment cannot be set up here: {summary(error)}."
    seal.undumpable()
    gc.collect()
    gc.freeze()
    serve(zygotes, lambda request, given, server: _zygote(request, given, server, ready), problem)


def serve(control: int, born: Born, problem: str = "") -> NoReturn:
    """Fork for everybody who asks, until nobody can any more. A request is a datagram with the descriptor to answer to, and those for the
    process; the answer names it, with a descriptor of it (pidfd_open(2)). Where there is a ``problem`` that is the answer."""
    sock = socket.socket(fileno=control)
    ended: dict[int, int] = {}
    while True:
        data, descriptors, _, _ = socket.recv_fds(sock, 1 << 18, 8)
        if not data:
            os._exit(0)
        request, reply, given = json.loads(data), socket.socket(fileno=descriptors[0]), descriptors[1:]
        _reap(ended)
        if request["do"] == "fork":
            server, pid = os.getpid(), 0 if problem else os.fork()
            if pid == 0 and not problem:
                sock.close()
                reply.close()
                _become(born, request, given, server)
            ended.pop(pid, None)
            _answer(reply, {"error": problem} if problem else {"pid": pid}, pid)
        elif request["do"] == "status":
            _answer(reply, {"status": ended.pop(request["pid"], None)})
        else:
            sys.path[:] = request["path"]
            for name in request["modules"]:
                importlib.import_module(name)
            gc.collect()
            gc.freeze()
        reply.close()
        for descriptor in given:
            os.close(descriptor)


def _become(born: Born, request: dict[str, Any], given: list[int], server: int) -> NoReturn:
    try:
        born(request, given, server)
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(1)


def _reap(ended: dict[int, int]) -> None:
    """Note how children ended; who asked for them asks for that too."""
    try:
        while found := os.waitpid(-1, os.WNOHANG):
            if found[0] == 0:
                return
            ended[found[0]] = os.waitstatus_to_exitcode(found[1])
    except ChildProcessError:
        return


def _answer(reply: socket.socket, answer: dict[str, Any], pid: int = 0) -> None:
    handles = []
    try:
        if pid:
            handles.append(os.pidfd_open(pid))
        socket.send_fds(reply, [json.dumps(answer).encode()], handles)
    except OSError:  # who asked is gone, or this kernel has no such descriptors: the process sees its own line closed
        pass
    for handle in handles:
        os.close(handle)


def _zygote(request: dict[str, Any], given: list[int], server: int, ready: dict[str, Any]) -> NoReturn:
    control, errors = given
    os.setsid()
    os.dup2(errors, 2)
    os.close(errors)
    seal.die_with_parent(server)
    os.environ.update(request["environment"])
    zygote.forked(control, request["settings"], ready)


def _worker(request: dict[str, Any], given: list[int], server: int) -> NoReturn:
    line, errors, for_zygotes = given
    os.dup2(errors, 2)
    os.close(errors)
    os.environ.clear()
    os.environ.update(request["environment"])
    sys.path[:], sys.dont_write_bytecode = request["path"], request["dont_write_bytecode"]
    serving = getattr(importlib.import_module(request["module"]), request["function"])
    serving(line, server, *request["arguments"], for_zygotes)
    os._exit(0)
