"""Whether student code replaced what runs beside it: the suite's helpers and the engine's own modules in this process.

Nothing that is said here decides a mark, and who replaces the comparison itself is not found out. It is for the many who do not: a line for
a person to look at. Runs in the student's process.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from types import CodeType, FunctionType
from typing import Any

MOST = 5
_ENGINE = "autograder"


class Guard:
    """Holds what was there (functions, their code, classes and what is in them) for `changed` to compare. Made before any student code."""

    def __init__(self) -> None:
        self._seen: list[_Part] = []
        self._modules = {name: module for name, module in sys.modules.items() if _is_engine(name)}
        for name, module in self._modules.items():
            self.watch(name, vars(module))

    def watch(self, name: str, namespace: dict[str, Any]) -> None:
        """Remember what can be called in ``namespace``; ``name`` is what it is called in `changed`."""
        for part, value in list(namespace.items()):
            self._remember(f"{part} of {name}", namespace, part, value)
            if isinstance(value, type) and value.__module__ == namespace.get("__name__"):
                for member, function in list(vars(value).items()):
                    if isinstance(function, FunctionType):
                        self._remember(f"{part}.{member} of {name}", vars(value), member, function)

    def _remember(self, told: str, where: Mapping[str, Any], name: str, value: Any) -> None:
        if isinstance(value, FunctionType):
            self._seen.append((told, where, name, value, value.__code__))
        elif isinstance(value, type):
            self._seen.append((told, where, name, value, None))

    def changed(self) -> list[str]:
        """What is no longer what it was, one line each. Asked of every process, so it makes nothing anew: a memory page that a process
        writes to, and be it to count a reference, has to be copied first."""
        found = [
            f"the module {name} was replaced"
            for name, module in self._modules.items()
            if sys.modules.get(name) is not module
        ]
        for told, where, name, value, code in self._seen:
            now = where.get(name)
            # A function's code can be exchanged; another function with the same code does the same.
            if now is not value if code is None else type(now) is not FunctionType or now.__code__ is not code:
                found.append(f"{told} was replaced")
        return found[:MOST]


_Part = tuple[str, Mapping[str, Any], str, Any, CodeType | None]
"""What is told of it, where it is found and by which name, what it was, and its code if it is a function."""


def _is_engine(name: str) -> bool:
    return name == _ENGINE or name.startswith(_ENGINE + ".")
