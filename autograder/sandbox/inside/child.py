"""The student's process after the fork: seal, load, then answer the grader one request after the other until it is ended."""

from __future__ import annotations

import errno
import io
import marshal
import os
import random
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from types import ModuleType
from typing import Any, NoReturn

import numpy as np

from autograder.sandbox import seal
from autograder.sandbox.inside import remote, report
from autograder.sandbox.inside.data import as_data, tensor
from autograder.sandbox.inside.finder import Finder
from autograder.sandbox.inside.imports import bring
from autograder.sandbox.inside.output import Output
from autograder.sandbox.inside.papers import Papers
from autograder.sandbox.inside.patience import Patience, wind
from autograder.sandbox.inside.plan import Plan, prepare
from autograder.sandbox.inside.process_wide import settings_set_back
from autograder.sandbox.inside.run import Run
from autograder.sandbox.inside.spot import NOWHERE, spot
from autograder.sandbox.inside.text import Unreadable
from autograder.sandbox.inside.told import name_of, newer, own_frame, place, summary, text_of
from autograder.sandbox.inside.tripwires import RuleViolation, forbid
from autograder.sandbox.inside.watch import Watch
from autograder.sandbox.protocol.loading import AS_IT_IS
from autograder.sandbox.protocol.wire import FUNCTION, PREFIX, Decoder, Encoder, Ref, TooLarge, lengths

SOCKET = 3
_RESERVED_MB = 1536
"""Addresses that PyTorch maps while it computes and hardly fills."""
HELPERS = "_suite_props"
"""The name of the suite's helper module. It stands nowhere: a student's own ``props.py`` is found as what it is."""
_MESSAGE = 2000
_NAMES = 4000
"""How many of a module's names are told, the last ones: in front stand those of ``from torch import *`` and its like, two thousand."""


def main(sock: int, settings: dict[str, Any]) -> NoReturn:
    """Become a student's process that speaks over the descriptor ``sock``. Never returns."""
    try:
        _close_all_but(sock)
        os.setsid()
        seal.die_with_parent(settings["parent"])
        server = Server(settings)
        first = server.read()
        if settings["sealed"]:
            seal.stay_alone()
        # Before the change of user: what root can read (an interpreter in its home) another may not.
        server.absent = bring(sources(first), settings["known"], settings["path"])
        seal.close_all_above(SOCKET)  # what a library keeps open
        own_user = settings["sealed"] and seal.drop_rights(settings["user"])
        # Once more: the change of user clears it.
        seal.die_with_parent(settings["parent"])
        if settings["isolation"] != "unsafe":
            seal.limit(
                settings["memory_mb"],
                settings["cpu_seconds"],
                counted_apart=own_user or settings["counted_apart"],
                reserved_mb=_RESERVED_MB if "torch" in settings["libraries"] else 0,
            )
        seal.undumpable()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGPIPE):
            signal.signal(number, signal.SIG_DFL)
        random.seed(0)  # after a fork it seeds itself from the clock; a regrade repeats
        server.serve(first)
    finally:
        # Whatever went wrong was the student's doing to what answers here: the grader sees how the process ended.
        os._exit(70)


def sources(request: Any) -> list[bytes]:
    """The texts in a request to load: the main file and those beside it."""
    _, _, _, data, others, _ = request
    return [data, *others.values()]


def _close_all_but(sock: int) -> None:
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(sock, 250)
    for descriptor in (0, 1, 2):
        os.dup2(null, descriptor)
    os.dup2(250, SOCKET)
    seal.close_all_above(SOCKET)


