"""What came of loading a submission, as the student's process tells it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from autograder.records.errors import BadReply
from autograder.sandbox.host.proxy import Handle

_FLAGS, _NAMES, _LEFT_OUT, _TEXT, _NAME = 60, 2000, 200, 1000, 200
"""How many flags, names and statements left out a report holds, and how long each may be."""


@dataclass(frozen=True)
class LoadReport:
    """What came of loading a submission. ``reason`` says in one sentence why it could not be loaded, ``late`` that this was for want
    of time, ``ended`` that the process did not outlive it; ``flags`` are for the instructor and for the student, and those ``skipped``
    among them say what was not read or run; ``names`` are what the module defines; ``layers`` names the means of the kernel that hold
    the process. ``left_out`` says of a name that the module would define where its definition was left out and why; ``slow`` are
    statements that were interrupted, by file and line."""

    loaded: bool
    reason: str = ""
    flags: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    output: str = ""
    names: tuple[str, ...] = ()
    late: bool = False
    layers: str = ""
    ended: bool = False
    left_out: Mapping[str, str] = field(default_factory=dict)
    slow: tuple[tuple[str, int], ...] = ()


def not_loaded(reason: str, flag: str = "", *, late: bool = False, ended: bool = False) -> LoadReport:
    """The report of a submission that could not be loaded. The ``flag`` may hold the student's text: it is cut short."""
    return LoadReport(False, reason, (flag[:_TEXT],) if flag else (), late=late, ended=ended or late)


def read_report(reply: Any, output: str) -> tuple[LoadReport, Handle | None]:
    """The report in a process's ``reply`` to loading, and its module. Raises `BadReply`."""
    if not isinstance(reply, tuple) or len(reply) != 9:
        raise BadReply("a report of another form came back")
    loaded, reason, flags, skipped, names, module, layers, left_out, slow = reply
    if not isinstance(reason, str) or not isinstance(layers, str) or type(loaded) is not bool:
        raise BadReply("a report of another form came back")
    module = module if isinstance(module, Handle) else None
    report = LoadReport(
        loaded=loaded and module is not None,
        reason=reason[:_TEXT],
        flags=texts(flags, _FLAGS, _TEXT),
        skipped=texts(skipped, _FLAGS, _TEXT),
        output=output,
        # What is no name cannot be asked for, and has no place in a message.
        names=tuple(name for name in texts(names, _NAMES, _NAME) if name.isidentifier()),
        layers=layers[:_NAME],
        left_out={name: told[:_TEXT] for name, told in _pairs(left_out, str)[:_LEFT_OUT] if name.isidentifier()},
        slow=tuple((file[:_TEXT], line) for file, line in _pairs(slow, int)[:_LEFT_OUT]),
    )
    return report, module


def texts(value: Any, most: int, longest: int) -> tuple[str, ...]:
    """``value`` as texts, when it is a list of nothing else; the first ones, cut to a length."""
    if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
        raise BadReply("a report of another form came back")
    return tuple(text[:longest] for text in value[:most])


def _pairs(value: Any, kind: type) -> list[tuple[str, Any]]:
    """``value`` as pairs of a text and something of ``kind``, when it is a list of nothing else."""
    if not isinstance(value, list) or not all(isinstance(p, tuple) and len(p) == 2 for p in value):
        raise BadReply("a report of another form came back")
    if not all(isinstance(text, str) and type(other) is kind for text, other in value):
        raise BadReply("a report of another form came back")
    return value
