"""The grader's side of the fork server (`autograder.sandbox.inside.forkserver`): workers and zygotes that share the libraries' memory.

Everything here gives way: where there is no such server (another system, an older kernel, one that was lost) whoever asks starts a program
of its own, which takes longer and more memory and gives the same marks. Runs in the grader.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import IO, Any

from autograder.course import Assignment, Rules
from autograder.records.closing import Closing
from autograder.records.errors import SandboxError
from autograder.records.scratch import Scratch
from autograder.sandbox.host.helpers import Helpers

_START_SECONDS, _STATUS_SECONDS = 600.0, 60.0
"""Torch takes seconds to load, and on a busy machine a hundred times as long."""
_LOADER = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
"""Where an interpreter from a module system or from conda finds its own libraries."""


def start_program(
    main: str, arguments: list[str], folder: str, descriptors: list[int], errors: int | None = None
) -> subprocess.Popen[bytes]:
    """Start ``main`` (a module of `autograder.sandbox.inside` with a function ``main``) with nothing of this process's own: an environment
    of its own, in which it computes in one thread, has no place to write but ``folder`` and orders sets alike in every run."""
    threads = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")
    loader = {name: os.environ[name] for name in _LOADER if name in os.environ}
    fixed = {"PYTHONHASHSEED": "0", "MPLBACKEND": "Agg", "LANG": "C.UTF-8", "PATH": "/nonexistent"}
    engine = str(Path(__file__).resolve().parents[3])
    # -P keeps the current folder out of the path: the engine's own place is named, and where this process finds its libraries.
    libraries = [folder for folder in sys.path if folder.endswith(("site-packages", "dist-packages"))]
    find = f"import sys; sys.path.insert(0, {engine!r}); sys.path += [p for p in {libraries!r} if p not in sys.path]"
    command = f"{find}; from autograder.sandbox.inside import {main}; {main}.main(*sys.argv[1:])"
    options = ["-s", "-P", *(["-B"] if sys.dont_write_bytecode else [])]
    return subprocess.Popen(
        [sys.executable, *options, "-c", command, *map(str, descriptors), *arguments],
        env=dict.fromkeys(threads, "1") | places(folder) | loader | fixed,
        pass_fds=descriptors,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE if errors is None else errors,
        start_new_session=True,
        cwd="/",
    )


def places(folder: str) -> dict[str, str]:
    """The part of such an environment that names its ``folder``."""
    return dict.fromkeys(("HOME", "TMPDIR", "MPLCONFIGDIR"), folder)


class Forked:
    """A process that the fork server forked, as far as a `subprocess.Popen` is needed of it. Its id and a handle come when they are first
    needed: the server may be loading libraries still."""

    def __init__(self, line: _Line, reply: socket.socket, stderr: IO[bytes] | None = None) -> None:
        self.stderr = stderr
        self.returncode: int | None = None
        self._line, self._reply = line, reply
        self._pid, self._handle = 0, -1
        self.trouble = ""

    @property
    def pid(self) -> int:
        """Its id; 0 where it was not started, which ``trouble`` may say why."""
        if self._pid == 0 and self.returncode is None:
            answer, handles = _answered(self._reply, _START_SECONDS)
            self.trouble = str(answer.get("error", ""))
            if handles and not self.trouble:
                self._pid, self._handle = int(answer["pid"]), handles[0]
            else:
                self.returncode = 1
        return self._pid

    def poll(self) -> int | None:
        """How it ended; None while it runs."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.wait(0)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait until it has ended, and say how. Raises `subprocess.TimeoutExpired`."""
        if self.returncode is None and self.pid:
            ended = select.poll()
            ended.register(self._handle, select.POLLIN)
            if not ended.poll(None if timeout is None else 1000 * timeout):
                raise subprocess.TimeoutExpired("a forked process", timeout or 0)
            os.close(self._handle)
            # Where the server is gone, so is what it forked.
            status = self._line.status(self._pid)
            self.returncode = -signal.SIGKILL if status is None else status
        assert self.returncode is not None
        return self.returncode

    def kill(self) -> None:
        """End it."""
        self._send(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask it to end."""
        self._send(signal.SIGTERM)

    def _send(self, number: int) -> None:
        if self.returncode is None and self.pid:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._handle, number)


class _Line:
    """Requests to one half of the server."""

    def __init__(self, sock: socket.socket) -> None:
        self.sock = sock

    def tell(self, request: dict[str, Any], *descriptors: int) -> socket.socket:
        """Send a request; the answer will come over what is given."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs, contextlib.suppress(OSError):  # a server that is gone shows in the answer that does not come
            socket.send_fds(self.sock, [json.dumps(request).encode()], [theirs.fileno(), *descriptors])
        return ours

    def status(self, pid: int) -> int | None:
        """How a process that has ended did; None where nobody knows any more."""
        answer, _ = _answered(self.tell({"do": "status", "pid": pid}), _STATUS_SECONDS)
        status: int | None = answer.get("status")
        return status


def _answered(reply: socket.socket, seconds: float) -> tuple[dict[str, Any], list[int]]:
    """The answer and its descriptors; empty where none comes."""
    with reply:
        reply.settimeout(seconds)
        try:
            data, descriptors, _, _ = socket.recv_fds(reply, 1 << 16, 1)
        except OSError:
            return {}, []
    return (json.loads(data) if data else {}), descriptors


def supported() -> bool:
    """Whether this system has what it takes."""
    return sys.platform == "linux" and hasattr(os, "pidfd_open") and hasattr(signal, "pidfd_send_signal")


def for_assignment(
    assignment: Assignment, modules: tuple[str, ...] = ()
) -> contextlib.AbstractContextManager[ForkServer | None]:
    """The server that all computing processes of an assignment are forked from; None where the system cannot do that."""
    return ForkServer(assignment, modules) if supported() else contextlib.nullcontext()


class Lender:
    """In a worker that the server forked: zygotes of what it has loaded, for who needs just that."""

    def __init__(self, descriptor: int, loaded: str) -> None:
        """``loaded`` is the server's `loaded_for`."""
        self._line, self._loaded = _Line(socket.socket(fileno=descriptor)), loaded

    def zygote(
        self, rules: Rules, helpers: Helpers, settings: dict[str, Any], control: int, folder: str
    ) -> Forked | None:
        """A zygote that speaks over ``control``; None where there is none like it to be had. Raises `SandboxError` where these rules cannot
        be set up."""
        if loaded_for(rules, helpers) != self._loaded:
            return None
        reading, writing = os.pipe()
        stderr = os.fdopen(reading, "rb")
        try:
            request = {"do": "fork", "settings": settings, "environment": places(folder)}
            forked = Forked(self._line, self._line.tell(request, control, writing), stderr)
        finally:
            os.close(writing)
        if forked.pid:
            return forked
        stderr.close()
        if forked.trouble:
            raise SandboxError(forked.trouble)
        return None


def loaded_for(rules: Rules, helpers: Helpers) -> str:
    """What a program has loaded and made ready for student code, as a text to compare."""
    return repr((rules, helpers.imports))


lent: list[Lender] = []
"""In a worker that the fork server forked: where its zygotes come from."""


class ForkServer(Closing):
    """The server for one assignment's libraries. Use it as a context manager."""

    def __init__(self, assignment: Assignment, modules: tuple[str, ...] = ()) -> None:
        """``modules`` are imported before the first worker is forked: what all workers need."""
        rules, helpers = assignment.rules, Helpers(assignment.props)
        self._loaded = loaded_for(rules, helpers)
        settings = {
            "libraries": list(rules.libraries),
            "forbidden": list(rules.forbidden),
            "helpers": helpers.imports,
            "sealed": True,
        }
        self._folder = Scratch()
        pairs = [socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET) for _ in range(2)]
        (zygotes, for_zygotes), (workers, for_workers) = pairs
        with zygotes, workers, for_zygotes:
            passed = [zygotes.fileno(), workers.fileno(), for_zygotes.fileno()]
            self._process = start_program(
                "forkserver", [json.dumps(settings)], self._folder.name, passed, subprocess.DEVNULL
            )
        self._line = _Line(for_workers)
        self._line.tell({"do": "bring", "path": sys.path, "modules": list(modules)}).close()

    def worker(
        self, function: str, line: int, errors: int, arguments: list[Any], environment: dict[str, str]
    ) -> Forked:
        """A process that calls ``function`` ("module:name") with the descriptor ``line``, its parent's id, the ``arguments`` and
        what makes a `Lender`; what it says of its own end goes to ``errors``."""
        module, name = function.split(":")
        request = {
            "do": "fork",
            "module": module,
            "function": name,
            "arguments": [*arguments, self._loaded],
            "path": sys.path,
            "dont_write_bytecode": sys.dont_write_bytecode,
            "environment": environment,
        }
        return Forked(self._line, self._line.tell(request, line, errors))

    @property
    def alive(self) -> bool:
        """Whether it runs."""
        return self._process.poll() is None

    def close(self) -> None:
        """End it, and whatever it forked."""
        self._line.sock.close()
        self._process.kill()
        self._process.wait()
        self._folder.close()
