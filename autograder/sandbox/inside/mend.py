"""A text that Python cannot read as a whole, without the statements that keep it from being read.

`parso` finds where statements begin, however broken they are; Python's own compiler says which of them are sound. What is not is blanked
out, so that every line keeps its number. In a class only the method goes that is broken.
Runs in the student's process, and where the grader looks at text.
"""

from __future__ import annotations

import re
import textwrap
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from autograder.sandbox.inside import lookalikes, magics
from autograder.sandbox.inside.about import Place, about
from autograder.sandbox.inside.copied import uncovered
from autograder.sandbox.inside.newer import newer_syntax
from autograder.sandbox.inside.older import older
from autograder.sandbox.inside.patience import TooLong, bounded
from autograder.sandbox.inside.syntax import READING, TOO_MUCH
from autograder.sandbox.inside.text import mended
from autograder.sandbox.protocol.marked import marked

_PARSER_READS = 200_000
"""Characters of the longest text that the tolerant parser is given: it takes half a second, and no student writes so much."""
PARSER_SECONDS = 1.0
"""Processor time that the tolerant parser gets for one submission: a text made for it takes a hundred times as long as any other."""
_GRAMMAR = "3.13"
_OPENING = re.compile(r"(?:async[ \t]+def|def|class|import|from|@|if[ \t]+__name__)\b|@", re.M)
_TOP = re.compile(rf"^(?:{_OPENING.pattern})", re.M)
_NAMES = re.compile(r"^(?:(?:async[ \t]+)?(?:def|class)[ \t]+(\w+)|(\w+)[ \t]*(?::[^=\n]*)?=(?!=))", re.M)
_NEWLINE = re.compile(r"\r\n?|\n")
_MOST = 1000
"""Broken statements, after which the rest of a text is given up."""
_TOGETHER = 100
"""Lines taken out of a text whose statements are sound one by one, but not together."""
_NOTED = 3
"""Mended places that are told one by one."""
_DEEP = 8
"""How often a broken stretch is taken apart anew at the definitions in it."""


@dataclass(frozen=True)
class Lost:
    """Lines that are left out, from ``line`` to ``last``; ``told`` is what is wrong at line ``at``, ``names`` what they would have
    defined."""

    line: int
    last: int
    at: int
    told: str
    names: tuple[str, ...] = ()
    instead: tuple[str, ...] = ()
    """What is read in the lines' place, where nothing else is wrong with them: ``told`` says why, but for magics that are out."""


@dataclass(frozen=True)
class Read:
    """``text`` compiles; ``lost`` is what was left out of it, ``flags`` say what was mended in it."""

    text: str
    lost: list[Lost]
    flags: tuple[str, ...]
    had_magics: bool


@dataclass
class Budget:
    """The processor time that is left for the tolerant parser."""

    seconds: float = PARSER_SECONDS


def warm() -> None:
    """Load the parser and its grammar: this needs files."""
    _parser().parse("x = 1\n")


def mend(file: str, text: str, budget: Budget) -> Read:
    """What of the ``text`` Python can read, in as many lines, and what was left out."""
    other, flag = mended(file, text)
    text = "\n".join(_NEWLINE.split("".join(magics.dedented((other or text).splitlines(keepends=True)))))
    plain = magics.without_magics(text)
    if plain is not None:
        return Read(plain, [], (flag,), had_magics=plain != text)
    lost, notes = list[Lost](), [flag]
    if (found := uncovered(text)) is not None:
        text, around = found
        notes.append(marked(f"{file}: read without {around}"))
    lines, had_magics = text.split("\n"), False
    for each in _broken(lines, 0, budget, 0):
        lines[each.line - 1 : each.last] = each.instead or [""] * (each.last - each.line + 1)
        if not each.instead:
            lost.append(each)
        elif each.told:
            notes.append(about(Place(file, each.at), each.told))
        else:
            had_magics = True
    if len(notes) > _NOTED + 1:
        notes[_NOTED:] = [marked(f"{file}: {len(notes) - _NOTED} more places like these")]
    for _ in range(_TOGETHER):
        # Sound one by one, but not together: what the compiler names goes too.
        problem = problem_of("\n".join(lines))
        if problem is None:
            lost = _merged(sorted(lost, key=lambda each: each.line), lines)
            return Read("\n".join(lines), lost, tuple(notes), had_magics)
        line = min(max(problem.at, 1), len(lines))
        lines[line - 1] = ""
        lost.append(Lost(line, line, line, problem.told))
    return Read("", [Lost(1, len(lines), lost[0].at, lost[0].told)], tuple(notes), had_magics)


def _merged(lost: list[Lost], lines: list[str]) -> list[Lost]:
    """Lines that define nothing and follow on each other are one place: a paragraph of plain text, say."""
    merged: list[Lost] = []
    for each in lost:
        before = merged[-1] if merged else None
        if before and not (before.names or each.names) and not any(lines[before.last : each.line - 1]):
            merged[-1] = Lost(before.line, each.last, before.at, before.told)
        else:
            merged.append(each)
    return merged


