"""What a public check's own assertion says, in a sentence: which law, at which case.

Assertions with a message say that. Of others the line in the check tells the law, and its local names the case; of NumPy's own
assertions the numbers that matter are kept.
"""

from __future__ import annotations

import ast
import linecache
import os
import re
from functools import lru_cache
from types import FrameType, TracebackType
from typing import Any

from autograder.grading.phrases import phrased
from autograder.records.sentences import say

_LONGEST = 60
"""How long a value may be to be told as a part of a case."""
_NOISE = re.compile(r"[<\n]|array\(|\bat 0x|^(?:not )?(?:np\.)?(?:True|False)_?$")

_NAMED = re.compile(
    r"<(?:function|built-in function|built-in method|class|ufunc) '?([\w.]+)'?(?: of [\w.]+ object)?(?: at 0x[0-9a-f]+)?>"
)
"""How Python shows a function or a class."""


def told_by_assertion(error: BaseException) -> str:
    """What an `AssertionError`, or pytest's own, tells a student."""
    told = str(error).strip()
    if not_raised := re.search(r"DID NOT RAISE .*?(\w+)'?>?$", told):
        return say("A {kind} is expected, and nothing was raised.", kind=not_raised[1])
    message, bare, looked_into = told.partition("assert ")
    frame, line = _place(error.__traceback__)
    if message.strip():
        if "ACTUAL" in told or told.startswith(("Not equal", "Arrays are not")):
            return _from_numpy(message)
        return phrased(message.strip(), _source_of_checks(error.__traceback__))
    law = _law(frame, line) if frame else None
    if law is None:
        return say("One of this check's assertions does not hold.")
    case = _case(law, frame) if frame else ""
    values = looked_into.split("\n +")[0].split("\n  \n")[0].strip() if bare else ""
    here = f": {values}" if values and not _NOISE.search(values) and values != ast.unparse(law) else ""
    return say("`{law}` does not hold{case}{here}.", law=ast.unparse(law), case=case, here=here)


def in_plain_words(told: str) -> str:
    """What Python and NumPy say of an object that stayed in the student's process, without our name for it and its place in memory."""
    plain = told.replace("'Handle'", "'object'").replace("<an object of the student's process>", "<an object>")
    plain = re.sub(r" at 0x[0-9a-f]+", "", _NAMED.sub(r"\1", plain))
    return told if plain == told else plain


def _from_numpy(told: str) -> str:
    """`numpy.testing`'s report, in a sentence."""
    shapes = re.search(r"\(shapes (\(.*?\)), (\(.*?\)) mismatch\)", told)
    if shapes:
        return say("The answer has the shape {shape}; {right} is expected.", shape=shapes[1], right=shapes[2])
    count = re.search(r"Mismatched elements: (\d+) / (\d+)", told)
    if count:
        return say("{number} of the answer's {all} numbers are not what is expected.", number=count[1], all=count[2])
    if "nan location" in told or "inf location" in told:
        return say("The answer's numbers are not what is expected (NaN or infinity).")
    return say("The answer's numbers are not what is expected.")


def _place(traceback: TracebackType | None) -> tuple[FrameType | None, int]:
    """The frame of the suite in which the assertion stands: the last one whose line is an `assert`, else the last."""
    found: tuple[FrameType | None, int] = None, 0
    while traceback is not None:
        frame, line = traceback.tb_frame, traceback.tb_lineno
        if _law(frame, line) is not None:
            found = frame, line
        traceback = traceback.tb_next
    return found


def _source_of_checks(traceback: TracebackType | None) -> str:
    """The file of checks that the error came from, where its assertions, and what it raises in their place, are worded."""
    found = ""
    while traceback is not None:
        if os.path.basename(traceback.tb_frame.f_code.co_filename).startswith("test_"):
            found = _source(traceback.tb_frame)
        traceback = traceback.tb_next
    return found


def _source(frame: FrameType) -> str:
    """The file that the frame's code stands in."""
    return "".join(linecache.getlines(frame.f_code.co_filename, frame.f_globals))


def _law(frame: FrameType, line: int) -> ast.expr | None:
    """What the `assert` in this line asserts."""
    asserts = [node for node in _asserts(_source(frame)) if node.lineno <= line <= (node.end_lineno or 0)]
    return asserts[-1].test if asserts else None


@lru_cache(maxsize=32)
def _asserts(source: str) -> tuple[ast.Assert, ...]:
    """The `assert` statements of a file, looked for once: every error passes through the same few."""
    try:
        return tuple(node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Assert))
    except (SyntaxError, ValueError):
        return ()


def _case(law: ast.expr, frame: FrameType) -> str:
    """The values of the names in the law that are plain numbers, texts or lists of them: " for size = 4, stride = 2"."""
    names = dict.fromkeys(node.id for node in ast.walk(law) if isinstance(node, ast.Name))
    known = {name: frame.f_locals[name] for name in names if name in frame.f_locals}
    plain = [f"{name} = {value!r}" for name, value in known.items() if _is_plain(value)]
    return say(" for {case}", case=", ".join(plain)) if plain else ""


def _is_plain(value: Any) -> bool:
    return isinstance(value, (bool, int, float, str, tuple, list)) and len(repr(value)) <= _LONGEST
