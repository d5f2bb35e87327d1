"""One student's process as the grader sees it: requests with a time limit, answers that are checked before they are used."""

from __future__ import annotations

import contextlib
import signal
import socket
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from autograder.course import Limits
from autograder.records.errors import (
    BadReply,
    LimitReached,
    SandboxError,
    StudentCrash,
    StudentFailure,
    StudentTimeout,
    TooMuch,
    crash,
    student_error,
)
from autograder.records.submission import SourceFile
from autograder.sandbox.host.channel import Channel, Closed, OutOfTime
from autograder.sandbox.host.proxy import Call, Handle, owner
from autograder.sandbox.host.turn import Turn, queued
from autograder.sandbox.protocol.values import TensorValue
from autograder.sandbox.protocol.wire import LARGEST, Decoder, Encoder, Malformed, Ref

LOAD_SECONDS = 5.0
"""The least time loading a submission may take: parsing and top-level work, before any call."""
_PATIENCE = 0.5
"""Seconds a process that has gone silent gets to end by itself, so that its exit status can be told."""
_STARVED = 0.1
"""The share of its time that a call must have waited for a processor before the machine is to blame."""
_GRACE = 2.0
"""How many times its limit a call gets on top, at most, for waiting while other programs had the processor."""
_FLAGS, _NAMES, _TEXT, _NAME = 60, 2000, 1000, 200
"""How many flags and names a report holds, and how long each may be."""


@dataclass(frozen=True)
class LoadReport:
    """What came of loading a submission. ``reason`` says in one sentence why it could not be loaded; ``flags`` are for the instructor
    and for the student; ``names`` are what the module defines."""

    loaded: bool
    reason: str = ""
    flags: tuple[str, ...] = ()
    output: str = ""
    names: tuple[str, ...] = ()


class Parent(Protocol):
    """What a guest needs of the zygote it was forked from."""

    limits: Limits
    cpu_seconds: int
    turn: Turn

    def reap(self, pid: int, patience: float) -> int | None: ...


