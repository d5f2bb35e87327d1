"""How letters are drawn on both sides: in the student's process, and by the grader, who looks whether they are there."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

HINTING = "none"
"""Matplotlib's `text.hinting`. Fitting letters to the pixels of a small screen takes half of the time that a text takes."""


@contextmanager
def plain_letters() -> Iterator[None]:
    """Matplotlib draws letters without hints, whatever the submission has set."""
    settings: Any = importlib.import_module("matplotlib").rcParams
    before = settings["text.hinting"]
    settings["text.hinting"] = HINTING
    try:
        yield
    finally:
        settings["text.hinting"] = before
