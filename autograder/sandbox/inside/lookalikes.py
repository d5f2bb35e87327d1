"""Characters that stand where Python has its own: quotes as word processors turn them, a printed minus sign, full-width brackets.

Runs in the student's process.
"""

from __future__ import annotations

import re
import time

from autograder.sandbox.inside.magics import FLAGS
from autograder.sandbox.inside.syntax import READING, TOO_MUCH

MOST = 200
"""Characters replaced in one statement: each costs compiling it again."""
SECONDS = 0.2
"""Processor time for one statement."""
_DOUBLE, _SINGLE = "“”„‟″", "‘’‚‛′"
_PLAIN = {
    **dict.fromkeys("−–—‐‑‒", "-"), "∗": "*", "⁎": "*", "∕": "/", "⁄": "/", "、": ",", "。": ".", "…": "...",
    "≤": "<=", "≥": ">=", "≠": "!=", "×": "*",
    **{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
}  # fmt: skip
"""Full-width forms are the ASCII characters, moved up by 0xFEE0 (Unicode, Halfwidth and Fullwidth Forms)."""
_INVALID = re.compile(r"invalid character '(.)' \(U\+")


def plain(text: str) -> tuple[str, int, str] | None:
    """The statement ``text``, which Python cannot read, with Python's own characters where it stopped at such a one; at which line that
    was first, and which. None where there is none. What is inside texts and comments stays as it is; lines stay what they are."""
    first: tuple[int, str] | None = None
    until = time.process_time() + SECONDS
    for _ in range(MOST):
        try:
            compile(text, READING, "exec", FLAGS, dont_inherit=True)
            break
        except SyntaxError as error:
            found = _INVALID.match(error.msg or "")
            made = _replaced(text, error.lineno or 0, error.offset or 0, found[1]) if found else None
            if found is None or made is None or time.process_time() > until:
                break
            first = first or (error.lineno or 1, found[1])
            text = made
        except TOO_MUCH:
            break
    return (text, *first) if first else None


def _replaced(text: str, line: int, column: int, character: str) -> str | None:
    lines = text.split("\n")
    if not 1 <= line <= len(lines):
        return None
    start = sum(len(each) + 1 for each in lines[: line - 1])
    # Where Python tells another column, the first of its kind in the line.
    at = start + column - 1
    if text[at : at + 1] != character:
        at = text.find(character, start, start + len(lines[line - 1]))
    if at < 0:
        return None
    if character in _PLAIN:
        return text[:at] + _PLAIN[character] + text[at + 1 :]
    for curly, straight in ((_DOUBLE, '"'), (_SINGLE, "'")):
        if character in curly:
            return _quoted(text, at, curly + straight, straight)
    return None


def _quoted(text: str, at: int, any_of: str, straight: str) -> str:
    """The text with straight quotes where the one at ``at`` opens, and where it closes."""
    while at and text[at - 1] in any_of:
        at -= 1
    opening = re.compile(f"[{any_of}]{{1,3}}").match(text, at)
    assert opening is not None
    length = len(opening[0])
    text = text[:at] + straight * length + text[at + length :]
    if length == 2:
        return text
    end = text.find("\n", at) if length == 1 else -1
    closing = re.compile(f"[{any_of}]{{{length}}}").search(text, at + length, len(text) if end < 0 else end)
    if closing is None:
        return text
    return text[: closing.start()] + straight * length + text[closing.end() :]