def problem_of(text: str, first: int = 1) -> Lost | None:
    """What keeps ``text``, whose first line has the number ``first``, from being compiled."""
    try:
        # The lines above, since a message may name a line too.
        compile("\n" * (first - 1) + text, READING, "exec", magics.FLAGS, dont_inherit=True)
    except SyntaxError as error:
        line = error.lineno or first
        error.lineno = line - first + 1
        return Lost(first, first, line, newer_syntax(text, error) or _sentence(error.msg))
    except TOO_MUCH as error:
        deep = isinstance(error, (RecursionError, MemoryError, OverflowError))
        told = marked("too deeply nested for Python to read.") if deep else _sentence(str(error))
        return Lost(first, first, first, told)
    return None


def _sentence(told: str) -> str:
    return told if told.endswith((".", "?", "!")) else f"{told}."


def blanked(text: str, parts: Sequence[tuple[int, int]]) -> str:
    """The text with the lines of the ``parts`` (first, last) empty."""
    lines = _NEWLINE.split(text)
    for first, last in parts:
        lines[first - 1 : last] = [""] * (last - first + 1)
    return "\n".join(lines)


def _broken(lines: list[str], offset: int, budget: Budget, depth: int) -> Iterator[Lost]:
    """What is broken of ``lines``; ``offset`` lines stand above them."""
    count = 0
    for start, end in _blocks(lines, budget):
        if count >= _MOST:
            yield Lost(
                offset + start + 1, offset + len(lines), offset + start + 1, marked("too much that cannot be read.")
            )
            return
        text = "\n".join(lines[start:end])
        if problem_of(text) is None:
            continue
        plain = magics.without_magics(text)
        if plain is not None:
            yield Lost(offset + start + 1, offset + end, 0, "", instead=tuple(plain.split("\n")[: end - start]))
            continue
        if (other := read_as(text, offset + start + 1)) is not None:
            at, told, instead = other
            yield Lost(offset + start + 1, offset + end, at, told, instead=tuple(instead.split("\n")))
            continue
        count += 1
        # A bracket or a text that is never closed swallows what follows: the definitions in it get another chance.
        again = next((i for i in range(start + 1, end) if _OPENING.match(lines[i])), None)
        if again is not None and depth < _DEEP:
            yield from _one(lines[start:again], offset + start, budget)
            yield from _broken(lines[again:end], offset + again, budget, depth + 1)
        else:
            yield from _one(lines[start:end], offset + start, budget)


def read_as(text: str, first: int = 1) -> tuple[int, str, str] | None:
    """What a broken statement, whose first line has the number ``first``, is read as where it only lacks Python's own characters, or an
    older Python's words: at which line and why, and the text in its place. None where something else is wrong."""
    at, told, now = first, "", text
    if (looked := lookalikes.plain(text)) is not None:
        now, line, character = looked
        at += line - 1
        told = marked(
            f"`{character}` is no character of Python's: it was read as what it stands for. Python itself stops there."
        )
    problem = problem_of(now, first)
    if problem is not None:
        older_text = older(now)
        if older_text is None:
            return None
        at, told, now = problem.at, marked(f"{problem.told} It was read all the same."), older_text
    return at, told, now


def _one(lines: list[str], offset: int, budget: Budget) -> Iterator[Lost]:
    """A broken statement; of a class, the methods that are broken."""
    text = "\n".join(lines)
    problem = problem_of(text, offset + 1)
    if problem is None:
        return
    members = list(_members(lines, budget)) if re.match(r"class\b", text.lstrip()) or text.startswith("@") else []
    if members and problem_of(blanked(text, [(each.line, each.last) for each in members])) is None:
        owner = _NAMES.search(text)
        for each in members:
            if each.instead:
                continue
            names = tuple(f"{owner[1]}.{name}" for name in each.names) if owner else ()
            yield Lost(each.line + offset, each.last + offset, each.at + offset, each.told, names)
        return
    while lines and not lines[-1].strip():
        lines = lines[:-1]
    names = tuple(dict.fromkeys(found[1] or found[2] for found in _NAMES.finditer(text)))
    yield Lost(offset + 1, offset + len(lines), problem.at, problem.told, names)


def _members(lines: list[str], budget: Budget) -> Iterator[Lost]:
    """What is broken in a class's body, by the lines of the whole class."""
    head = next((i for i, line in enumerate(lines) if line.startswith("class")), None)
    if head is None:
        return
    body = next((i for i in range(head + 1, len(lines)) if re.match(r"[ \t]+\S", lines[i])), None)
    if body is None:
        return
    inner = textwrap.dedent("\n".join(lines[body:])).split("\n")
    yield from _broken(inner, body, budget, _DEEP - 2)


def _blocks(lines: list[str], budget: Budget) -> list[tuple[int, int]]:
    """Where the statements at the left margin begin and end, as far as can be told."""
    text = "\n".join(lines)
    starts: set[int] = set()
    if len(text) <= _PARSER_READS and budget.seconds > 0:
        began = time.process_time()
        try:
            with bounded(budget.seconds):
                starts = {node.start_pos[0] - 1 for node in _parser().parse(text).children if node.start_pos[1] == 0}
        except (Exception, TooLong):  # the parser's own limits, and ours
            starts = set()
        budget.seconds -= time.process_time() - began
    if not starts:
        starts = {text.count("\n", 0, found.start()) for found in _TOP.finditer(text)}
    ordered = sorted({0, *(start for start in starts if start < len(lines))})
    return [(start, end) for start, end in zip(ordered, [*ordered[1:], len(lines)], strict=True) if start < end]


@cache
def _parser() -> Any:
    from parso.grammar import load_grammar

    return load_grammar(version=_GRAMMAR)
