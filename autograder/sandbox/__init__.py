"""The guest: the confined process in which a student's code runs, and the grader's side of the wire to it.

The names are brought in when they are asked for: the student's process shares this package and is to hold no more of the engine than
it runs on.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from autograder.sandbox.host.errors import (
        BadReply,
        GuestError,
        LimitReached,
        MissingName,
        StudentCrash,
        StudentError,
        StudentFailure,
        StudentTimeout,
    )
    from autograder.sandbox.host.process import Guest, LoadReport
    from autograder.sandbox.host.proxy import Handle
    from autograder.sandbox.host.sandbox import Zygote

__all__ = [
    "BadReply",
    "Guest",
    "GuestError",
    "Handle",
    "LimitReached",
    "LoadReport",
    "MissingName",
    "StudentCrash",
    "StudentError",
    "StudentFailure",
    "StudentTimeout",
    "Zygote",
]
_ROOMS = {"Zygote": "host.sandbox", "Guest": "host.process", "LoadReport": "host.process", "Handle": "host.proxy"}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_ROOMS.get(name, 'host.errors')}"), name)
