"""What came of loading a submission, as the student's process tells it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from autograder.records.errors import BadReply
from autograder.sandbox.host.proxy import Handle

_FLAGS, _NAMES, _TEXT, _NAME = 60, 2000, 1000, 200
"""How many flags and names a report holds, and how long each may be."""


@dataclass(frozen=True)
class LoadReport:
    """What came of loading a submission. ``reason`` says in one sentence why it could not be loaded, ``late`` that this was for want
    of time; ``flags`` are for the instructor and for the student; ``names`` are what the module defines; ``layers`` names the means of
    the kernel that hold the process."""

    loaded: bool
    reason: str = ""
    flags: tuple[str, ...] = ()
    output: str = ""
    names: tuple[str, ...] = ()
    late: bool = False
    layers: str = ""


def not_loaded(reason: str, flag: str = "", *, late: bool = False) -> LoadReport:
    """The report of a submission that could not be loaded. The ``flag`` may hold the student's text: it is cut short."""
    return LoadReport(False, reason, (flag[:_TEXT],) if flag else (), late=late)


def read_report(reply: Any, output: str) -> tuple[LoadReport, Handle | None]:
    """The report in a process's ``reply`` to loading, and its module. Raises `BadReply`."""
    if not isinstance(reply, tuple) or len(reply) != 6:
        raise BadReply("a report of another form came back")
    loaded, reason, flags, names, module, layers = reply
    if not isinstance(reason, str) or not isinstance(layers, str) or type(loaded) is not bool:
        raise BadReply("a report of another form came back")
    module = module if isinstance(module, Handle) else None
    report = LoadReport(
        loaded=loaded and module is not None,
        reason=reason[:_TEXT],
        flags=texts(flags, _FLAGS, _TEXT),
        output=output,
        # What is no name cannot be asked for, and has no place in a message.
        names=tuple(name for name in texts(names, _NAMES, _NAME) if name.isidentifier()),
        layers=layers[:_NAME],
    )
    return report, module


def texts(value: Any, most: int, longest: int) -> tuple[str, ...]:
    """``value`` as texts, when it is a list of nothing else; the first ones, cut to a length."""
    if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
        raise BadReply("a report of another form came back")
    return tuple(text[:longest] for text in value[:most])