class StudentProcess:
    """One student's process. Every operation has a time limit that is kept from outside, with SIGKILL."""

    def __init__(self, zygote: Parent, pid: int, sock: socket.socket) -> None:
        self.zygote, self.pid = zygote, pid
        self.alive = True
        self.layers = ""
        self.deadline: float | None = None
        self.loaded_late = False
        self.calls = 0
        self.report = LoadReport(False)
        self.refused: tuple[str, ...] = ()
        self.functions: dict[tuple[int, str], Handle] = {}
        self._channel = Channel(sock)
        self._queued: float | None = None
        self._output: list[str] = []
        self._owed, self._inside = 0, False
        self._module: Ref | None = None
        self._props: Ref | None = None

    @property
    def module(self) -> Handle:
        """The student's module."""
        if self.loaded_late:
            raise StudentTimeout(self.report.reason)
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
        """Load the submission and write the ``report``. Raises only `SandboxError`."""
        seconds = load_seconds(self.zygote.limits)
        beside = {file.name: file.data for file in others if file.name.endswith(".py")}
        try:
            reply = self.request("load", module, main.name, main.data, beside, seconds=seconds)
            self.report = self._loaded(reply)
        except StudentTimeout:
            reason = f"{main.name} did not finish loading within {seconds:g} seconds: take loops and training out of its top level."
            self.report, self.loaded_late = LoadReport(False, reason), True
        except StudentCrash as error:
            self.report = LoadReport(False, f"{main.name} ended the program while it was loaded: {error}")
        except StudentFailure as error:
            # What went wrong may be the student's text: for the instructor, cut short.
            self.report = LoadReport(False, f"{main.name} could not be loaded.", (f"loading: {error}"[:_TEXT],))
        if not self.report.loaded:
            self.close()

    def _loaded(self, reply: Any) -> LoadReport:
        if not isinstance(reply, tuple) or len(reply) != 7:
            raise BadReply("a report of another form came back")
        loaded, reason, flags, names, ours, props, layers = reply
        if not isinstance(reason, str) or not isinstance(layers, str) or type(loaded) is not bool:
            raise BadReply("a report of another form came back")
        self.layers = layers[:_NAME]
        self._module = ours.ref if isinstance(ours, Handle) else None
        self._props = props.ref if isinstance(props, Handle) else None
        # What is no name cannot be asked for, and has no place in a message.
        names = tuple(name for name in _texts(names, _NAMES, _NAME) if name.isidentifier())
        flags = _texts(flags, _FLAGS, _TEXT)
        return LoadReport(loaded and self._module is not None, reason[:_TEXT], flags, self.take_output(), names)

    def request(self, operation: str, *arguments: Any, seconds: float | None = None) -> Any:
        """Do ``operation`` in the process. Raises a `StudentFailure` of some kind."""
        return next(self._ask((operation, *arguments), 1, seconds))

    def each(self, calls: Sequence[Call]) -> Iterator[Any]:
        """Make the ``calls`` one after the other in the process. The answers come in order, each with a call's own time limit, while
        the process is at the next; the first that fails raises a `StudentFailure`."""
        return self._ask(("calls", list(calls)), len(calls), None)

    def settle(self) -> None:
        """Let the process finish the calls whose answers nobody took, after a check that failed at an earlier one."""
        while self._owed and self.alive:
            with contextlib.suppress(StudentFailure):
                self._take(None)

    def _ask(self, request: tuple[Any, ...], answers: int, seconds: float | None) -> Iterator[Any]:
        self.settle()
        if not self.alive:
            raise StudentCrash("the program had ended before.")
        # What the suite itself cannot hand over (TypeError, TooLarge) is no fault of the student's.
        frame: list[Any] | None = Encoder(self._as_sent).frame(request)
        self._owed = answers
        self._enter()
        for _ in range(answers):
            answer, frame = self._take(seconds, frame), None
            yield answer

    def _take(self, seconds: float | None, frame: Sequence[Any] | None = None) -> Any:
        """The next answer, after sending the ``frame`` that asks for it where that is still to be done."""
        self._owed -= 1
        allowed, which = self._allowance(seconds)
        until = time.monotonic() + allowed
        self._channel.grace = self._grace(allowed) if self.zygote.turn.is_unhurried else float
        try:
            if frame is not None:
                self._channel.send(frame, until)
            received = self._channel.receive(until, last=not self._owed)
            if not self._owed:
                self._leave()
            return self._answer(Decoder(self._as_received).value(*received))
        except OutOfTime:
            self.close()
            raise StudentTimeout(f"no answer within {which}.") from None
        except Closed:
            raise self._crash() from None
        except Malformed as error:
            self.close()
            raise BadReply(str(error)) from None

    def _allowance(self, seconds: float | None) -> tuple[float, str]:
        """The seconds one request may take, and which limit that is."""
        limits = self.zygote.limits
        self.calls += 1
        if self.calls > limits.calls:
            self.close()
            raise LimitReached(f"not run: the calls for this question were used up (the limits: {limits.calls} calls).")
        if seconds is not None:
            return seconds, f"{_seconds(seconds)}, the limit for loading"
        rest = float("inf") if self.deadline is None else self.deadline - self.zygote.turn.clock()
        if rest <= 0:
            self.close()
            raise LimitReached(f"not run: the time for this question was used up {question_time(limits)}.")
        if rest < limits.call_seconds:
            # No figure here: how much is left is in the student's hands, and with it what a figure would tell.
            return rest, f"what was left of the time for this question {question_time(limits)}"
        return limits.call_seconds, f"{_seconds(limits.call_seconds)}, the limit for one call"

    def _enter(self) -> None:
        """From the first call until the last answer this process computes beside those of other workers, or alone."""
        self.zygote.turn.enter()
        self._inside = True

    def _leave(self) -> None:
        if self._inside:
            self._inside = False
            self.zygote.turn.leave()

    def _grace(self, allowed: float) -> Callable[[], float]:
        """How long a second, last attempt may go on: by the time it was given, not by the clock on the wall, within reason."""
        before = self.queued() or 0.0
        return lambda: min((self.queued() or 0.0) - before, _GRACE * allowed)

    def _answer(self, reply: Any) -> Any:
        if not isinstance(reply, tuple) or not reply:
            raise Malformed("not a reply")
        kind = reply[0]
        if kind == "ok" and len(reply) == 4:
            self._note(reply[2], reply[3])
            return reply[1]
        if kind != "error" or len(reply) != 6:
            raise Malformed("not a reply")
        _, kinds, message, where, output, refused = reply
        if not isinstance(kinds, list) or not kinds or not all(isinstance(t, str) for t in (message, where, *kinds)):
            raise Malformed("not a reply")
        self._note(output, refused)
        if kinds[0] == "TooLarge":
            raise TooMuch(f"gave more than an answer may hold (the limits: {LARGEST}).")
        limits = f"{self.zygote.limits.memory_mb} MB of memory" if kinds[0] == "MemoryError" else ""
        raise student_error(kinds[0][:80], message[:4000], where[:300], limits)

    def _note(self, output: Any, refused: Any) -> None:
        if not isinstance(output, str) or not isinstance(refused, list):
            raise Malformed("not a reply")
        room = (self.zygote.limits.output_kb << 10) + 100 - sum(map(len, self._output))
        self._output.append(output[: max(0, room)])
        if refused:
            known = [text[:200] for text in refused[:5] if isinstance(text, str)]
            self.refused = tuple(dict.fromkeys((*self.refused, *known)))[:10]

    def _as_received(self, ref: Ref) -> Handle:
        return Handle(self, ref)

    def _as_sent(self, value: Any) -> Any:
        """How the grader sends what is no plain data: a handle as the object it stands for, a torch tensor as data."""
        if isinstance(value, Handle):
            if owner(value) is not self:
                raise StudentCrash("the object went with the process it was in.")
            return value.ref
        if hasattr(value, "detach"):
            return TensorValue(value.detach().cpu().numpy(), bool(value.requires_grad))
        raise TypeError(f"a {type(value).__name__} cannot be handed to student code")

    def _crash(self) -> StudentCrash:
        """How the process ended."""
        status = self._end(_PATIENCE)
        if status is None:
            return crash("it closed its connection to the grader.")
        if status == -signal.SIGKILL:
            limits = f"{self.zygote.limits.memory_mb} MB of memory, {self.zygote.cpu_seconds} s of processor time"
            return crash(f"it was killed, probably for using more than there is (the limits: {limits}).", limits)
        if status < 0:
            try:
                return crash(f"signal {signal.Signals(-status).name}.")
            except ValueError:
                return crash(f"signal {-status}.")
        return crash(f"it left with exit code {status}.")

    def close(self) -> None:
        """End the process."""
        if self.alive:
            with contextlib.suppress(SandboxError):  # the zygote has ended, and with it whatever it forked
                self._end(0.0)

    def queued(self) -> float | None:
        """The seconds for which the process, in all its life, waited for a processor; None where the kernel does not say."""
        return queued(self.pid) if self.alive else self._queued

    def starved(self) -> bool:
        """Whether a call or loading may have run out of time because the processor was shared. Unknown is yes."""
        limits, waited = self.zygote.limits, self.queued()
        seconds = load_seconds(limits) if self.loaded_late else limits.call_seconds
        return waited is None or waited >= _STARVED * seconds

    def _end(self, patience: float) -> int | None:
        self._queued = self.queued()
        self.alive = False
        self._leave()
        self._channel.close()
        return self.zygote.reap(self.pid, patience)


def load_seconds(limits: Limits) -> float:
    """The time that loading a submission may take."""
    return max(LOAD_SECONDS, limits.call_seconds)


def question_time(limits: Limits) -> str:
    """The limits of time that are kept over several calls, for messages."""
    return f"(the limits: {limits.question_seconds:g} seconds for a question, {limits.submission_seconds:g} for a submission)"


def _seconds(number: float) -> str:
    return f"{number:g} second{'' if number == 1 else 's'}"


def _texts(value: Any, most: int, longest: int) -> tuple[str, ...]:
    """``value`` as texts, when it is a list of nothing else; the first ones, cut to a length."""
    if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
        raise BadReply("a report of another form came back")
    return tuple(text[:longest] for text in value[:most])