class Server:
    """Answers requests: tuples of an operation's name and its arguments."""

    def __init__(self, settings: dict[str, Any]) -> None:
        self.settings = settings
        self.objects: dict[int, Any] = {}
        self.numbers: dict[int, int] = {}
        self.output = Output(settings["output_kb"] << 10)
        self.watch = Watch()
        self.arrived = bytearray()
        self.absent: set[str] = set()
        """What the submission may be about to import and is nowhere."""
        self.left_out: dict[str, str] = {}
        """What the module would define, and why it does not."""
        self.left_to_do: Callable[[], tuple[Any, ...]] = tuple
        """Runs what was read."""

    def serve(self, request: Any) -> NoReturn:
        """Do the request, reply, read the next; for ever."""
        operations: dict[str, Callable[..., Any]] = {
            "load": self.load, "run": self.run, "get": getattr, "set": setattr, "call": self.call, "keep": self.keep, "value": lambda v: v,
            "len": len, "item": lambda v, key: v[key], "list": list, "help": self.help, "forbid": forbid,
            "changed": self.settings["guard"].changed, "apply": apply, "collect": self.collect, "try": self.run_test,
        }  # fmt: skip
        while True:
            name, *arguments = request
            if name == "calls":
                for call in arguments[0]:
                    self.write(self.answer(self.call, call))
            else:
                self.write(self.answer(operations[name], arguments))
            request = self.read()

    def answer(self, operation: Callable[..., Any], arguments: Sequence[Any]) -> list[Any]:
        """The reply to one request."""
        self.watch.noted.clear()
        try:
            value = operation(*arguments)
            return self.encode(("ok", value, self.output.take(), self.watch.noted))
        except BaseException as error:
            return self.encode(self.failure(error))

    def read(self) -> Any:
        header_length, body_length = lengths(self._exactly(PREFIX.size))
        header, body = self._exactly(header_length), self._exactly(body_length)
        return Decoder(self.resolve, tensor).value(header, body)

    def resolve(self, ref: Ref) -> Any:
        """What a reference stands for: an object here, or one that is not in this process."""
        if ref.number < 0:
            thing = remote.Remote(self.ask, -ref.number)
            return remote.function(thing) if ref.type_name == FUNCTION else thing
        return self.objects[ref.number]

    def _exactly(self, length: int) -> bytes:
        while len(self.arrived) < length:
            part = os.read(SOCKET, min(1 << 18, max(1 << 13, length - len(self.arrived))))
            if not part:
                os._exit(0)
            self.arrived += part
        data = bytes(memoryview(self.arrived)[:length])
        del self.arrived[:length]
        return data

    def write(self, buffers: list[Any]) -> None:
        # Small frames, nearly all of them, go in one piece: each write wakes the other side.
        whole = [b"".join(buffers)] if sum(map(len, buffers)) < 1 << 18 else buffers
        for buffer in whole:
            view = memoryview(buffer)
            while view:
                view = view[os.write(SOCKET, view) :]

    def encode(self, reply: tuple[Any, ...]) -> list[Any]:
        try:
            return Encoder(self.refer).frame(reply)
        except TooLarge as error:
            kind, told = "TooLarge", f"the answer is too large to hand over: {error}"
        except BaseException as error:
            kind, told = "Exception", f"the answer cannot be handed over ({type(error).__name__[:80]})"
        return Encoder(self.refer).frame(("error", [kind], False, told, (), NOWHERE, reply[-2], reply[-1]))

    def refer(self, value: Any) -> Any:
        """An object that is no plain data: what holds numbers as data, anything else as a reference to it here."""
        data = as_data(value)
        if data is not None:
            return data
        number = self.numbers.get(id(value))
        if number is None or self.objects.get(number) is not value:
            number = len(self.objects) + 1
            self.objects[number], self.numbers[id(value)] = value, number
        return Ref(number, type(value).__name__)

    def failure(self, error: BaseException) -> tuple[Any, ...]:
        """The reply for an exception: the built-in types it is of (closest first), whether it is ours, its text, its place."""
        import builtins

        kinds = [kind.__name__ for kind in type(error).__mro__ if getattr(builtins, kind.__name__, None) is kind]
        own = type(error).__name__
        ours = issubclass(type(error), RuleViolation)
        message = text_of(error, _MESSAGE)
        if kinds and own != kinds[0] and not ours:
            message = f"{own[:80]}: {message}"
        texts = self.watch.texts
        where, frame = place(error, texts), own_frame(error, texts)
        lines = texts[frame.tb_frame.f_code.co_filename].split("\n") if frame else []
        there = spot(error, frame, lines)
        self.watch.raised(error, where)
        message += _advice(error, self.settings["memory_mb"], self.left_out)
        said = kinds or ["Exception"], ours, message, tuple(where or ()), there
        return "error", *said, self.output.take(), self.watch.noted

    def load(
        self, module: str, name: str, data: bytes, others: dict[str, bytes], how: dict[str, Any]
    ) -> tuple[str, list[Any], str]:
        """Seal this process, then read the submission, ``how`` says in which way (`autograder.sandbox.protocol.loading`). Gives
        (reason, flags, isolation). Nothing of it has run then, so it can take back none of the flags."""
        settings = self.settings
        wind(sleeping=how["way"] != AS_IT_IS)
        held = seal.seal() if settings["sealed"] else ""  # from here on nothing can be opened
        try:
            plan = prepare(
                (name, data),
                others,
                module,
                settings["libraries"],
                settings["forbidden"],
                answers=how["answers"],
                must_load=settings["must_load"],
            )
        except Unreadable as error:
            return str(error), [], held
        self.watch.texts = plan.texts
        self.left_to_do = partial(self._run, module, plan, how)
        return "", report.of_the_text(plan), held

    def run(self) -> tuple[Any, ...]:
        """Run what was read. Gives (loaded, reason, flags, names, module, left out, slow, settings)."""
        self._take_over()
        try:
            return self.left_to_do()
        except Unreadable as error:
            return False, str(error), [], [], None, [], [], []

    def _run(self, module: str, plan: Plan, how: dict[str, Any]) -> tuple[Any, ...]:
        settings = self.settings
        run = Run(
            plan,
            Patience(how["seconds"], plan.texts, sleeping=how["way"] != AS_IT_IS),
            slow=how["slow"],
            way=how["way"],
            must_load=settings["must_load"],
        )
        finder = Finder(plan.helpers, plan.texts, settings["known"], self.absent, self.watch.missed, run.helper)
        papers = Papers(plan.texts)
        papers.lay()
        with settings_set_back(unless=how["settings_stay"]) as settings_left:
            student = run.module(module, finder)
        papers.loading = False
        if run.met_closed_files:
            self.watch.forget_files_beside()
        names = [n for n in vars(student) if isinstance(n, str) and not n.startswith("__")][-_NAMES:]
        flags, left_out = report.flags(plan, run), report.left_out(plan, run, vars(student).keys())
        self.left_out = {name: told for name, told, *_ in left_out}
        return True, "", flags, names, self.refer(student), left_out, run.slow, settings_left

    def help(self, code: bytes) -> Any:
        """The suite's helpers for the question that this process serves, made of compiled code."""
        helpers, made = ModuleType(HELPERS), marshal.loads(code)
        try:
            exec(made, vars(helpers))
        except Exception as error:
            raise RuntimeError(f"{place(error, {made.co_filename}) or made.co_filename}: {summary(error)}") from None
        self.settings["guard"].watch("the suite's helpers", vars(helpers))
        return self.refer(helpers)

    def _take_over(self) -> None:
        """From here on the process speaks for the student: what is printed is kept, what is refused is noted."""
        for stream in ("stdout", "__stdout__", "stderr", "__stderr__"):
            setattr(sys, stream, self.output)
        sys.stdin = io.StringIO("")
        sys.addaudithook(self.watch.audit)

    def call(self, function: Any, arguments: tuple[Any, ...], named: dict[str, Any]) -> Any:
        return function(*arguments, **named)

    def collect(self, module: ModuleType, name: str, begin: str) -> Any:
        """The tests in the student's module (`autograder.sandbox.inside.trial.Runner.collect`)."""
        return trial().runner.collect(module, name, begin)

    def run_test(self, number: int, subject: Any) -> Any:
        """Run a test on the ``subject``; meanwhile this process asks, and the grader answers."""
        return trial().runner.run(number, subject)

    def ask(self, thing: remote.Remote, what: str, name: str, arguments: tuple[Any, ...], named: dict[str, Any]) -> Any:
        """Have something done with an object that is not in this process, in the middle of a request."""
        try:
            frame = Encoder(_elsewhere).frame(("ask", remote.number_of(thing), what, name, arguments, named))
        except TooLarge as error:
            raise ValueError(f"that cannot be handed over: it is too large ({error})") from None
        self.write(frame)
        return remote.taken(self.read(), arguments, named)

    def keep(self, value: Any) -> Any:
        self.numbers.pop(id(value), None)
        number = len(self.objects) + 1
        self.objects[number] = value
        return Ref(number, type(value).__name__)


