"""Git's conflict marks: what both versions agree on is read, and what only one of them defines.

Runs in the student's process, and where the grader looks at text.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

from autograder.sandbox.inside.mend import Budget, Lost, blanked, mend
from autograder.sandbox.inside.syntax import body, bound, first_line, last_line
from autograder.sandbox.protocol.marked import marked

_MARK = re.compile(r"(<{7}|={7}|>{7}|\|{7})(?: .*)?")
_MARKS = re.compile(r"^<{7}(?: |\r?$).*?^={7}\r?$.*?^>{7}(?: |\r?$)", re.M | re.S)
UNSETTLED = marked(
    "it differs between git's conflict marks (`<<<<<<<` to `>>>>>>>`): settle the conflict and hand in again."
)


def versions(text: str) -> tuple[str, str] | None:
    """The upper and the lower version of a ``text`` with conflict marks, in as many lines each; None where there are none."""
    if "<<<<<<<" not in text or not _MARKS.search(text):
        return None
    sides: tuple[list[str], list[str]] = ([], [])
    readers = {0, 1}
    for line in text.split("\n"):
        mark = _MARK.fullmatch(line.rstrip("\r"))
        if mark:
            readers = {"<": {0}, "|": set(), "=": {1}, ">": {0, 1}}[mark[1][0]]
        for side in (0, 1):
            sides[side].append(line if side in readers and not mark else "")
    return "\n".join(sides[0]), "\n".join(sides[1])


def settled(
    ours: Sequence[str], theirs: Sequence[str], budget: Budget
) -> tuple[list[str], list[str], list[tuple[int, Lost]]]:
    """The two versions (each a list of texts: one module, or a notebook's cells) without what they define differently: what is left of
    ``ours``, what only ``theirs`` define, and what was left out, each with the number of its text among ``ours``."""
    upper, lower = (
        [(text, body(text)) for text in (mend("", each, budget).text for each in side)] for side in (ours, theirs)
    )
    above = {_key(each) for _, statements in upper for each in statements}
    below = {_key(each) for _, statements in lower for each in statements}
    differing = {n for _, statements in lower for each in statements if _key(each) not in above for n in bound(each)}
    there = {n for _, statements in upper for each in statements for n in bound(each)}
    left, lost = [], []
    for number, (text, statements) in enumerate(upper):
        contested = [each for each in statements if _is_contested(each, below, differing)]
        lost += [
            (number, Lost(first_line(each), last_line(each), first_line(each), UNSETTLED, tuple(bound(each))))
            for each in contested
        ]
        left.append(_without(text, contested))
    more = [
        _without(text, [each for each in statements if not set(bound(each)) or there & set(bound(each))])
        for text, statements in lower
    ]
    return left, more, lost


def _is_contested(statement: ast.stmt, other_side: set[str], differing: set[str]) -> bool:
    """Whether the other version has another statement for one of its names. An import is the same whatever stands beside it."""
    if isinstance(statement, (ast.Import, ast.ImportFrom)) or _key(statement) in other_side:
        return False
    return bool(differing & set(bound(statement)))


def _without(text: str, statements: Sequence[ast.stmt]) -> str:
    return blanked(text, [(first_line(each), last_line(each)) for each in statements])


def _key(statement: ast.stmt) -> str:
    """What tells statements apart, wherever they stand."""
    try:
        return ast.dump(statement)
    except RecursionError:
        return f"line {statement.lineno}"
