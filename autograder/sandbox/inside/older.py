"""What only a newer Python reads, written so that the grader's reads it too: the same program, in as many lines.

Runs in the student's process.
"""

from __future__ import annotations

import ast
import re
import sys

from autograder.sandbox.inside.magics import FLAGS
from autograder.sandbox.inside.strings import Endless, Literal, fields, literals
from autograder.sandbox.inside.syntax import READING, TOO_MUCH

_RUNNING = sys.version_info[:2]
_MOST = 50_000
"""Characters of a statement that is written anew."""
_GENERIC = re.compile(r"^([ \t]*(?:(?:async[ \t]+)?def|class)[ \t]+\w+)[ \t]*\[", re.M)
_ALIAS = re.compile(r"^([ \t]*)type[ \t]+(\w+[ \t]*=(?!=))", re.M)
_KIND = r"(?:\w+\.)*[A-Z]\w*"  # a name with a capital: `except ValueError, e:` was Python 2's for something else
EXCEPT = re.compile(rf"^([ \t]*except\b[ \t]*\*?)[ \t]*({_KIND}(?:[ \t]*,[ \t]*{_KIND})+)[ \t]*:", re.M)
LAZY = re.compile(r"^([ \t]*)lazy[ \t]+(?=(?:import|from)\b)", re.M)
_TRIPLES = '"""', "'''"


def older(text: str) -> str | None:
    """The statement ``text``, which the grader's Python cannot read, so that it can; None where that does not help. Type parameters only
    help those who check types: they are left out."""
    if len(text) > _MOST:
        return None
    made = text
    try:
        if _RUNNING < (3, 12):
            made = _ALIAS.sub(r"\1\2", _requoted(made, _TRIPLES))
        if _RUNNING < (3, 13):  # from 3.12 on it is their defaults that cannot be read
            made = _without_parameters(made)
        if _RUNNING < (3, 14):
            made = EXCEPT.sub(r"\1 (\2):", made)
        if _RUNNING < (3, 15):
            made = LAZY.sub(r"\1", made)
    except (Endless, *TOO_MUCH):
        return None
    return made if made != text and _compiles(made) else None


def _without_parameters(text: str) -> str:
    while found := _GENERIC.search(text):
        depth, end = 1, found.end()
        while depth:
            if end >= len(text):
                raise Endless
            depth += {"[": 1, "]": -1}.get(text[end], 0)
            end += 1
        # In brackets a line may end anywhere; behind the name only with a backslash.
        text = text[: found.start()] + found[1] + "\\\n" * text.count("\n", found.end(), end) + text[end:]
    return text


def _requoted(text: str, quotes: tuple[str, ...]) -> str:
    """The text with other quotes around f-strings that hold their own (PEP 701): any of ``quotes``, which the text itself may not hold."""
    parts, at = [], 0
    for literal in literals(text):
        if literal.is_format:
            parts += [text[at : literal.start], _format_string(text, literal, quotes)]
            at = literal.end
    return "".join([*parts, text[at:]])


def _format_string(text: str, literal: Literal, quotes: tuple[str, ...]) -> str:
    whole = text[literal.start : literal.end]
    if _compiles(f"({whole})"):
        return whole
    for quote in (quote for quote in (literal.quote, *quotes) if len(quote) == 3):
        parts, at = [], literal.inside
        for start, end in fields(text, literal):
            others = tuple(other for other in quotes if other != quote)
            parts += [text[at:start], _field(text[start:end], others)]
            at = end
        inside = "".join([*parts, text[at : literal.close]])
        made = f"{literal.prefix}{quote}{inside}{quote}"
        if quote not in inside and not inside.endswith(quote[0]) and _compiles(f"({made})"):
            return made
    return whole


def _field(text: str, quotes: tuple[str, ...]) -> str:
    """A field without what Python 3.11 reads in none: comments, backslashes."""
    parts, at = [], 0
    for literal in literals(text):
        parts.append(_plain(text[at : literal.start]))
        whole = text[literal.start : literal.end]
        if literal.is_format:
            parts.append(_format_string(text, literal, quotes))
        elif "\\" in whole:
            value = ast.literal_eval(whole)
            parts.append(f"str().join(map(chr, {[*map(ord, value)]}))" if isinstance(value, str) else whole)
        else:
            parts.append(whole)
        at = literal.end
    return "".join([*parts, _plain(text[at:])])


def _plain(code: str) -> str:
    return re.sub(r"#[^\n]*", "", code).replace("\\\n", "\n")


def _compiles(text: str) -> bool:
    try:
        compile(text, READING, "exec", FLAGS, dont_inherit=True)
    except TOO_MUCH:
        return False
    return True
