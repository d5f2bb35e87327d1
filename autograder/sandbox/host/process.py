"""One student's process as the grader sees it: requests with a time limit, answers that are checked before they are used.

Runs in the grader.
"""

from __future__ import annotations

import contextlib
import signal
import socket
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import FunctionType
from typing import Any, Protocol

from autograder.course import Limits
from autograder.records.errors import (
    BadReply,
    LimitReached,
    SandboxError,
    StudentCrash,
    StudentError,
    StudentFailure,
    StudentTimeout,
    crash,
    told_by,
)
from autograder.records.sentences import joined, say
from autograder.records.submission import SourceFile
from autograder.sandbox.host.asked import Asked, Callbacks
from autograder.sandbox.host.channel import Channel, Closed, OutOfTime
from autograder.sandbox.host.helpers import Helpers
from autograder.sandbox.host.loading import LOAD_SECONDS, Loading
from autograder.sandbox.host.proxy import Call, Handle, owner
from autograder.sandbox.host.replies import failure_in, too_much
from autograder.sandbox.host.report import LoadReport, Read, not_loaded, read_report, texts
from autograder.sandbox.host.student_time import MOST_THREADS, Budget, Meter
from autograder.sandbox.protocol.values import TensorValue
from autograder.sandbox.protocol.wire import (
    Decoder,
    Encoder,
    Malformed,
    Ref,
)

_PATIENCE = 0.5
"""Seconds a process that has gone silent gets to end by itself, so that its exit status can be told."""
_ONE_CALL = say("one call")
_CHANGES, _CHANGE = 5, 200
"""How many replaced parts are told, and in how many characters each."""


class Parent(Protocol):
    """What a student's process needs of the sandbox that started it."""

    limits: Limits
    helpers: Helpers
    cpu_seconds: int

    def reap(self, number: int, patience: float) -> int | None: ...


class _TooManyThreads(Exception):
    """The process has started more threads than it may."""


