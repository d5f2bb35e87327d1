"""Handles: objects of the student's process, used from a check as if they were here. Runs in the grader."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Protocol

from autograder.records.errors import BadReply, MissingName, StudentError
from autograder.sandbox.protocol.wire import Ref

_LONGEST = 1 << 31
Call = tuple[Any, tuple[Any, ...], dict[str, Any]]
"""What is called, with which arguments by position and by name."""


class Process(Protocol):
    """What a handle needs of its process. ``functions`` saves asking for the same function of the same object before each call."""

    functions: dict[tuple[int, str], Any]

    def request(self, operation: str, *arguments: Any) -> Any: ...

    def each(self, calls: Sequence[Call]) -> Iterator[Any]: ...


class Handle:
    """An object in the student's process. Attributes, calls, ``len()``, indexing and iteration go there and come back as values where
    they are plain data, else as handles."""

    __slots__ = ("_process", "_ref")

    def __init__(self, process: Process, ref: Ref) -> None:
        object.__setattr__(self, "_process", process)
        object.__setattr__(self, "_ref", ref)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        known = self._process.functions.get((self._ref.number, name))
        if known is not None:
            return known
        try:
            value = self._process.request("get", self, name)
            if isinstance(value, Handle) and value.type_name in ("function", "type"):
                self._process.functions[self._ref.number, name] = value
            return value
        except StudentError as error:
            if isinstance(error, AttributeError) and not error.place:
                raise MissingName(f"There is no `{name}`.") from None
            raise

    def __setattr__(self, name: str, value: Any) -> None:
        self._process.functions.pop((self._ref.number, name), None)
        self._process.request("set", self, name, value)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._process.request("call", self, args, kwargs)

    def __len__(self) -> int:
        length = self._process.request("len", self)
        if type(length) is not int or not 0 <= length <= _LONGEST:
            raise BadReply("a length that is none")
        return length

    def __getitem__(self, key: Any) -> Any:
        return self._process.request("item", self, key)

    def __iter__(self) -> Iterator[Any]:
        items = self._process.request("list", self)
        if not isinstance(items, list):
            raise BadReply("a list that is no list")
        return iter(items)

    def __repr__(self) -> str:
        return "<an object of the student's process>"

    @property
    def ref(self) -> Ref:
        """The reference that crosses the wire."""
        ref: Ref = self._ref
        return ref

    @property
    def type_name(self) -> str:
        """The name of its type, as the student's process gives it: for staff, and for comparing with known names."""
        return self.ref.type_name


def call_each(calls: Sequence[Call]) -> Iterator[Any]:
    """Make the calls one after the other and give their answers in order. Calls of one student's process are sent to it together: that
    is several times faster than waiting for each answer before the next question."""
    if calls and all(isinstance(function, Handle) for function, _, _ in calls):
        return owner(calls[0][0]).each(calls)
    return (function(*args, **kwargs) for function, args, kwargs in calls)


def owner(handle: Handle) -> Process:
    """The process whose object the handle is."""
    process: Process = handle._process
    return process
