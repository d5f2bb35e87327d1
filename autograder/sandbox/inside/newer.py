"""Python that is newer than the grader's, told by its name. Runs in the student's process."""

from __future__ import annotations

import re
import sys

from autograder.sandbox.inside.older import EXCEPT, LAZY
from autograder.sandbox.inside.strings import Endless, literals
from autograder.sandbox.inside.syntax import READING
from autograder.sandbox.protocol.marked import marked

_RUNNING = sys.version_info[:2]
_HERE = marked(f"the grader runs {_RUNNING[0]}.{_RUNNING[1]}")
_STRING = re.compile(r"(?i)\b(?:f|fr|rf)('''|\"\"\"|'|\")")
_SYNTAX = (
    (
        (3, 13),
        marked("defaults of type parameters"),
        re.compile(
            r"^[ \t]*(?:(?:async[ \t]+)?def|class|type)[ \t]+\w+[ \t]*\[(?:[^\[\]]|\[[^\[\]]*\])*?(?<![=!<>])=(?!=)",
            re.M,
        ),
    ),
    ((3, 12), marked("type parameters"), re.compile(r"^[ \t]*(?:(?:async[ \t]+)?def|class)[ \t]+\w+[ \t]*\[", re.M)),
    ((3, 12), marked("`type` statement"), re.compile(r"^[ \t]*type[ \t]+\w+[ \t]*(?:\[.*\])?[ \t]*=(?!=)", re.M)),
    ((3, 14), marked("`except` without parentheses"), EXCEPT),
    ((3, 14), "t-strings", re.compile(r"(?i)(?<![\w'\"\\])(?:t|tr|rt)(?:'|\")")),
    ((3, 15), marked("lazy imports"), LAZY),
)
"""What came with which version of Python, and how it looks (PEP 696, PEP 695, PEP 758, PEP 750, PEP 810)."""
_UNPACKING = "unpacking cannot be used in"
"""What Python before 3.15 says of ``[*row for row in rows]`` (PEP 798)."""
_NAMES = {
    "itertools.batched": (3, 12), "math.sumprod": (3, 12), "typing.override": (3, 12), "typing.TypeAliasType": (3, 12),
    "collections.abc.Buffer": (3, 12), "math.fma": (3, 13), "warnings.deprecated": (3, 13), "copy.replace": (3, 13),
    "random.binomialvariate": (3, 12), "re.PatternError": (3, 13), "typing.ReadOnly": (3, 13), "typing.TypeIs": (3, 13),
    "typing.NoDefault": (3, 13), "annotationlib": (3, 14),
    "string.templatelib": (3, 14), "concurrent.interpreters": (3, 14), "compression": (3, 14), "functools.Placeholder": (3, 14),
    **{f"heapq.{name}_max": (3, 14) for name in ("heapify", "heappop", "heappush", "heappushpop", "heapreplace")},
    "math.integer": (3, 15), "math.fmax": (3, 15), "math.fmin": (3, 15), "math.signbit": (3, 15), "re.prefixmatch": (3, 15),
    "typing.TypeForm": (3, 15), "typing.disjoint_base": (3, 15), "profiling": (3, 15), "builtins.frozendict": (3, 15),
}  # fmt: skip
"""What came with which version of Python's own library, in a module or among the built-in names."""
_MISSING = (
    (re.compile(r"cannot import name '(\w+)' from '([\w.]+)'"), r"\2.\1"),
    (re.compile(r"module '([\w.]+)' has no attribute '(\w+)'"), r"\1.\2"),
    (re.compile(r"No module named '([\w.]+)'"), r"\1"),
    (re.compile(r"name '(\w+)' is not defined"), r"builtins.\1"),
)
"""What Python says of a name that is not there, and the name in full."""
_MOST = 200_000
"""Characters of a text that are looked at for f-strings."""


def newer_syntax(text: str, error: SyntaxError) -> str:
    """What of ``text``, which does not compile for ``error``, only a newer Python knows, as a sentence; empty where there is none."""
    where = _around(text, error.lineno)
    for version, what, looks in _SYNTAX:
        if version > _RUNNING and looks.search(where):
            return marked(f"uses Python {version[0]}.{version[1]}'s {what}; {_HERE}.")
    if _RUNNING < (3, 12) and _STRING.search(where) and _compiles(_without_format_strings(text)):
        return marked(f"uses Python 3.12's f-strings (quotes, backslashes or comments inside the braces); {_HERE}.")
    if _RUNNING < (3, 15) and _UNPACKING in (error.msg or ""):
        return marked(f"uses Python 3.15's unpacking in comprehensions; {_HERE}.")
    return ""


def newer_name(message: str) -> str:
    """What the ``message`` of an ImportError, AttributeError or NameError says is missing and only a newer Python has, in brackets; or
    empty."""
    for told, name in _MISSING:
        if found := told.search(message):
            version = _NAMES.get(found.expand(name), (0, 0))
            if version <= _RUNNING:
                return ""
            came = marked(f"that came with Python {version[0]}.{version[1]}; {_HERE}")
            return f" ({came})"
    return ""


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