class StudentProcess:
    """One student's process. Every request has a time limit that is kept from outside, with SIGKILL."""

    def __init__(self, sandbox: Parent, pid: int, sock: socket.socket, number: int) -> None:
        """``pid`` is its id here, ``number`` the one by which the program that forked it knows it.

        A ``listener`` is told of every answer: the request, which of its answers it is, and the answer or the `StudentFailure`.
        """
        self.sandbox, self.pid, self._number = sandbox, pid, number
        self.alive = True
        self.budget: Budget | None = None
        self.question = ""
        self.forbidden: Mapping[str, Sequence[str]] = {}
        self.calls = 0
        self.report = LoadReport(False)
        self.refused: tuple[str, ...] = ()
        self.listener: Callable[[tuple[Any, ...], int, Any], object] | None = None
        self.functions: dict[tuple[int, str], Handle] = {}
        self._channel = Channel(sock)
        self._meter = Meter(pid)
        self._output: list[str] = []
        self._owed = 0
        self._may_ask = False
        self._callbacks = Callbacks()
        self._module: Handle | None = None
        self._props: Handle | None = None

    @property
    def module(self) -> Handle:
        """The student's module."""
        if self._module is None:
            if self.report.late:
                raise StudentTimeout(say("was not called: {reason}", reason=self.report.reason))
            raise StudentCrash(say("The submission could not be loaded."))
        return self._module

    @property
    def props(self) -> Handle:
        """The suite's own helpers in this process: those for its ``question``, brought in when they are first asked."""
        if self._props is None:
            found = self.request("help", self.sandbox.helpers.code(self.question))
            if not isinstance(found, Handle):
                raise BadReply("something else than the suite's helpers came back")
            self._props = found
        return self._props

    def serve(self, question: str, budget: Budget | None) -> None:
        """Be asked for ``question`` from here on, in the time of ``budget``: with its helpers, and with its tripwires beside those of all.
        The module stands by then: functions of torch that it has under names of its own trip all the same, in torch's dispatcher; NumPy's
        do not."""
        is_new = question != self.question
        self.question, self.budget, self.calls = question, budget, 0
        if is_new:
            self._props = None
            names = self.forbidden.get(question)
            if names and self.alive:
                self.request("forbid", list(names))

    def changed(self) -> tuple[str, ...]:
        """What student code replaced of the engine's and the suite's own in this process, as far as it can be seen from there."""
        try:
            return texts(self.request("changed"), _CHANGES, _CHANGE)
        except StudentFailure:
            return ()

    def keep(self, value: Any) -> Handle:
        """Put ``value`` into the process and hold on to it there."""
        kept = self.request("keep", value)
        if not isinstance(kept, Handle):
            raise BadReply("something else than a reference came back")
        return kept

    def value(self, handle: Handle) -> Any:
        """What the object behind ``handle`` is now, as a value (or a handle again where it cannot be one)."""
        return self.request("value", handle)

    def take_output(self) -> str:
        """What student code printed since the last time, its beginning if it was much."""
        text, self._output = "".join(self._output), []
        return text

    def load(self, main: SourceFile, others: Sequence[SourceFile], module: str, loading: Loading) -> None:
        """Load the submission and write the ``report``. Raises only `SandboxError`."""
        beside = {file.name: file.data for file in others if file.name.endswith(".py") or file.answers}
        answers = {file.name: list(file.answers) for file in (main, *others) if file.answers}
        how = {**loading.wanted(), "answers": answers}
        limit, read = loading.limit(), Read()
        try:
            (told,) = self._ask(("load", module, main.name, main.data, beside, how), 1, limit)
            read = Read.of(told)
            if read.reason:
                self.report = not_loaded(read.reason, read)
            else:
                (reply,) = self._ask(("run",), 1, limit)
                self.report, self._module = read_report(read, reply, self.take_output())
        except StudentTimeout as error:
            told = say("{file} {told}", file=main.name, told=told_by(error))
            advice = say("Take loops and training out of its top level.")
            self.report = not_loaded(joined([told, advice]), read, late=True)
        except StudentCrash as error:
            told = say("{file} ended the program while it was loaded: {told}", file=main.name, told=told_by(error))
            self.report = not_loaded(told, read, ended=True)
        except StudentFailure as error:
            self.report = not_loaded(say("{file} could not be loaded.", file=main.name), read, f"loading: {error}")
        if not self.report.loaded:
            self.close()

    def request(self, operation: str, *arguments: Any) -> Any:
        """Do ``operation`` in the process. Raises a `StudentFailure` of some kind."""
        return next(self._ask((operation, *arguments), 1))

    def each(self, calls: Sequence[Call]) -> Iterator[Any]:
        """Make the ``calls`` one after the other in the process. The answers come in order, each with a call's own time limit, while
        the process is at the next; the first that fails raises a `StudentFailure`."""
        return self._ask(("calls", list(calls)), len(calls))

    def converse(self, request: tuple[Any, ...], respond: Callable[[Asked], Any], limit: Budget) -> Any:
        """Do the ``request``, in the middle of which the process may ask: ``respond`` gives what it is told, plain data and `Ref`. The
        grader's own time does not count. Raises a `StudentFailure` of some kind."""
        self.settle()
        if not self.alive:
            raise StudentCrash("the program had ended before.")
        self._owed = 1
        return self._answer_to(Encoder(self._as_sent).frame(request), limit, respond)

    def settle(self) -> None:
        """Let the process finish the calls whose answers nobody took, after a check that failed at an earlier one."""
        while self._owed and self.alive:
            with contextlib.suppress(StudentFailure):
                self._answer_to((), self._for_one_call(), self._callbacks.respond)

    def _ask(self, request: tuple[Any, ...], answers: int, limit: Budget | None = None) -> Iterator[Any]:
        self.settle()
        if not self.alive:
            raise StudentCrash(say("the program had ended before."))
        # What the suite itself cannot hand over (TypeError, TooLarge) is no fault of the student's.
        self._callbacks.begin(self.sandbox.limits.calls)
        frame: list[Any] = Encoder(self._as_sent).frame(request)
        respond = self._callbacks.respond if self._callbacks else None
        self._owed = answers
        for number in range(answers):
            try:
                answer, frame = self._answer_to(frame, limit or self._for_one_call(), respond), []
            except StudentFailure as error:
                self._tell(request, number, error)
                raise
            self._tell(request, number, answer)
            yield answer

    def _tell(self, request: tuple[Any, ...], number: int, answer: Any) -> None:
        if self.listener is not None:
            self.listener(request, number, answer)

    def _for_one_call(self) -> Budget:
        limits = self.sandbox.limits
        self.calls += 1
        if self.calls > limits.calls:
            self.close()
            told = say(
                "not run: the calls for this question were used up (the limits: {calls} calls).", calls=limits.calls
            )
            raise LimitReached(told)
        return Budget(limits.call_seconds, _ONE_CALL, self.budget)

    def _answer_to(self, frame: Sequence[Any], limit: Budget, respond: Callable[[Asked], Any] | None) -> Any:
        """The next answer, as `_take` gives it; whatever is asked before it, ``respond`` answers."""
        self._may_ask = respond is not None
        while True:
            answer = self._take(limit, frame)
            if not isinstance(answer, Asked) or respond is None:
                return answer
            self._owed += 1
            try:
                frame = Encoder(self._as_sent).frame(respond(answer))
            except BaseException:
                self.close()  # it waits, in the middle of its answer
                raise

    def _take(self, limit: Budget, frame: Sequence[Any] = ()) -> Any:
        """The next answer, after sending the ``frame`` that asks for it where that is still to be done."""
        self._owed -= 1
        tightest = limit.tightest
        if tightest.left <= 0:
            self.close()
            raise StudentTimeout(say("ran out of time: {limit}.", limit=tightest.told))
        try:
            received = self._wait_for_answer(frame, limit)
            return self._answer(Decoder(self._as_received).value(*received))
        except OutOfTime:
            self.close()
            if tightest is limit:
                told = say(
                    "ran longer than its {seconds} s, the limit for {what}.",
                    seconds=f"{limit.seconds:g}",
                    what=limit.what,
                )
                raise StudentTimeout(told) from None
            raise StudentTimeout(say("ran out of time: {limit}.", limit=tightest.told)) from None
        except Closed:
            raise self._crash() from None
        except _TooManyThreads:
            self.close()
            told = say("it started more than {number} threads.", number=MOST_THREADS)
            raise crash(told, say("{number} threads", number=MOST_THREADS)) from None
        except Malformed as error:
            self.close()
            raise BadReply(str(error)) from None
        except MemoryError as error:
            if isinstance(error, StudentError):
                raise  # the student's own, which comes as what it is
            self.close()  # the grader's own limit: what is left of the answer cannot be told from the next one
            raise too_much() from None

    def _wait_for_answer(self, frame: Sequence[Any], limit: Budget) -> tuple[memoryview, memoryview]:
        seconds = limit.tightest.left

        def left() -> float:
            rest = seconds - self._meter.charge()
            if self._meter.threads > MOST_THREADS:
                raise _TooManyThreads
            return rest

        self._meter.begin()
        try:
            self._channel.send(frame, left)
            return self._channel.receive(left, last=not self._owed)
        finally:
            limit.spend(self._meter.end())

    def _answer(self, reply: Any) -> Any:
        if not isinstance(reply, tuple) or not reply:
            raise Malformed("not a reply")
        kind = reply[0]
        if kind == "ask" and self._may_ask:
            return Asked.of(reply)
        if kind == "ok" and len(reply) == 4:
            self._note(reply[2], reply[3])
            return reply[1]
        failure, output, refused = failure_in(reply, self.sandbox.limits.memory_mb)
        self._note(output, refused)
        raise failure

    def _note(self, output: Any, refused: Any) -> None:
        if not isinstance(output, str) or not isinstance(refused, list):
            raise Malformed("not a reply")
        room = (self.sandbox.limits.output_kb << 10) + 100 - sum(map(len, self._output))
        self._output.append(output[: max(0, room)])
        if refused:
            known = [text[:200] for text in refused[:5] if isinstance(text, str)]
            self.refused = tuple(dict.fromkeys((*self.refused, *known)))[:10]

    def _as_received(self, ref: Ref) -> Handle:
        return Handle(self, ref)

    def _as_sent(self, value: Any) -> Any:
        """How the grader sends what is no plain data: a handle as the object it stands for, a torch tensor as data, a function as one that
        is called from there."""
        if isinstance(value, Handle):
            if owner(value) is not self:
                raise StudentCrash(say("the object went with the process it was in."))
            return value.ref
        if isinstance(value, FunctionType):
            return self._callbacks.hand_over(value)
        if hasattr(value, "detach"):
            return TensorValue(value.detach().cpu().numpy(), bool(value.requires_grad))
        raise TypeError(f"a {type(value).__name__} cannot be handed to student code")

    def _crash(self) -> StudentCrash:
        """How the process ended."""
        status = self._end(_PATIENCE)
        if status is None:
            return crash(say("it closed its connection to the grader."))
        if status == -signal.SIGKILL:
            limits = say(
                "{megabytes} MB of memory, {seconds} s of processor time",
                megabytes=self.sandbox.limits.memory_mb,
                seconds=self.sandbox.cpu_seconds,
            )
            told = say("it was killed, probably for using more than there is (the limits: {limits}).", limits=limits)
            return crash(told, limits)
        if status < 0:
            try:
                return crash(say("signal {name}.", name=signal.Signals(-status).name))
            except ValueError:
                return crash(say("signal {name}.", name=-status))
        return crash(say("it left with exit code {status}.", status=status))

    def close(self) -> None:
        """End the process."""
        if self.alive:
            with contextlib.suppress(SandboxError):  # the sandbox has ended, and with it whatever it started
                self._end(0.0)

    def _end(self, patience: float) -> int | None:
        self.alive = False
        self._channel.close()
        self._meter.close()
        return self.sandbox.reap(self._number, patience)


def load_seconds(limits: Limits) -> float:
    """The time that loading a submission may take."""
    return max(LOAD_SECONDS, limits.call_seconds)