def apply(function: Any, arguments: tuple[Any, ...], named: dict[str, Any]) -> Any:
    """Call, and tell which of the arrays it was given are others now: the answer, and these by place or name."""
    arrays = {key: value for key, value in (*enumerate(arguments), *named.items()) if isinstance(value, np.ndarray)}
    before = {key: value.copy() for key, value in arrays.items()}
    answer = function(*arguments, **named)
    return answer, {key: value for key, value in arrays.items() if value.tobytes() != before[key].tobytes()}


def trial() -> Any:
    """What runs students' tests. It needs pytest, so it is there where an assignment allows that alone."""
    return sys.modules["autograder.sandbox.inside.trial"]


def _elsewhere(value: Any) -> Ref:
    """How what is no plain data is handed on to an object that is not here: only what is not here itself is."""
    if type(value) is not remote.Remote:
        kind = type(value).__name__[:80]
        raise TypeError(f"numbers, texts, lists and arrays can be handed over here, and no {kind}")
    return Ref(-remote.number_of(value))


def _advice(error: BaseException, memory_mb: int, left_out: Mapping[str, str]) -> str:
    """Which limit was met, what is closed, why a name is missing that the file defines or a newer Python has. (What Python's and NumPy's
    own texts mean the grader says: `autograder.diagnosis.causes`.)"""
    if isinstance(error, MemoryError):
        return f" (the limit is {memory_mb} MB)"
    if isinstance(error, PermissionError) and error.errno == errno.EPERM:
        return " (while it is graded, code reaches no files, no network and no other programs)"
    if (name := name_of(error)) in left_out:
        return f" (it was left out: {left_out[name].rstrip('.')})"
    return newer(error)
