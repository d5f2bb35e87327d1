"""What came of loading a submission, as the student's process tells it. Runs in the grader."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from autograder.records.code import FlaggedLine, Place
from autograder.records.errors import BadReply
from autograder.sandbox.host.proxy import Handle

_FLAGS, _NAMES, _LEFT_OUT, _SETTINGS, _TEXT, _NAME = 60, 4000, 200, 10, 1000, 200
"""How many flags, names, statements left out and settings a report holds, and how long each may be."""
_OTHER_FORM = "a report of another form came back"
Flag = tuple[str, bool, str, int, str]
"""See `autograder.sandbox.inside.report.Told`."""


class LeftOut(NamedTuple):
    """A definition that could not be read or run: ``told`` says where and why, ``place`` is its line."""

    told: str
    place: Place


@dataclass(frozen=True)
class LoadReport:
    """What came of loading a submission. ``reason`` says in one sentence why it could not be loaded, ``late`` that this was for want
    of time, ``ended`` that the process did not outlive it; ``flags`` are for the instructor and for the student, those ``skipped``
    among them say what was not read or run, and ``lines`` are those that flags are about; ``names`` are what the module defines;
    ``layers`` names the means of the kernel that hold the process. ``left_out`` has the names that the module would define whose
    definition was left out; ``slow`` are statements that were interrupted, by file and line; ``settings`` are what it set for the
    whole process, by the names of what sets it."""

    loaded: bool
    reason: str = ""
    flags: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    lines: tuple[FlaggedLine, ...] = ()
    output: str = ""
    names: tuple[str, ...] = ()
    late: bool = False
    layers: str = ""
    ended: bool = False
    left_out: Mapping[str, LeftOut] = field(default_factory=dict)
    slow: tuple[tuple[str, int], ...] = ()
    settings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Read:
    """What the process told before any of the submission ran: the ``reason`` why it cannot be read, if it cannot, its ``flags``, and the
    ``layers`` that hold the process."""

    reason: str = ""
    flags: tuple[Flag, ...] = ()
    layers: str = ""

    @staticmethod
    def of(reply: Any) -> Read:
        """That in the ``reply`` to loading. Raises `BadReply`."""
        match reply:
            case (str(reason), flags, str(layers)) if isinstance(reply, tuple):
                return Read(reason[:_TEXT], _flags(flags), layers[:_NAME])
        raise BadReply(_OTHER_FORM)


def not_loaded(reason: str, read: Read, flag: str = "", *, late: bool = False, ended: bool = False) -> LoadReport:
    """The report of a submission that was ``read`` and could not be run. The ``flag`` may hold the student's text: it is cut short."""
    told = (*([(flag[:_TEXT], False, "", 0, "")] if flag else []), *read.flags)
    return LoadReport(False, reason, **_fields(told), layers=read.layers, late=late, ended=ended or late)


def read_report(read: Read, reply: Any, output: str) -> tuple[LoadReport, Handle | None]:
    """The report in a process's ``reply`` to running what it has ``read``, and its module. Raises `BadReply`."""
    if not isinstance(reply, tuple) or len(reply) != 8:
        raise BadReply(_OTHER_FORM)
    loaded, reason, flags, names, module, left_out, slow, settings = reply
    if not isinstance(reason, str) or type(loaded) is not bool:
        raise BadReply(_OTHER_FORM)
    module = module if isinstance(module, Handle) else None
    told = _flags(flags)
    told = (*told, *(flag for flag in read.flags if flag not in told))
    lost = [
        (name, LeftOut(text[:_TEXT], Place(file[:_TEXT], line)))
        for name, text, file, line in _rows(left_out, str, str, str, int)
    ]
    report = LoadReport(
        loaded=loaded and module is not None,
        reason=reason[:_TEXT],
        **_fields(told),
        output=output,
        # What is no name cannot be asked for, and has no place in a message.
        names=tuple(name for name in texts(names, _NAMES, _NAME) if name.isidentifier()),
        layers=read.layers,
        left_out={name: one for name, one in lost[:_LEFT_OUT] if name.isidentifier()},
        slow=tuple((file[:_TEXT], line) for file, line in _rows(slow, str, int)[:_LEFT_OUT]),
        settings=tuple(name for name in texts(settings, _SETTINGS, _NAME) if name.replace(".", "").isidentifier()),
    )
    return report, module


def _fields(flags: Iterable[Flag]) -> dict[str, Any]:
    """The fields of a report that hold the flags."""
    told = list(flags)
    return {
        "flags": tuple(flag for flag, *_ in told),
        "skipped": tuple(flag for flag, skipped, *_ in told if skipped),
        "lines": tuple(FlaggedLine(file, line, why) for *_, file, line, why in told if line),
    }


def _flags(rows: Any) -> tuple[Flag, ...]:
    told = _rows(rows, str, bool, str, int, str)[:_FLAGS]
    return tuple((flag[:_TEXT], skipped, file[:_TEXT], line, why[:_TEXT]) for flag, skipped, file, line, why in told)


def texts(value: Any, most: int, longest: int) -> tuple[str, ...]:
    """``value`` as texts, when it is a list of nothing else; the first ones, cut to a length."""
    if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
        raise BadReply(_OTHER_FORM)
    return tuple(text[:longest] for text in value[:most])


def _rows(value: Any, *kinds: type) -> list[Any]:
    """``value`` as tuples of values of these ``kinds``, when it is a list of nothing else."""
    if not isinstance(value, list) or not all(
        isinstance(row, tuple) and [*map(type, row)] == [*kinds] for row in value
    ):
        raise BadReply(_OTHER_FORM)
    return value
