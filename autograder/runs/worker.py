"""A worker process, and the line to it.

Why not a pool of the standard library: one lost process breaks the whole pool and hides whose fault it was and how it ended; a pool
imports the caller's main module anew, which grades again in a script without a guard; and Dask's workers may not have one.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection, Pipe, wait
from typing import Any, NoReturn

from autograder.records.closing import Closing
from autograder.records.errors import SandboxError
from autograder.sandbox.host.forkserver import Forked, ForkServer, Lender, lent
from autograder.sandbox.seal import die_with_parent

_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")
_PATIENCE = 2.0
"""Seconds a worker gets to close its sandbox when it is told to end."""
LOOK_SECONDS = 1.0
"""How often a worker with a limit is looked at."""


class WorkerLost(Exception):
    """The process ended before it answered; the text says how, after "it"."""


class Worker(Closing):
    """A process that computes on one core, one call at a time. Use it as a context manager, or `close` it.

    It ends with this process, however and however early that ends.
    """

    def __init__(self, server: ForkServer | None = None, *, once: bool = False) -> None:
        """It is forked by the ``server`` where there is one. With ``once`` it ends by itself after its first answer, and holds no memory
        while that waits to be taken."""
        self.line, theirs = Pipe()
        self._until: float | None = None
        self._stopped = False
        self._said = tempfile.TemporaryFile()  # noqa: SIM115  (closed in `close`)
        environment = {**os.environ, **dict.fromkeys(_THREADS, "1")}
        with theirs:
            self._process: subprocess.Popen[bytes] | Forked
            if server is not None and server.alive:
                said = self._said.fileno()
                self._process = server.worker(f"{__name__}:serve", theirs.fileno(), said, [once], environment)
                return
            serve = (
                f"import sys; sys.path[:] = {sys.path!r}; "
                f"from {__name__} import serve; serve({theirs.fileno()}, {os.getpid()}, {once})"
            )
            self._process = subprocess.Popen(
                [sys.executable, "-c", serve],
                env=environment,
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=self._said,
            )

    def start(self, function: Callable[..., Any], *arguments: Any, seconds: float | None = None) -> None:
        """Have ``function(*arguments)`` called there: a module's function, and what pickle takes. Where it computes for more than
        ``seconds`` the process is lost."""
        self._until = None if seconds is None else self._computed() + seconds
        with contextlib.suppress(OSError):  # a process that has ended shows in the answer that does not come
            self.line.send((function, arguments))

    def answer(self) -> Any:
        """What the call came to, once it is there. Raises what it raised, and `WorkerLost`."""
        while self._until is not None and not self.line.poll(LOOK_SECONDS):
            self.look()
        try:
            succeeded, value = self.line.recv()
        except (EOFError, OSError):
            raise WorkerLost(self._how_it_ended()) from None
        if succeeded:
            return value
        raise value

    def look(self) -> None:
        """Stop the process if it has computed for too long."""
        if self._until is not None and self._computed() > self._until and not self._stopped:
            self._stopped = True
            self._process.kill()

    def _computed(self) -> float:
        """The processor time of the process by the kernel's account, in seconds; 0 where it keeps none. Neither a busy machine nor the
        students' processes count."""
        try:
            with open(f"/proc/{self._process.pid}/stat", encoding="ascii", errors="replace") as file:
                fields = file.read().rpartition(")")[2].split()
            return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        except (OSError, ValueError, IndexError):
            return 0.0

    @property
    def alive(self) -> bool:
        """Whether the process runs."""
        return not self.line.closed and self._process.poll() is None

    def call(self, function: Callable[..., Any], *arguments: Any, seconds: float | None = None) -> Any:
        """`start` and `answer`."""
        self.start(function, *arguments, seconds=seconds)
        return self.answer()

    def close(self) -> None:
        """End the process, and what it started."""
        self.line.close()
        self._process.terminate()
        try:
            self._process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._said.close()

    def _how_it_ended(self) -> str:
        code = self._process.wait()
        if self._stopped:
            return "computed without end and was stopped"
        if code < 0:
            name = signal.Signals(-code).name if -code in signal.valid_signals() else f"signal {-code}"
            return f"was killed by {name}{' (out of memory?)' if -code == signal.SIGKILL else ''}"
        self._said.seek(0)
        last = self._said.read()[-2000:].decode(errors="replace").strip().splitlines()[-1:]
        return f"ended with exit code {code}{f' ({last[0][:300]})' if last else ''}"


