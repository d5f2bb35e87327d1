"""The sandbox: the confined process in which a student's code runs.

Three storeys and a wall: ``protocol`` is what both sides speak, ``inside`` runs beside student code, ``host`` is the grader's side.
``seal`` closes a process, ``doctor`` proves on this machine that it is closed.

The names are brought in when they are asked for: the student's process shares this package and is to hold no more of the engine than
it runs on.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from autograder.sandbox.host.process import StudentProcess
    from autograder.sandbox.host.proxy import Handle
    from autograder.sandbox.host.report import LoadReport
    from autograder.sandbox.host.restartable import RestartableProcess, starter
    from autograder.sandbox.host.sandbox import Sandbox
    from autograder.sandbox.host.student_time import Budget

__all__ = ["Budget", "Handle", "LoadReport", "RestartableProcess", "Sandbox", "StudentProcess", "starter"]
_PLACES = {
    "Sandbox": "host.sandbox",
    "StudentProcess": "host.process",
    "RestartableProcess": "host.restartable",
    "starter": "host.restartable",
    "LoadReport": "host.report",
    "Budget": "host.student_time",
    "Handle": "host.proxy",
}


def __getattr__(name: str) -> Any:
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_PLACES[name]}"), name)
