"""Hostile and broken things a student's folder can hold, each made by a function at test time.

A function takes the student's folder and fills it. Its docstring's last line says what it earns: ``nothing``, ``everything`` or names of
questions; the number in its name is the line of the threat model.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.attacks.handed_in import archives, files, notebooks

Builder = Callable[[Path], None]


def builders() -> dict[str, Builder]:
    """Every builder by name."""
    found = {name: value for module in (files, archives, notebooks) for name, value in vars(module).items()}
    return {name: value for name, value in found.items() if name.startswith("t") and name[1:3].isdigit()}
