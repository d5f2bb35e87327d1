"""The implementation that a student's test is given: what the test asks of it, asked of the process that it is in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from autograder.records.errors import LimitReached, StudentError, StudentFailure, StudentTimeout, SuiteError, TooMuch
from autograder.records.sentences import say
from autograder.sandbox.host.asked import Asked
from autograder.sandbox.host.proxy import Handle, owner
from autograder.sandbox.host.restartable import RestartableProcess
from autograder.sandbox.protocol.wire import Encoder, Ref, TooLarge
from autograder.suite.subjects import IMPLEMENTATION

ROOT = 1
"""The number by which a test knows the object that the implementation is an attribute of."""
_INNER = frozenset(("async_generator", "code", "coroutine", "frame", "generator", "module", "traceback"))
"""Types whose attributes lead from what an implementation gave to its code, and to Python's `eval`: a generator has a frame."""
_NOT_INTO = "a test can call the implementation, and not look into it"


class Given:
    """What a test may reach of one implementation, by number, and what is done with it on the test's behalf."""

    def __init__(self, question: str, process: RestartableProcess, calls: int) -> None:
        self.question, self.process, self.calls = question, process, calls
        self.objects: list[Any] = [None, None]
        self.numbers: dict[tuple[int, int], int] = {}

    def respond(self, asked: Asked) -> tuple[str, Any, Any]:
        """What the test is told: ``("value", answer, changed arrays)`` or ``("raised", kind, text)``."""
        self.calls -= 1
        if self.calls < 0:
            raise LimitReached(say("was not run to its end: it asked its implementation too often."))
        try:
            value, changed = self._do(asked)
            reply = ("value", self._sent(value), changed)
            Encoder(_refuse).frame(reply)
            return reply
        except StudentError as error:
            return "raised", error.type_name, error.message
        except (AttributeError, TypeError) as error:  # also `MissingName`
            return "raised", "TypeError" if isinstance(error, TypeError) else "AttributeError", str(error)
        except (TooMuch, TooLarge):
            return "raised", "ValueError", "the answer is too large to be handed over"
        except StudentTimeout:
            told = say("was not run to its end: what it asked its implementation for took too long.")
            raise LimitReached(told) from None
        except StudentFailure as error:
            return "raised", "RuntimeError", f"the implementation gave no answer: {error}"

    def _do(self, asked: Asked) -> tuple[Any, dict[Any, Any]]:
        arguments = tuple(map(self._received, asked.arguments))
        named = {key: self._received(value) for key, value in asked.named.items()}
        if asked.name.startswith("_"):
            raise AttributeError(_NOT_INTO)
        if asked.number == ROOT:
            return self._root(asked), {}
        thing = self._object(asked.number)
        if asked.name == "mro" or (asked.name and thing.type_name in _INNER):
            raise AttributeError(_NOT_INTO)
        if asked.what == "call":
            answer = self.process.process.request("apply", thing, arguments, named)
            if not isinstance(answer, tuple) or len(answer) != 2:
                raise SuiteError(f"an implementation of {self.question} broke the protocol")
            return answer
        simple: dict[str, Callable[[], Any]] = {
            "get": lambda: Handle.__getattr__(thing, asked.name),  # nothing of the handle's own
            "set": lambda: setattr(thing, asked.name, arguments[0]),
            "item": lambda: thing[arguments[0]],
            "len": lambda: len(thing),
            "list": lambda: list(thing),
        }
        if asked.what not in simple or (asked.what in ("set", "item") and len(arguments) != 1):
            raise TypeError("nothing that an implementation can be asked for")
        return simple[asked.what](), {}

    def _root(self, asked: Asked) -> Any:
        if asked.what != "get":
            raise TypeError(f"`subject` holds the implementation: write `subject.{self.question}(…)`")
        if asked.name != self.question:
            raise AttributeError(f"this subject has no {asked.name}: it is an implementation of {self.question}")
        return getattr(self.process.module, IMPLEMENTATION)

    def _object(self, number: int) -> Any:
        if not 0 < number < len(self.objects) or self.objects[number] is None:
            raise TypeError("an object that is none of the implementation's")
        return self.objects[number]

    def _received(self, value: Any) -> Any:
        """What a test handed over, for the implementation's process: objects that came from there, and what holds them."""
        if isinstance(value, Handle):
            return self._object(-value.ref.number)
        if isinstance(value, (list, tuple)):
            return type(value)(map(self._received, value))
        if isinstance(value, dict):
            return {key: self._received(one) for key, one in value.items()}
        return value

    def _sent(self, value: Any) -> Any:
        """What the implementation gave, for the test: objects as numbers."""
        if isinstance(value, Handle):
            known = id(owner(value)), value.ref.number
            if known not in self.numbers:
                self.objects.append(value)
                self.numbers[known] = len(self.objects) - 1
            return Ref(-self.numbers[known])
        if isinstance(value, (list, tuple)):
            return type(value)(map(self._sent, value))
        if isinstance(value, dict):
            return {key: self._sent(one) for key, one in value.items()}
        return value


def _refuse(value: Any) -> Any:
    raise TypeError(f"the implementation gave a {type(value).__name__}, which cannot be handed over")
