"""The grader's side: start the zygote, have students' processes forked from it, ask them with a time limit, end them."""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.course import Limits, Rules
from autograder.guest import seal
from autograder.guest.errors import (
    BadReply,
    LimitReached,
    StudentCrash,
    StudentFailure,
    StudentTimeout,
    student_error,
)
from autograder.guest.proxy import Handle, number_of
from autograder.guest.wire import PREFIX, Decoder, Encoder, Malformed, Ref, TooLarge, lengths
from autograder.ingest.submission import SourceFile

LOAD_SECONDS = 5.0
"""The least time loading a submission may take: parsing and top-level work, before any call."""
_PIECE = 1 << 18
_STARTUP_SECONDS = 120.0
ISOLATIONS = ("sealed", "reduced", "unsafe")


class GuestError(Exception):
    """The isolation itself does not work. The text says what to do."""


@dataclass(frozen=True)
class LoadReport:
    """What came of loading a submission. ``reason`` says in one sentence why it could not be loaded; ``flags`` are for the instructor,
    ``remarks`` for the student; ``names`` are what the module defines."""

    loaded: bool
    reason: str = ""
    flags: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    output: str = ""
    names: tuple[str, ...] = ()


class Zygote:
    """A zygote and its control socket; use as a context manager. ``isolation`` is ``sealed`` where the platform can, else ``reduced``."""

    def __init__(self, rules: Rules, limits: Limits, props: Path | None = None, isolation: str | None = None) -> None:
        self.isolation = isolation or ("sealed" if seal.supported() else "reduced")
        if self.isolation not in ISOLATIONS:
            raise GuestError(f"There is no isolation {isolation!r}; there is {', '.join(ISOLATIONS)}.")
        self.rules, self.limits = rules, limits
        self.props = (props.read_text(encoding="utf-8"), props.name) if props else None
        self._folder = tempfile.TemporaryDirectory(prefix="convgrade-")
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._start()

    def __enter__(self) -> Zygote:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def close(self) -> None:
        """End the zygote; what it forked ends with it."""
        if self._control is not None:
            self._control.close()
            self._control = None
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None
        self._folder.cleanup()

    def start(self, main: SourceFile, others: Sequence[SourceFile] = (), module: str = "submission") -> Guest:
        """A fresh process with the submission loaded. Student faults do not raise: see the guest's ``report``."""
        ours, theirs = socket.socketpair()
        try:
            pid = int(self._ask({"do": "fork"}, theirs.fileno())["pid"])
        finally:
            theirs.close()
        guest = Guest(self, pid, ours)
        guest.load(main, others, module)
        return guest

    def reap(self, pid: int) -> int:
        """Exit status of an ended process: a code, or minus the signal."""
        return int(self._ask({"do": "reap", "pid": pid})["status"])

    def _start(self) -> None:
        control, theirs = socket.socketpair(
            socket.AF_UNIX, socket.SOCK_SEQPACKET if sys.platform == "linux" else socket.SOCK_DGRAM
        )
        settings = {
            "grader": os.getpid(),
            "sealed": self.isolation == "sealed",
            "isolation": self.isolation,
            "libraries": list(self.rules.libraries),
            "forbidden": list(self.rules.forbidden),
            "memory_mb": self.limits.memory_mb,
            "output_kb": self.limits.output_kb,
            "cpu_seconds": int(2 * self.limits.submission_seconds) + 60,
        }
        engine = str(Path(__file__).resolve().parent.parent.parent)
        # -I keeps the environment and the current folder out of the path: the engine's own place is named.
        find = f"import sys; sys.path.insert(0, {engine!r}); from autograder.guest import zygote"
        command = f"{find}; zygote.main(int(sys.argv[1]), sys.argv[2])"
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-c", command, str(theirs.fileno()), json.dumps(settings)],
            env=self._environment(),
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        theirs.close()
        self._control = control
        ready = self._receive(_STARTUP_SECONDS)
        self.own_network = bool(ready.get("network"))
        if ready.get("threads") != 1:
            raise GuestError(
                f"The zygote runs {ready.get('threads')} threads; forking from it is not safe. Please report this."
            )

    def _environment(self) -> dict[str, str]:
        single = dict.fromkeys(
            ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS"), "1"
        )
        folder = self._folder.name
        more = {
            "MPLBACKEND": "Agg",
            "MPLCONFIGDIR": folder,
            "HOME": folder,
            "TMPDIR": folder,
            "LANG": "C.UTF-8",
            "PATH": "",
        }
        return single | more | {"PYTHONDONTWRITEBYTECODE": "1"}

    def _ask(self, request: dict[str, Any], *descriptors: int) -> dict[str, Any]:
        if self._control is None:
            raise GuestError("The zygote has been closed.")
        data = json.dumps(request).encode()
        try:
            if descriptors:
                socket.send_fds(self._control, [data], list(descriptors))
            else:
                self._control.send(data)
        except OSError as error:
            raise GuestError(f"The zygote has ended ({error}).") from None
        return self._receive(30.0)

    def _receive(self, seconds: float) -> dict[str, Any]:
        assert self._control is not None
        self._control.settimeout(seconds)
        try:
            data = self._control.recv(1 << 16)
        except OSError:
            data = b""
        if not data:
            told = b""
            if self._process is not None and self._process.stderr is not None:
                self._process.kill()
                told = self._process.stderr.read()[-2000:]
            raise GuestError(
                f"The process that student code is started from has ended. It said: {told.decode(errors='replace').strip()}"
            )
        answer: dict[str, Any] = json.loads(data)
        return answer