Call = tuple[Callable[..., Any], tuple[Any, ...]]
_Then = tuple[Callable[..., Any], tuple[Any, ...], float | None]
STARTING = max((os.cpu_count() or 1) - 1, 1)
"""Workers that start at a time: one processor is left to those that grade already, so that the first result waits for one start."""
_STARTS = 2
"""How many workers in a row may be lost before they have begun: then it is the machine."""


class Team(Closing):
    """Up to ``size`` workers, each at one call at a time; a lost one is replaced when it is needed. Use it as a context manager.

    ``first`` is called once in every new worker. What is lost there is held against no call: what it raises is raised by `finished`.
    """

    def __init__(self, size: int, first: Call | None = None, server: ForkServer | None = None) -> None:
        self.size, self._first, self._server = size, first, server
        self._idle: list[Worker] = []
        self._busy: dict[Any, tuple[Worker, Any, _Then | None]] = {}
        self._lost_at_start = 0

    def close(self) -> None:
        """End every worker."""
        for worker in (*self._idle, *(worker for worker, _, _ in self._busy.values())):
            worker.close()

    @property
    def busy(self) -> int:
        """How many calls are under way."""
        return len(self._busy)

    @property
    def room(self) -> int:
        """How many calls may be under way now: one for each worker that has started, and `STARTING` more."""
        started = len(self._idle) + sum(then is None for _, _, then in self._busy.values())
        return min(self.size, started + STARTING)

    def start(self, what: Any, function: Callable[..., Any], *arguments: Any, seconds: float | None = None) -> None:
        """Call ``function`` in a worker that has nothing to do; `finished` will tell of it as ``what``. ``seconds`` as for a `Worker`."""
        if self._idle:
            worker = self._idle.pop()
            worker.start(function, *arguments, seconds=seconds)
            self._busy[worker.line] = worker, what, None
            return
        worker = Worker(self._server)
        function_first, arguments_first = self._first or (int, ())
        worker.start(function_first, *arguments_first)
        self._busy[worker.line] = worker, what, (function, arguments, seconds)

    def finished(self) -> Iterator[tuple[Any, Any]]:
        """Wait for a call to end, or for a worker to have started; of each call that has ended, what was called and the answer, or the
        `WorkerLost`. Raises what a call raised."""
        ready: list[Any] = []
        while not ready:
            ready = wait(list(self._busy), LOOK_SECONDS)
            for worker, _, _ in self._busy.values():
                worker.look()
        for line in ready:
            worker, what, then = self._busy.pop(line)
            try:
                answer = worker.answer()
            except WorkerLost as lost:
                worker.close()
                if then is None:
                    yield what, lost
                    continue
                self._lost_at_start, self._server = self._lost_at_start + 1, None  # the next starts on its own
                if self._lost_at_start == _STARTS:
                    raise SandboxError(f"No worker can be started on this machine: it {lost}.") from None
                self.start(what, then[0], *then[1], seconds=then[2])
            except BaseException:
                self._idle.append(worker)
                raise
            else:
                if then is None:
                    self._idle.append(worker)
                    yield what, answer
                else:
                    self._lost_at_start = 0
                    worker.start(then[0], *then[1], seconds=then[2])
                    self._busy[worker.line] = worker, what, None


def serve(descriptor: int, parent: int, once: bool = False, loaded: str = "", for_zygotes: int = -1) -> NoReturn:
    """The worker's side: take calls over ``descriptor`` and answer them until it closes, or only ``once``. Who forked it has ``loaded``
    that for student code, and takes requests over ``for_zygotes``."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the command's to handle, which ends its workers
    signal.signal(signal.SIGTERM, _leave)
    die_with_parent(parent)
    if for_zygotes >= 0:
        lent.append(Lender(for_zygotes, loaded))
    line = Connection(descriptor)
    with contextlib.suppress(EOFError, OSError):
        while True:
            function, arguments = line.recv()
            line.send(_called(function, arguments))
            if once:
                break
    _leave()


def _called(function: Callable[..., Any], arguments: tuple[Any, ...]) -> tuple[bool, Any]:
    try:
        return True, function(*arguments)
    except Exception as error:
        return False, error


def _leave(*signalled: object) -> NoReturn:
    """End, and close the sandbox of a grader first where there is one.

    The line closes and the signal comes: who is told twice does not begin again in the middle, where it would wait for itself.
    """
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    work = sys.modules.get("autograder.runs.work")
    if work is not None:
        with contextlib.suppress(Exception):
            work.forget_graders()
    os._exit(0)
