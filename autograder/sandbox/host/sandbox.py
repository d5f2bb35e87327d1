"""The sandbox: starts the process that students' processes are forked from, has them forked, and starts it again when it was lost.

Runs in the grader.
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from autograder.course import Limits, Rules
from autograder.records.closing import Closing
from autograder.records.errors import SandboxError, StudentFailure
from autograder.records.scratch import Scratch
from autograder.records.submission import SourceFile
from autograder.sandbox import seal
from autograder.sandbox.host.forkserver import Forked, lent, start_program
from autograder.sandbox.host.helpers import Helpers
from autograder.sandbox.host.loading import Loading
from autograder.sandbox.host.process import StudentProcess, load_seconds
from autograder.sandbox.host.student_time import Budget

_STARTUP_SECONDS, _ANSWER_SECONDS = 600.0, 120.0
"""Torch takes seconds to load, and on a busy machine a hundred times as long."""
_ROOM_SECONDS, _PAUSE = 60.0, 0.1
"""For how long to ask again where the machine or the user has no room for another process, and how often: it may be taken up by another
submission, which has at most its own time."""
_CREDENTIALS = struct.Struct("3i")
"""``struct ucred`` of unix(7): process, user, group."""
_asking = [0]
"""How many questions to the program that students' processes are forked from are under way."""
ISOLATIONS = ("sealed", "reduced", "unsafe")


def is_asking() -> bool:
    """Whether such a question is under way. A signal that ended it half way would leave its answer to be taken for the next one's."""
    return _asking[0] > 0


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """Meanwhile `is_asking`."""
    _asking[0] += 1
    try:
        yield
    finally:
        _asking[0] -= 1


