"""Where the strings of a text begin and end, as Python 3.12 and later read them: an f-string may hold its own quotes (PEP 701).

Runs in the student's process.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_OPEN = re.compile(r"(?i)(?:\b[rbuft]{1,2})?('''|\"\"\"|'|\")")
_DEEPEST = 20


@dataclass(frozen=True)
class Literal:
    """A string in a text: it goes from ``start`` to ``end``, what is between its quotes begins at ``inside``."""

    start: int
    inside: int
    end: int
    quote: str
    prefix: str

    @property
    def is_format(self) -> bool:
        """Whether it is an f-string."""
        return "f" in self.prefix

    @property
    def close(self) -> int:
        """Where its closing quote stands."""
        return self.end - len(self.quote)


class Endless(Exception):
    """A string or a field of one never ends."""


def literals(text: str, at: int = 0, end: int | None = None) -> Iterator[Literal]:
    """The strings of a text that stand in no other, in order, from ``at`` on. Raises `Endless`."""
    stop = len(text) if end is None else end
    while (found := _OPEN.search(text, at, stop)) is not None:
        comment = text.find("#", at, found.start())
        if comment >= 0 and "\n" not in text[comment : found.start()]:
            line = text.find("\n", comment)
            at = stop if line < 0 else line
            continue
        literal = _literal(text, found, 0)
        yield literal
        at = literal.end


def fields(text: str, literal: Literal) -> Iterator[tuple[int, int]]:
    """Where the fields of an f-string are, each from behind its opening brace to its closing one."""
    at = literal.inside
    while at < literal.close:
        if text[at] == "\\":
            at += 2
        elif text[at] == "{" and not text.startswith("{{", at):
            end = _end_of_field(text, at + 1, 1)
            yield at + 1, end - 1
            at = end
        else:
            at += 2 if text.startswith("{{", at) else 1


def _literal(text: str, opening: re.Match[str], depth: int) -> Literal:
    prefix = opening[0][: -len(opening[1])].lower()
    end = _end_of_string(text, opening.end(), opening[1], "f" in prefix, depth)
    return Literal(opening.start(), opening.end(), end, opening[1], prefix)


def _end_of_string(text: str, at: int, quote: str, is_format: bool, depth: int) -> int:
    """Behind the closing quote of the string whose content begins at ``at``."""
    while at < len(text):
        if text.startswith(quote, at):
            return at + len(quote)
        if text[at] == "\n" and len(quote) == 1:
            break
        if text[at] == "\\":
            at += 2
        elif is_format and text[at] == "{" and not text.startswith("{{", at):
            at = _end_of_field(text, at + 1, depth + 1)
        else:
            at += 2 if is_format and text.startswith("{{", at) else 1
    raise Endless


def _end_of_field(text: str, at: int, nested: int) -> int:
    """Behind the brace that closes a replacement field."""
    if nested > _DEEPEST:
        raise Endless
    depth = 1
    while at < len(text):
        found = _OPEN.match(text, at)
        if found:
            at = _literal(text, found, nested).end
            continue
        if text[at] == "#":
            end = text.find("\n", at)
            at = len(text) if end < 0 else end
            continue
        depth += {"{": 1, "[": 1, "(": 1, "}": -1, "]": -1, ")": -1}.get(text[at], 0)
        at += 1
        if not depth:
            return at
    raise Endless
