"""The sandbox: a submission comes in, the values its code returns go out. The code runs in a process that is closed to everything else.

Three storeys and a wall: ``protocol`` is what both sides speak, ``inside`` runs in the student's process, ``host`` in the grader's.
``seal`` closes a process; ``doctor`` proves on this machine that it is closed.

Names are imported on first use: the student's process shares this package and must not load the grader's side.
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
