"""What a student's process says of a call that gave no answer: read field by field, none of it trusted. Runs in the grader."""

from __future__ import annotations

import builtins
from typing import Any

from autograder.records.code import Place
from autograder.records.errors import StudentFailure, TooMuch, student_error
from autograder.records.sentences import say
from autograder.sandbox.protocol.wire import MAX_BITS, MAX_BODY, MAX_DEPTH, MAX_NODES, MAX_TEXT, Malformed

_LARGEST = say(
    "arrays of {megabytes} MB together, {parts} parts, texts of {characters} characters, lists nested {depth} deep, whole numbers of "
    "{bits} bits",
    megabytes=MAX_BODY >> 20,
    parts=f"{MAX_NODES:,}",
    characters=f"{MAX_TEXT:,}",
    depth=MAX_DEPTH,
    bits=MAX_BITS,
)
"""What fits through the wire."""
_EXCEPTIONS = frozenset(
    name for name, kind in vars(builtins).items() if isinstance(kind, type) and issubclass(kind, BaseException)
)
"""The names of Python's own exceptions."""


def failure_in(reply: tuple[Any, ...], memory_mb: int) -> tuple[StudentFailure, Any, Any]:
    """The failure that a reply tells, what was printed, and what the sandbox refused. Raises `Malformed`."""
    if reply[0] != "error" or len(reply) != 8:
        raise Malformed("not a reply")
    _, kinds, ours, message, place, there, output, refused = reply
    if not isinstance(kinds, list) or not kinds or not all(isinstance(t, str) for t in (message, *kinds)):
        raise Malformed("not a reply")
    if type(ours) is not bool:
        raise Malformed("not a reply")
    if kinds[0] == "TooLarge":
        return too_much(), output, refused
    limits = say("{megabytes} MB of memory", megabytes=memory_mb) if kinds[0] == "MemoryError" else ""
    # A name that is none of Python's own is a text the student chose, perhaps from a hidden input.
    kind = next(filter(_EXCEPTIONS.__contains__, kinds), "Exception")
    return student_error(kind, message[:4000], _place(place), limits, _spot(there), ours=ours), output, refused


def _spot(told: Any) -> tuple[str, tuple[str, ...], str]:
    """What a reply tells of the place of an exception (`autograder.sandbox.inside.spot`), as much of it as anybody reads."""
    match told:
        case [str(expression), [*held], str(near)] if all(isinstance(one, str) for one in held):
            return expression[:200], tuple(one[:200] for one in held[:10]), near[:80]
    raise Malformed("not a reply")


def _place(told: Any) -> Place | None:
    """The line of student code that a reply names, or none. Raises `Malformed`."""
    match told:
        case ():
            return None
        case (str(file), int(line), str(function)) if isinstance(told, tuple):
            return Place(file[:200], line, function[:80])
    raise Malformed("not a reply")


def too_much() -> TooMuch:
    """The failure of an answer that does not fit through the wire."""
    return TooMuch(say("gave more than an answer may hold (the limits: {limits}).", limits=_LARGEST))
