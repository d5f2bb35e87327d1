"""Misconceptions: a course's named wrong answers, each with the hint a student reads.

They stand in ``reference/NAME/misconceptions/QUESTION.py``, one public function or class each.
"""

from __future__ import annotations

import ast
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


def read_hints(path: Path) -> dict[str, str]:
    """The hint of each misconception of a file by the name that is shown, without running it; none when there is no such file."""
    if not path.is_file():
        return {}
    nodes = ast.parse(path.read_bytes(), str(path)).body
    return {
        kebab(node.name): _texts(ast.get_docstring(node, clean=False))[1]
        for node in nodes
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith("_")
    }


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
    return Misconception(kebab(name), *_texts(stand_in.__doc__), stand_in)


def _texts(docstring: str | None) -> tuple[str, str]:
    """A variant's story in a line and its hint in paragraphs."""
    story, _, hint = inspect.cleandoc(docstring or "").partition("\n\n")
    paragraphs = [" ".join(paragraph.split()) for paragraph in hint.split("\n\n") if paragraph.strip()]
    return " ".join(story.split()), "\n\n".join(paragraphs)
