"""What student code asks of the grader in the middle of answering: things of another process, or a call of a function of the check's own.

Such a function stays in the grader's process. Beside it in the student's, its numbers could be read off it, and what it is asked for, its
gradient say, worked out from them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from autograder.records.errors import LimitReached
from autograder.records.sentences import say
from autograder.sandbox.host.proxy import Handle
from autograder.sandbox.protocol.wire import FUNCTION, Malformed, Ref

Function = Callable[..., Any]


@dataclass(frozen=True)
class Asked:
    """What student code wants done (get, set, call, item, len, list) with the object of that ``number``, which is not in its process."""

    number: int
    what: str
    name: str
    arguments: tuple[Any, ...]
    named: dict[str, Any]

    @staticmethod
    def of(reply: tuple[Any, ...]) -> Asked:
        """The request in a frame. Raises `Malformed`."""
        kinds = (str, int, str, str, tuple, dict)
        if len(reply) != len(kinds) or not all(type(one) is kind for one, kind in zip(reply, kinds, strict=True)):
            raise Malformed("not a request")
        if not all(isinstance(key, str) for key in reply[5]):
            raise Malformed("not a request")
        return Asked(*reply[1:])


class Callbacks:
    """The functions that were handed over with a request. Each may be called until that is answered, and must not ask the student's
    process for anything itself."""

    def __init__(self) -> None:
        self._functions: dict[int, Function] = {}
        self._last = self._left = 0

    def __bool__(self) -> bool:
        return bool(self._functions)

    def begin(self, most: int) -> None:
        """The next request begins: none is handed over yet, and they may be called at most ``most`` times together."""
        self._functions.clear()
        self._left = most

    def hand_over(self, function: Function) -> Ref:
        """The reference by which the process knows the ``function``."""
        self._last += 1
        self._functions[self._last] = function
        return Ref(-self._last, FUNCTION)

    def respond(self, asked: Asked) -> tuple[str, Any, Any]:
        """The result of calling one. Raises `LimitReached`."""
        self._left -= 1
        if self._left < 0:
            raise LimitReached(say("not run to its end: it called the function it was given too often."))
        function = self._functions.get(asked.number)
        if asked.what != "call" or function is None:
            return "raised", "TypeError", "a function that is given can be called until the call it was given to ends"
        try:
            _look_through([asked.arguments, asked.named])
            return "value", function(*asked.arguments, **asked.named), {}
        except Exception as error:
            return "raised", type(error).__name__, str(error)[:200]


def _look_through(value: Any) -> None:
    """Raises `TypeError` where an object of the process is among what was sent: to ask for its parts is a request in the middle of one."""
    if isinstance(value, Handle):
        raise TypeError("the function can be given numbers, texts, lists and arrays alone")
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, (list, tuple)) else ():
        _look_through(part)
