"""What a bundle knows about itself: ``files/convgrade/bundle.json``, and where things lie beside it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from autograder.lms.systems.gradescope.results import When
from autograder.records.sentences import ENGLISH

WHENS: tuple[When, ...] = ("hidden", "after_due_date", "after_published", "visible")
FILE = "bundle.json"
ENGINE = "convgrade"
"""The folder below ``files/`` that holds the engine (``autograder/``), the assignment's rooms (``course/``) and this file."""
START = "start.py"
"""The script that starts the engine from that folder and from nowhere else."""
UNGRADED = "ungraded.json"
"""The ``results.json`` of a submission that was not graded."""
VERDICT = Path("convgrade") / "verdict.json"
"""Where the engine leaves its record, below Otter's autograder folder (on Gradescope: ``/autograder``)."""
TOLD = VERDICT.with_name("told.json")
"""The same record in the students' language, where that is not English."""
HANDED_IN = Path("convgrade") / "handed_in"
"""Where what was handed in is kept as it came, below the same folder."""

EMPTY_NOTEBOOK = """\
{
 "cells": [],
 "metadata": {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}},
 "nbformat": 4,
 "nbformat_minor": 5
}
"""
"""What Otter executes instead of the submission."""


@dataclass(frozen=True)
class Settings:
    """``hidden`` says when students see hidden checks; ``leaderboard`` is the question that is ranked, by its ``measure`` if it has
    one; ``ids`` is the class, where the assignment has personal numbers; ``language`` is what students read."""

    assignment: str
    hidden: When = "after_published"
    leaderboard: str = ""
    measure: str = ""
    ids: tuple[str, ...] = ()
    language: str = ENGLISH

    def to_bytes(self) -> bytes:
        return (json.dumps(asdict(self), indent=1) + "\n").encode()

    @staticmethod
    def read(engine: Path) -> Settings:
        """The settings of the bundle whose engine folder this is."""
        data = json.loads((engine / FILE).read_text(encoding="utf-8"))
        return Settings(**{**data, "ids": tuple(data["ids"])})


def seconds_allowed(submission_seconds: float) -> float:
    """How long a worker may take with one submission before it is stopped: slow machines start slowly."""
    return 60 + 3 * submission_seconds


def seconds_in_all(submission_seconds: float) -> float:
    """How long the engine may take until there is a verdict, when the first worker has to be stopped and others are started."""
    return 2 * seconds_allowed(submission_seconds)
