"""Student code on a page: highlighted by Pygments, escaped, line by line, with the lines that matter marked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from markupsafe import Markup, escape
from pygments.lexers import PythonLexer
from pygments.token import Comment, Keyword, Name, Number, Operator, String

from autograder.records.code import LONGEST_LINE, Excerpt
from autograder.records.text import one_line, visible

_KINDS: tuple[tuple[Any, str], ...] = (
    (Keyword, "k"), (Operator.Word, "k"), (String, "s"), (Comment, "c"), (Number, "n"), (Name.Function, "f"), (Name.Class, "f"),
    (Name.Decorator, "f"),
)  # fmt: skip
"""The kinds of text that get a colour, with their classes in ``style.css.j2``: the fewer, the smaller the page."""
MOST = 20_000
"""Characters that are coloured at once; what follows is plain."""


@dataclass(frozen=True)
class Line:
    """One line: its ``number``, its text as ``code`` for a page, and ``why`` it matters, if it does."""

    number: int
    code: Markup
    why: tuple[str, ...] = ()


def lines(text: str, first: int = 1, marks: Mapping[int, tuple[str, ...]] | None = None) -> list[Line]:
    """The lines of a Python ``text``, numbered from ``first`` on; ``marks`` says by number why a line matters. Lines too long for anybody
    to read are cut, and invisible characters are made visible."""
    why = marks or {}
    shown = "\n".join(map(_short, text.expandtabs(4).split("\n")))
    return [Line(number, code, why.get(number, ())) for number, code in enumerate(_coloured(shown).split("\n"), first)]


def excerpt_lines(excerpt: Excerpt) -> list[Line]:
    """The lines of an `Excerpt`, with its marks."""
    marks: dict[int, tuple[str, ...]] = {}
    for mark in excerpt.marks:
        marks[mark.line] = (*marks.get(mark.line, ()), one_line(mark.why, 300))
    return lines(excerpt.text, excerpt.first, marks)


def _short(line: str) -> str:
    return visible(line if len(line) <= LONGEST_LINE + 2 else f"{line[:LONGEST_LINE]} …").replace("\u2028", " ")


@lru_cache(maxsize=64)  # a class hands in the same line again and again, and a page is drawn for each
def _coloured(text: str) -> Markup:
    return Markup("").join(_pieces(text))


def _pieces(text: str) -> Iterator[Markup]:
    """``text`` in pieces that never reach over the end of a line."""
    kind, waiting = "", ""
    for token, value in PythonLexer(stripnl=False, ensurenl=False).get_tokens(text[:MOST]):
        now = next((name for wanted, name in _KINDS if token in wanted), "") if value.strip() else kind
        if now != kind:
            yield from _piece(kind, waiting)
            kind, waiting = now, ""
        waiting += value
    yield from _piece(kind, waiting)
    yield escape(text[MOST:])


def _piece(kind: str, text: str) -> Iterator[Markup]:
    for number, line in enumerate(text.split("\n")):
        if number:
            yield Markup("\n")
        if line:
            yield Markup('<i class="{}">{}</i>').format(kind, line) if kind and line.strip() else escape(line)
