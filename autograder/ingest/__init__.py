"""Ingest: what was handed in, as `Submission`, `Rejection` and `Ignored` records. Never trusts a name or a size.

Its names are brought in when they are asked for: a student's own check needs one file read, and no learning system.
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
