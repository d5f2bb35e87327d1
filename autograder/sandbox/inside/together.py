"""Answers that stand in several files: each file is a module of its own, and they find in one another what they count on.

Runs in the student's process.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from types import ModuleType
from typing import Any


def share(modules: Sequence[ModuleType], waiting: Iterable[tuple[dict[str, Any], str]]) -> None:
    """Give each module the names it lacks from the others, as notebooks find what another one defined that ran before.

    ``waiting`` are names that a module (known by its namespace) is going to define itself.
    """
    own = [vars(module).keys() | {name for names, name in waiting if names is vars(module)} for module in modules]
    # A namespace is the student's: it may hold keys that are no names (`globals().update({7: …})`).
    found = {
        name: value
        for other in modules
        for name, value in vars(other).items()
        if type(name) is str and not name.startswith("__")
    }
    for module, names in zip(modules, own, strict=True):
        vars(module).update({name: value for name, value in found.items() if name not in names})


def answer(modules: Sequence[ModuleType], taken: Sequence[Sequence[str]]) -> None:
    """Put every answer into all the modules: one may hold the stub of what it calls. ``taken`` are the names each module answers."""
    answers = {
        name: vars(module)[name]
        for module, names in zip(modules, taken, strict=True)
        for name in names
        if name in vars(module)
    }
    for module in modules:
        vars(module).update(answers)
