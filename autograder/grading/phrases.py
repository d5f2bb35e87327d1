"""Texts that a file of plain checks makes with f-strings, as sentences: which of its f-strings made this one, and of what.

Public checks are plain tests that students run without convgrade, so they say `f"{call} has nothing but zeros."` and no `say`. Students get
this file in ``check_words.py``: it uses Python's own library alone.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from autograder.records.sentences import Sentence

_DEEPEST = 4
"""Phrases within phrases that are looked for."""
LONGEST_TEXT = 1200
"""Characters of a text that is looked for: a verdict keeps no longer one as a sentence. A student's answer may stand in it."""


class Phrase(NamedTuple):
    """The ``pattern`` of the texts that a phrase makes, and its ``own`` words, before, between and behind its gaps."""

    pattern: re.Pattern[str]
    own: tuple[str, ...]

    def made(self, text: str) -> re.Match[str] | None:
        """How it makes this text, if it does."""
        # A pattern with several gaps takes for ever to say no to a text that repeats its words: first it is seen whether all are there.
        return self.pattern.fullmatch(text) if self._has_words(text) else None

    def _has_words(self, text: str) -> bool:
        first, last = self.own[0], self.own[-1]
        place, end = len(first), len(text) - len(last)
        if not (text.startswith(first) and text.endswith(last)):
            return False
        for words in self.own[1:-1]:
            place = text.find(words, place, end) + len(words)
            if place < len(words):
                return False
        return place <= end or text == first


@lru_cache(maxsize=32)
def phrases(source: str) -> dict[str, Phrase]:
    """The phrases of a Python source, as templates with named fields, each with what tells the texts it makes; those with the most words
    of their own first. A phrase holds a blank; docstrings and the arguments of decorators are none."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return {}
    found = {}
    for node in _spoken(tree):
        template, pattern, own = read(node)
        if " " in "".join(own).strip():
            found[template] = Phrase(re.compile(pattern, re.DOTALL), own)
    return dict(sorted(found.items(), key=lambda item: -len("".join(item[1].own))))


def phrased(text: str, source: str, depth: int = 0) -> str:
    """``text`` as the sentence that a phrase of ``source`` makes, and what was put into it likewise; as it is where none does."""
    for template, phrase in phrases(source).items() if depth < _DEEPEST and len(text) <= LONGEST_TEXT else ():
        if made := phrase.made(text):
            return Sentence(
                template, {name: phrased(part, source, depth + 1) for name, part in made.groupdict().items()}
            )
    return text


def _spoken(tree: ast.AST) -> Iterator[ast.expr]:
    """The texts and f-strings in ``tree`` that may be shown to somebody."""
    decorators = getattr(tree, "decorator_list", ())
    children = (node for node in ast.iter_child_nodes(tree) if node not in decorators)
    for node in children:
        if isinstance(tree, ast.JoinedStr) and isinstance(node, ast.Constant):
            continue  # a part of it
        if isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str)):
            yield node
        if not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)):  # no docstring
            yield from _spoken(node)


def read(node: ast.expr) -> tuple[str, str, tuple[str, ...]]:
    """The template of a text or an f-string, the pattern of what it makes, and its own words around the gaps."""
    template = pattern = ""
    words = [""]
    names: dict[str, str] = {}
    for i, part in enumerate(node.values if isinstance(node, ast.JoinedStr) else [node]):
        if isinstance(part, ast.FormattedValue):
            called = part.value.id if isinstance(part.value, ast.Name) else f"p{i}"
            template += f"{{{called}}}"
            anything = r"[\w.+%-]*" if part.format_spec else ".*"  # with a format it is a number
            pattern += f"(?P={called})" if called in names else f"(?P<{called}>{anything})"
            names[called] = called
            words.append("")
        elif isinstance(part, ast.Constant):
            own = str(part.value)
            template += own.replace("{", "{{").replace("}", "}}")
            pattern += re.escape(own)
            words[-1] += own
    return template, pattern, tuple(words)
