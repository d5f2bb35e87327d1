"""What is said of an exception of the student's: its place, its text, and what the student may not know of the grader.

Runs in the student's process.
"""

from __future__ import annotations

import re
from collections.abc import Container
from types import TracebackType

from autograder.sandbox.inside.about import Place
from autograder.sandbox.inside.finder import ROOT
from autograder.sandbox.inside.newer import newer_name
from autograder.sandbox.inside.spot import enclosing
from autograder.sandbox.inside.tripwires import RuleViolation
from autograder.sandbox.protocol.marked import marked

TEXT = 300
"""Characters of a student's own message that are repeated in a flag."""
_SHUT = marked("files, programs and the network are closed while work is graded")
_CLOSED = (
    (PermissionError, _SHUT),
    (EOFError, marked("nobody answers `input()` while work is graded")),
    (SystemExit, marked("take the `exit()` out")),
)
"""What a student may not know of the place where the work is graded."""
_PATH = re.compile(r" \((?:/[^()]*|unknown location)\)$")
"""Where a library lies on the grader's machine, as an ImportError says it."""
_NO_PLACE = re.compile(
    r"^FileNotFoundError: .*No usable temporary directory|^\w+: .*(?:name resolution|urlopen error)", re.S
)
"""What `tempfile` and downloads come to where there are no files and no network."""
_ADDRESS = re.compile(r" at 0x[0-9A-Fa-f]+")
"""Where an object lies in memory, as its `repr` says it: another number in each process."""
_NOT_THERE = marked("that library is not there while work is graded")


_TRACE = vars(BaseException)["__traceback__"]
"""Python's own attribute, whatever a class of the student's puts in its place."""


def trace_of(error: BaseException) -> TracebackType | None:
    """Where the error has been, the outermost frame first."""
    trace: TracebackType | None = _TRACE.__get__(error)
    return trace


def place(error: BaseException, files: Container[str]) -> Place | None:
    """The student's own line where the error arose; None when no frame is theirs."""
    trace = own_frame(error, files)
    if trace is None:
        return None
    code = trace.tb_frame.f_code
    line: int | None = trace.tb_lineno  # code that was put together may have no lines
    return Place(code.co_filename, line or 0, enclosing(code)[:80])


def own_frame(error: BaseException, files: Container[str]) -> TracebackType | None:
    """The last of the student's own frames that the error went through."""
    found, trace = None, trace_of(error)
    while trace is not None:
        if trace.tb_frame.f_code.co_filename in files:
            found = trace
        trace = trace.tb_next
    return found


def text_of(error: BaseException, most: int) -> str:
    """The beginning of the error's text, empty where that raises, without the places of objects in memory."""
    try:
        return _ADDRESS.sub("", str.__getitem__(str(error), slice(most)))
    except BaseException:
        return ""


def summary(error: BaseException) -> str:
    """The error's type and the beginning of its text, even when its text raises."""
    text = _PATH.sub("", text_of(error, TEXT).replace(f"{ROOT}.", ""))
    name = type(error).__name__[:80]
    return f"{name}: {' '.join(text.split())}" if text and not issubclass(type(error), SystemExit) else name


def stopped(error: BaseException) -> str:
    """What is said of a statement that stopped with it: what the engine itself raises is its own sentence."""
    told = summary(error)
    if issubclass(type(error), RuleViolation):
        return marked(f"stopped there: {told.partition(': ')[2]}")
    return (
        marked(f"stopped there: {_SHUT}") if _NO_PLACE.search(told) else marked(f"stopped there by {told}{hint(error)}")
    )


def is_closed(error: BaseException) -> bool:
    """Whether it stopped for what is closed, or not there, only where work is graded."""
    kinds = (PermissionError, EOFError, ModuleNotFoundError, RuleViolation)
    return issubclass(type(error), kinds) or bool(_NO_PLACE.search(summary(error)))


def name_of(error: BaseException) -> str:
    """The name that is not defined; empty for any other error. By Python's own attribute: a student's class may have another, which
    raises."""
    name = vars(NameError)["name"].__get__(error) if issubclass(type(error), NameError) else None
    return name if type(name) is str else ""


def hint(error: BaseException) -> str:
    """What the student may not know, in brackets; empty where there is nothing to say."""
    told = next((told for kind, told in _CLOSED if issubclass(type(error), kind)), "")
    if "list indices must be integers or slices, not" in summary(error):
        told = marked("is a comma missing between two brackets?")
    came_later = newer(error)
    if not came_later and issubclass(type(error), ModuleNotFoundError):
        told = _NOT_THERE
    return came_later or (f" ({told})" if told else "")


def newer(error: BaseException) -> str:
    """That a newer Python than the grader's has what is missing, in brackets; empty where none has."""
    missing = issubclass(type(error), (ImportError, AttributeError, NameError))
    return newer_name(summary(error)) if missing else ""
