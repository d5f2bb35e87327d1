"""Python that is newer than the grader's, told by its name. Runs in the student's process."""

from __future__ import annotations

import re
import sys

from autograder.sandbox.inside.strings import Endless, literals
from autograder.sandbox.inside.syntax import READING

_RUNNING = sys.version_info[:2]
_HERE = f"the grader runs {_RUNNING[0]}.{_RUNNING[1]}"
_STRING = re.compile(r"(?i)\b(?:f|fr|rf)('''|\"\"\"|'|\")")
_SYNTAX = (
    ((3, 12), "type parameters", re.compile(r"^[ \t]*(?:(?:async[ \t]+)?def|class)[ \t]+\w+[ \t]*\[", re.M)),
    ((3, 12), "`type` statement", re.compile(r"^[ \t]*type[ \t]+\w+[ \t]*(?:\[.*\])?[ \t]*=(?!=)", re.M)),
    (
        (3, 14),
        "`except` without parentheses",
        re.compile(r"^[ \t]*except[ \t]+[A-Z][\w.]*(?:[ \t]*,[ \t]*[A-Z][\w.]*)+[ \t]*:", re.M),
    ),
    ((3, 14), "t-strings", re.compile(r"(?i)(?<![\w'\"\\])(?:t|tr|rt)(?:'|\")")),
)
"""What came with which version of Python, and how it looks (PEP 695, PEP 758, PEP 750)."""
_NAMES = {
    "itertools.batched": (3, 12), "math.sumprod": (3, 12), "typing.override": (3, 12), "typing.TypeAliasType": (3, 12),
    "collections.abc.Buffer": (3, 12), "math.fma": (3, 13), "warnings.deprecated": (3, 13), "copy.replace": (3, 13),
    "typing.ReadOnly": (3, 13), "typing.TypeIs": (3, 13), "typing.NoDefault": (3, 13), "annotationlib": (3, 14),
    "string.templatelib": (3, 14), "concurrent.interpreters": (3, 14), "compression": (3, 14), "heapq.heappush_max": (3, 14),
}  # fmt: skip
_MISSING = re.compile(
    r"cannot import name '(?P<name>\w+)' from '(?P<module>[\w.]+)'|No module named '(?P<whole>[\w.]+)'"
    r"|module '(?P<of>[\w.]+)' has no attribute '(?P<attribute>\w+)'"
)
_MOST = 200_000
"""Characters of a text that are looked at for f-strings."""


def newer_syntax(text: str, error: SyntaxError) -> str:
    """What of ``text``, which does not compile for ``error``, only a newer Python knows, as a sentence; empty where there is none."""
    where = _around(text, error.lineno)
    for version, what, looks in _SYNTAX:
        if version > _RUNNING and looks.search(where):
            return f"uses Python {version[0]}.{version[1]}'s {what}; {_HERE}."
    if _RUNNING < (3, 12) and _STRING.search(where) and _compiles(_without_format_strings(text)):
        return f"uses Python 3.12's f-strings (quotes, backslashes or comments inside the braces); {_HERE}."
    return ""


def newer_name(message: str) -> str:
    """What the ``message`` of an ImportError or AttributeError says is missing and only a newer Python has, in brackets; or empty."""
    found = _MISSING.search(message)
    if found is None:
        return ""
    dotted = found["whole"] or f"{found['module'] or found['of']}.{found['name'] or found['attribute']}"
    version = _NAMES.get(dotted, (0, 0))
    return f" (that came with Python {version[0]}.{version[1]}; {_HERE})" if version > _RUNNING else ""


def _around(text: str, line: int | None) -> str:
    """The lines around the one at which the compiler stopped."""
    return text if line is None else "\n".join(text.split("\n")[max(0, line - 6) : line + 1])


def _compiles(text: str | None) -> bool:
    try:
        compile(text or "(", READING, "exec", dont_inherit=True)
    except Exception:
        return False
    return True


def _without_format_strings(text: str) -> str | None:
    """The text with an empty string for each f-string as Python 3.12 reads it (PEP 701); None where one does not end."""
    parts, at = [], 0
    text = text[:_MOST]
    try:
        for literal in literals(text):
            parts += [text[at : literal.start], '""' if literal.is_format else text[literal.start : literal.end]]
            at = literal.end
    except Endless:
        return None
    return "".join([*parts, text[at:]])