class Guest:
    """One student's process. Every operation has a time limit that is kept from outside, with SIGKILL."""

    def __init__(self, zygote: Zygote, pid: int, sock: socket.socket) -> None:
        self.zygote, self.pid, self._sock = zygote, pid, sock
        self._sock.setblocking(False)
        self.alive = True
        self.layers = ""
        self.deadline: float | None = None
        self.calls = 0
        self.report = LoadReport(False)
        self.refused: tuple[str, ...] = ()
        self.functions: dict[tuple[int, str], Handle] = {}
        self._poll = select.poll()
        self._poll.register(sock, select.POLLIN)
        self._arrived = bytearray()
        self._output: list[str] = []
        self._module: Ref | None = None
        self._props: Ref | None = None

    @property
    def module(self) -> Handle:
        """The student's module."""
        if self._module is None:
            raise StudentCrash("The submission could not be loaded.")
        return Handle(self, self._module)

    @property
    def props(self) -> Handle:
        """The suite's own helpers in this process."""
        if self._props is None:
            raise StudentCrash("The suite's helpers could not be loaded.")
        return Handle(self, self._props)

    def keep(self, value: Any) -> Handle:
        """Put ``value`` into the process and hold on to it there."""
        kept = self.request("keep", value)
        if not isinstance(kept, Handle):
            raise BadReply("something else than a reference came back")
        return kept

    def value(self, handle: Handle) -> Any:
        """What the object behind ``handle`` is now, as a value (or a handle again when it is none)."""
        return self.request("value", handle)

    def take_output(self) -> str:
        """What student code printed since this was last asked, its beginning if it was much."""
        text, self._output = "".join(self._output), []
        return text

    def load(self, main: SourceFile, others: Sequence[SourceFile], module: str) -> None:
        """Load the submission and write the ``report``."""
        seconds = max(LOAD_SECONDS, self.zygote.limits.call_seconds)
        beside = {file.name: file.data for file in others if file.name.endswith(".py")}
        try:
            reply = self.request("load", module, main.name, main.data, beside, self.zygote.props, seconds=seconds)
            loaded, reason, flags, names, ours, props, layers = reply
            if not all(isinstance(text, str) for text in (reason, layers, *flags, *names)):
                raise BadReply("a report of another form came back")
        except StudentTimeout:
            reason = f"{main.name} did not finish loading within {seconds:g} seconds: take loops and training out of its top level."
            self.report = LoadReport(False, reason)
        except StudentCrash as error:
            self.report = LoadReport(False, f"{main.name} ended the program while it was loaded: {error}")
        except (StudentFailure, ValueError, TypeError):
            self.report = LoadReport(False, f"{main.name} could not be loaded.")
        else:
            self.layers = layers
            self._module = ours.ref if isinstance(ours, Handle) else None
            self._props = props.ref if isinstance(props, Handle) else None
            loaded = bool(loaded) and self._module is not None
            self.report = LoadReport(loaded, reason, tuple(flags), (), self.take_output(), tuple(names))

    def request(self, operation: str, *arguments: Any, seconds: float | None = None) -> Any:
        """Do ``operation`` in the process. Raises a `StudentFailure` of some kind."""
        if not self.alive:
            raise StudentCrash("the program had ended before.")
        self.calls += 1
        if self.calls > self.zygote.limits.calls:
            self.close()
            raise LimitReached(f"More than {self.zygote.limits.calls} calls.")
        allowed = self.zygote.limits.call_seconds if seconds is None else seconds
        if self.deadline is not None and seconds is None:
            allowed = min(allowed, self.deadline - time.monotonic())
            if allowed <= 0:
                self.close()
                raise LimitReached("Not run: the time for this question was used up.")
        until = time.monotonic() + allowed
        try:
            self._send(Encoder(_reference).frame((operation, *arguments)), until)
            header, body = self._receive(until)
            reply = Decoder(lambda ref: Handle(self, ref)).value(header, body)
            return self._answer(reply)
        except TimeoutError:
            self.close()
            raise StudentTimeout(f"no answer within {allowed:.3g} seconds.") from None
        except (ConnectionError, EOFError):
            raise StudentCrash(self._how_it_ended()) from None
        except (Malformed, TooLarge) as error:
            self.close()
            raise BadReply(str(error)) from None

    def _answer(self, reply: Any) -> Any:
        if not isinstance(reply, tuple) or not reply:
            raise Malformed("not a reply")
        if reply[0] == "ok" and len(reply) == 4:
            _, value, output, refused = reply
            self._note(output, refused)
            return value
        if reply[0] == "error" and len(reply) == 6:
            _, kinds, message, where, output, refused = reply
            texts = (message, where, *kinds) if isinstance(kinds, list) else (None,)
            if not all(isinstance(text, str) for text in texts) or not kinds:
                raise Malformed("not a reply")
            self._note(output, refused)
            if kinds[0] == "TooLarge":
                raise StudentFailure("The answer is too large to be an answer.")
            raise student_error(kinds[0][:80], message[:4000], where[:300])
        raise Malformed("not a reply")

    def _note(self, output: Any, refused: Any) -> None:
        if not isinstance(output, str) or not isinstance(refused, list):
            raise Malformed("not a reply")
        room = (self.zygote.limits.output_kb << 10) + 100 - sum(map(len, self._output))
        self._output.append(output[: max(0, room)])
        known = [text[:200] for text in refused if isinstance(text, str)][:5]
        self.refused = tuple(dict.fromkeys((*self.refused, *known)))[:10]

    def _send(self, buffers: Sequence[Any], until: float) -> None:
        # Small frames, nearly all of them, go in one piece: each write wakes the other side.
        whole = [b"".join(buffers)] if sum(map(len, buffers)) < _PIECE else buffers
        for buffer in whole:
            view = memoryview(buffer)
            while view:
                try:
                    view = view[self._sock.send(view) :]
                except BlockingIOError:
                    self._wait(select.POLLOUT, until)

    def _receive(self, until: float) -> tuple[bytes, bytes]:
        header_length, body_length = lengths(self._exactly(PREFIX.size, until))
        return self._exactly(header_length, until), self._exactly(body_length, until)

    def _exactly(self, length: int, until: float) -> bytes:
        while len(self._arrived) < length:
            try:
                part = self._sock.recv(_PIECE)
            except BlockingIOError:
                self._wait(select.POLLIN, until)
                continue
            if not part:
                raise EOFError
            self._arrived += part
            if time.monotonic() > until:
                raise TimeoutError
        data = bytes(memoryview(self._arrived)[:length])
        del self._arrived[:length]
        return data

    def _wait(self, event: int, until: float) -> None:
        rest = until - time.monotonic()
        if rest <= 0:
            raise TimeoutError
        self._poll.modify(self._sock, event)
        if not self._poll.poll(rest * 1000):
            raise TimeoutError

    def _how_it_ended(self) -> str:
        status = self.close()
        if status is None or status == -signal.SIGKILL:
            return "it was killed, probably for using too much memory or processor time."
        if status < 0:
            try:
                return f"signal {signal.Signals(-status).name}."
            except ValueError:
                return f"signal {-status}."
        return f"it left with exit code {status}."

    def close(self) -> int | None:
        """End the process; gives its exit status when it had ended by itself."""
        if not self.alive:
            return None
        self.alive = False
        self._sock.close()
        with contextlib.suppress(ProcessLookupError):
            # Not reaped yet, so the pid cannot belong to anyone else. One that has ended keeps its own exit status.
            os.kill(self.pid, signal.SIGKILL)
        return self.zygote.reap(self.pid)


def _reference(value: Any) -> Any:
    """How the grader sends what is no plain data: a handle as the object it stands for, a torch tensor as data."""
    if isinstance(value, Handle):
        return number_of(value)
    if hasattr(value, "detach"):
        from autograder.guest.values import TensorValue

        return TensorValue(value.detach().cpu().numpy(), bool(value.requires_grad))
    raise TypeError(f"a {type(value).__name__} cannot be handed to student code")
