"""Misconceptions: a course's named wrong answers, each with the hint a student reads.

They stand in ``reference/NAME/misconceptions/QUESTION.py``, one public function or class each.
"""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from autograder.suite.probes import run_staff_file


@dataclass(frozen=True)
class Misconception:
    """One wrong answer: ``story`` says in a line what it does, ``hint`` how to mend it; ``stand_in`` answers like it."""

    name: str
    story: str
    hint: str
    stand_in: Callable[..., Any]


def load_misconceptions(path: Path, solution: ModuleType | None = None) -> tuple[Misconception, ...]:
    """The variants of one misconceptions file, in its order; none when there is no such file.

    The file is staff code and runs in this process; ``from solution import …`` in it finds ``solution``.
    """
    if not path.is_file():
        return ()
    with importable_solution(solution):
        module = run_staff_file(path, f"_convgrade_misconceptions_{path.parent.parent.name}_{path.stem}")
    return tuple(
        _misconception(name, value)
        for name, value in vars(module).items()
        if not name.startswith("_")
        and (inspect.isfunction(value) or inspect.isclass(value))
        and value.__module__ == module.__name__
    )


@contextmanager
def importable_solution(solution: ModuleType | None) -> Iterator[None]:
    """``import solution`` finds this module inside the block, and what it found before afterwards."""
    before = sys.modules.get("solution")
    if solution is not None:
        sys.modules["solution"] = solution
    try:
        yield
    finally:
        if solution is not None:
            del sys.modules["solution"]
            if before is not None:
                sys.modules["solution"] = before


def kebab(name: str) -> str:
    """A variant's name as it is shown: ``flipped_kernel`` and ``FlippedKernel`` are both ``flipped-kernel``."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|_+", "-", name).lower().strip("-")


def _misconception(name: str, stand_in: Callable[..., Any]) -> Misconception:
    story, _, hint = (inspect.cleandoc(stand_in.__doc__ or "")).partition("\n\n")
    one_line = " ".join(story.split())
    paragraphs = [" ".join(paragraph.split()) for paragraph in hint.split("\n\n") if paragraph.strip()]
    return Misconception(kebab(name), one_line, "\n\n".join(paragraphs), stand_in)
