"""Ingest: what an LMS let the instructor download comes in; `Submission`, `Rejection` and `Ignored` records go out. Runs in the grader.

No name or size in a download is trusted. Names are imported on first use: a student's own check reads one file and needs no LMS.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from autograder.records.errors import IngestError
from autograder.records.submission import Ignored, Intake, Rejection, SourceFile, Submission

if TYPE_CHECKING:
    from autograder.ingest.handout import Handout
    from autograder.ingest.read import read_submissions

__all__ = ["Handout", "Ignored", "IngestError", "Intake", "Rejection", "SourceFile", "Submission", "read_submissions"]
_PLACES = {"Handout": "handout", "read_submissions": "read"}


def __getattr__(name: str) -> Any:
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_PLACES[name]}"), name)
