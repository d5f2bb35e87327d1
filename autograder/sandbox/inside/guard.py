"""Whether student code replaced what runs beside it: the suite's helpers and the engine's own modules in this process.

Nothing that is said here decides a mark, and who replaces the comparison itself is not found out. It is for the many who do not: a line for
a person to look at.
"""

from __future__ import annotations

import sys
from types import FunctionType
from typing import Any

MOST = 5
_ENGINE = "autograder"


class Guard:
    """Holds what was there (functions, their code, classes and what is in them) for `changed` to compare. Made before any student code."""

    def __init__(self) -> None:
        self._seen: list[tuple[str, dict[str, Any], dict[str, Any]]] = []
        self._modules = {name: module for name, module in sys.modules.items() if _is_engine(name)}
        for name, module in self._modules.items():
            self.watch(name, vars(module))

    def watch(self, name: str, namespace: dict[str, Any]) -> None:
        """Remember what can be called in ``namespace``; ``name`` is what it is called in `changed`."""
        self._seen.append((name, namespace, _callables(namespace)))

    def changed(self) -> list[str]:
        """What is no longer what it was, one line each."""
        found = [
            f"the module {name} was replaced"
            for name, module in self._modules.items()
            if sys.modules.get(name) is not module
        ]
        for name, namespace, before in self._seen:
            now = _callables(namespace)
            found += [f"{part} of {name} was replaced" for part, value in before.items() if now.get(part) is not value]
        return found[:MOST]


def _is_engine(name: str) -> bool:
    return name == _ENGINE or name.startswith(_ENGINE + ".")


def _callables(namespace: dict[str, Any]) -> dict[str, Any]:
    """Functions (by their code: it can be exchanged), classes, and what is in the classes that are made here."""
    found: dict[str, Any] = {}
    for name, value in list(namespace.items()):
        if isinstance(value, FunctionType):
            found[name] = value.__code__
        elif isinstance(value, type):
            found[name] = value
            if value.__module__ == namespace.get("__name__"):
                parts = [
                    (part, member) for part, member in list(vars(value).items()) if isinstance(member, FunctionType)
                ]
                found |= {f"{name}.{part}": member.__code__ for part, member in parts}
    return found