class Sandbox(Closing):
    """The program that students' processes are forked from (`autograder.sandbox.inside.zygote`) and its control socket; use as a context
    manager. ``isolation`` is ``sealed`` where the platform can, else ``reduced``. ``meanwhile`` is called while the program starts: where
    both fail, the error of the program is raised."""

    def __init__(
        self,
        rules: Rules,
        limits: Limits,
        props: Path | None = None,
        isolation: str | None = None,
        meanwhile: Callable[[], None] = lambda: None,
    ) -> None:
        self.isolation = isolation or ("sealed" if seal.supported() else "reduced")
        if self.isolation not in ISOLATIONS:
            raise SandboxError(f"There is no isolation {isolation!r}; there is {', '.join(ISOLATIONS)}.")
        self.rules, self.limits, self.helpers = rules, limits, Helpers(props)
        self.cpu_seconds = int(2 * limits.submission_seconds) + 60
        self.own: dict[str, bool] = {}
        self._unsealed = ""
        self._folder = Scratch()
        self._process: subprocess.Popen[bytes] | Forked | None = None
        self._control: socket.socket | None = None
        self._told = 0
        try:
            self._start(meanwhile)
            if isolation is None and self._unsealed:
                self.isolation = "reduced"
                self._restart()
            if self.isolation == "sealed" and self._unsealed:
                raise SandboxError(f"This machine cannot seal a process: {self._unsealed}. See `convgrade doctor`.")
            self._try_helpers()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """End the program and with it every student's process."""
        self._stop()
        self._folder.close()

    def start(
        self,
        main: SourceFile,
        others: Sequence[SourceFile] = (),
        module: str = "submission",
        loading: Loading | None = None,
    ) -> StudentProcess:
        """A fresh process with the submission loaded, as ``loading`` says that it is. Student faults do not raise: see its ``report``."""
        loading = loading or self.loading()
        while True:
            process = self._fresh()
            process.load(main, others, module, loading)
            if not loading.learn(process.report):
                process.report = loading.told(process.report)
                return process
            process.close()

    def loading(self, budget: Budget | None = None, *, settings_stay: bool = False) -> Loading:
        """How a submission is loaded; ``budget`` is for all its processes."""
        must_load = self.rules.must_load
        return Loading(load_seconds(self.limits), budget, must_load=must_load, settings_stay=settings_stay)

    def _fresh(self) -> StudentProcess:
        try:
            return self._fork()
        except SandboxError:
            # Killed from outside, for want of memory perhaps: one new one.
            if self._process is None:
                raise
            self._restart()
            return self._fork()

    def _try_helpers(self) -> None:
        """Bring every question's helpers into a process without a submission: what is wrong with them is said before anybody is graded."""
        if self.helpers.path is None:
            return
        process = self.start(SourceFile("nothing.py", b"pass\n"))
        try:
            for question in ("", *sorted(self.helpers.questions)):
                process.request("help", self.helpers.code(question))
        except StudentFailure as error:
            raise SandboxError(f"The suite's helpers cannot be loaded: {error}.") from None
        finally:
            process.close()

    def reap(self, number: int, patience: float = 0.0) -> int | None:
        """End the process that was forked as ``number``. Its exit status (a code, or minus the signal) when it had ended within
        ``patience`` seconds by itself; None when it had to be killed."""
        status = self._ask({"do": "reap", "pid": number, "patience": patience})["status"]
        return None if status is None else int(status)

    def _fork(self) -> StudentProcess:
        until = time.monotonic() + _ROOM_SECONDS
        while True:
            ours, theirs = socket.socketpair()
            try:
                answer = self._ask({"do": "fork"}, theirs.fileno())
                if "pid" in answer:
                    number = int(answer["pid"])
                    return StudentProcess(self, self._told if self.own["processes"] else number, ours, number)
            except BaseException:
                ours.close()
                raise
            finally:
                theirs.close()
            ours.close()
            if time.monotonic() > until:
                raise SandboxError(f"No process for student code could be started: {answer.get('error')}.")
            time.sleep(_PAUSE)

    def _restart(self) -> None:
        self._stop()
        self._start()

    def _stop(self) -> None:
        if self._control is not None:
            self._control.close()
            self._control = None
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            if self._process.stderr is not None:
                self._process.stderr.close()
            self._process = None

    def _start(self, meanwhile: Callable[[], None] = lambda: None) -> None:
        linux = sys.platform == "linux"
        control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET if linux else socket.SOCK_DGRAM)
        if linux:
            control.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
        settings = {
            "grader": os.getpid(),
            "sealed": self.isolation == "sealed",
            "isolation": self.isolation,
            "libraries": list(self.rules.libraries),
            "forbidden": list(self.rules.forbidden),
            "must_load": self.rules.must_load,
            "memory_mb": self.limits.memory_mb,
            "output_kb": self.limits.output_kb,
            "cpu_seconds": self.cpu_seconds,
            "helpers": self.helpers.imports,
        }
        self._control = control
        with _undisturbed():
            with theirs:
                self._process = self._forked(settings, theirs.fileno()) or start_program(
                    "zygote", [json.dumps(settings)], self._folder.name, [theirs.fileno()]
                )
            try:
                meanwhile()
            finally:  # without a library both fail, and the program says what to do
                ready = self._receive(_STARTUP_SECONDS)
                if "error" in ready:
                    raise SandboxError(str(ready["error"]))
        self.own = ready["own"]
        self._unsealed = str(ready["unsealed"])
        if ready["threads"] != 1:
            raise SandboxError(
                f"The process that student code is started from runs {ready['threads']} threads; forking from it is not safe. "
                "Please report this."
            )

    def _forked(self, settings: dict[str, Any], control: int) -> Forked | None:
        """The program forked from one that shares its memory, where there is such a one."""
        if not lent or self.isolation != "sealed":
            return None
        return lent[0].zygote(self.rules, self.helpers, settings, control, self._folder.name)

    def _ask(self, request: dict[str, Any], *descriptors: int) -> dict[str, Any]:
        if self._control is None:
            raise SandboxError("The process that student code is started from has been closed.")
        data = json.dumps(request).encode()
        with _undisturbed():
            # A lost process shows in the answer that does not come.
            with contextlib.suppress(OSError):
                if descriptors:
                    socket.send_fds(self._control, [data], list(descriptors))
                else:
                    self._control.send(data)
            return self._receive(_ANSWER_SECONDS)

    def _receive(self, seconds: float) -> dict[str, Any]:
        assert self._control is not None
        self._control.settimeout(seconds)
        data, self._told = b"", 0
        with contextlib.suppress(OSError):
            data, told, _, _ = self._control.recvmsg(1 << 16, socket.CMSG_SPACE(_CREDENTIALS.size))
            # Inside a namespace processes have other ids than here: the kernel translates one that is sent like this.
            self._told = next((_CREDENTIALS.unpack(sent)[0] for _, _, sent in told), 0)
        if not data:
            raise SandboxError(
                f"The process that student code is started from has ended{self._last_words()}. "
                "Nothing is held against the submission it was at; start the same command again."
            )
        answer: dict[str, Any] = json.loads(data)
        return answer

    def _last_words(self) -> str:
        if self._process is None or self._process.stderr is None or self._process.stderr.closed:
            return ""
        self._process.kill()
        self._process.wait()
        told = self._process.stderr.read()[-2000:].decode(errors="replace").strip()
        return f" (it said: {told})" if told else f" (exit status {self._process.returncode})"
