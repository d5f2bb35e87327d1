"""What is not in this process and can be used from it: the implementation that students' tests are about, a check's own function.

What student code does with such an object is asked of the grader, in the middle of answering: so it gets answers, and there is no code and
no number of the object's that it could find. Runs in the student's process.
"""

from __future__ import annotations

import builtins
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

Ask = Callable[["Remote", str, str, tuple[Any, ...], dict[str, Any]], Any]
"""Asks the grader to do something (get, set, call, item, len, list) with the object."""


class Remote:
    """An object that is elsewhere. Attributes, calls, ``len()``, indexing and iteration go there."""

    __slots__ = ("_ask", "_number")

    def __init__(self, ask: Ask, number: int) -> None:
        object.__setattr__(self, "_ask", ask)
        object.__setattr__(self, "_number", number)

    def __getattr__(self, name: str) -> Any:
        if name in ("__name__", "__qualname__"):  # every function has these, and some print them
            return "function"
        if name.startswith("_"):
            raise AttributeError(
                f"what is not in this process can be called, and not looked into: there is no {name!r}"
            )
        return self._ask(self, "get", name, (), {})

    def __setattr__(self, name: str, value: Any) -> None:
        self._ask(self, "set", name, (value,), {})

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        return self._ask(self, "call", "", arguments, named)

    def __getitem__(self, key: Any) -> Any:
        return self._ask(self, "item", "", (key,), {})

    def __len__(self) -> int:
        length: int = self._ask(self, "len", "", (), {})
        return length

    def __iter__(self) -> Iterator[Any]:
        return iter(self._ask(self, "list", "", (), {}))

    def __bool__(self) -> bool:
        return True

    def __repr__(self) -> str:
        return "<an object that is not in this process>"


def function(thing: Remote) -> Callable[..., Any]:
    """A function of Python's own that calls the one which is elsewhere: whatever code does with a function (copy it, look at its name or
    its signature, wrap it, keep something on it) works."""

    def function(*arguments: Any, **named: Any) -> Any:
        return thing(*arguments, **named)

    function.__qualname__ = function.__name__
    return function


def number_of(remote: Remote) -> int:
    """The number by which the grader knows the object."""
    number: int = remote._number
    return number


def taken(reply: Any, arguments: tuple[Any, ...], named: dict[str, Any]) -> Any:
    """What the grader's ``reply`` holds: the answer, once arrays that were changed there are changed here too, or the exception that was
    raised."""
    kind, value, more = reply
    if kind == "raised":
        raise _built_in(value)(more)
    for key, array in more.items():
        np.copyto(named[key] if isinstance(key, str) else arguments[key], array)
    return value


def _built_in(name: str) -> type[Exception]:
    """Python's own exception of that name."""
    found = getattr(builtins, name, None)
    return found if isinstance(found, type) and issubclass(found, Exception) else RuntimeError
