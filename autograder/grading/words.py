"""What plain pytest and Otter say of a public check, in the words of `convgrade check`.

Students get this file as ``check_words.py``, behind `autograder.records.sentences`, `autograder.grading.laws` and
`autograder.diagnosis.causes` and before `autograder.grading.work`: it uses nothing beside these and Python's own library.
"""

from __future__ import annotations

import gettext
import linecache
import os
import re
import struct
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

from autograder.diagnosis.causes import explained
from autograder.grading.laws import in_plain_words, told_by_assertion
from autograder.records.sentences import ENGLISH, Words, is_code, joined, say, spoken
from autograder.sandbox.inside.spot import NOWHERE, enclosing, spot

_DEFINED = re.compile(r"^(?:async[ \t]+def|def|class)[ \t]+(\w+)", re.M)
MISSING = object()
"""What a name holds that nothing was given to."""
_CELL = 40
"""Characters of a cell's first line by which it is named."""


LANGUAGE = ENGLISH
"""The language a handout is in; `convgrade bundle` writes it here."""


def words_beside() -> Words:
    """The words beside this file of the language that the environment asks for (``CONVGRADE_LANGUAGE``), or that was handed out; English
    where there are none."""
    language = os.environ.get("CONVGRADE_LANGUAGE") or LANGUAGE
    if language == ENGLISH or not is_code(language):
        return Words()
    try:
        with Path(__file__).with_name(f"words-{language}.mo").open("rb") as file:
            return Words(language, gettext.GNUTranslations(file))
    except (OSError, ValueError, struct.error):  # not there, or broken off
        return Words()


def called(cell: str) -> str:
    """What a cell is called: by what it defines, or how it begins."""
    defined = _DEFINED.findall(cell)
    if defined:
        first = next((name for name in defined if not name.startswith("_")), defined[0])
        return spoken("the cell of {name}", name=first[:_CELL])
    line = next((line.strip() for line in cell.splitlines() if line.strip() and not line.lstrip().startswith("#")), "")
    return spoken("the cell `{line}`", line=line[:_CELL])


def intent(doc: str, parameters: Mapping[str, Any]) -> str:
    """The sentence of a public check: its docstring's first paragraph, with the case where it has several."""
    sentence = doc.split("\n\n", maxsplit=1)[0].replace("\n", " ").strip()
    named = re.sub(r"\{(\w+)\}", lambda found: str(parameters.get(found[1], found[0])), sentence)
    if not parameters or named != sentence:
        return named
    case = ", ".join(f"{name} = {value!r}" for name, value in parameters.items())
    return f"{sentence.removesuffix('.')} ({case})."


def told(question: str, error: BaseException, bound: Any, notebook: str = "", left_out: str = "") -> str:
    """What a failed check says: ``error`` is what it ended in, ``bound`` what the name of the ``question`` holds. Where the answers live in
    a running ``notebook``, that is its name. Where the answer could not be read or run, ``left_out`` says why."""
    if bound is MISSING and left_out:
        return say("`{name}` was left out: {why}", name=question, why=left_out)
    if bound is MISSING:
        if notebook:
            return say("The notebook defines no `{name}` yet: run its cell first.", name=question)
        return say("The module defines no `{name}`.", name=question)
    if isinstance(error, NotImplementedError):
        return say("`{name}` is not written yet.", name=question)
    if bound is Ellipsis:
        return say("`{name}` is `...`: it is not answered yet.", name=question)
    raised_at = _students_frame(error.__traceback__, notebook)
    if raised_at is not None:
        return _raised(error, raised_at, notebook)
    if (
        isinstance(error, AssertionError) or type(error).__name__ == "Failed"
    ):  # what `pytest.fail` and `pytest.raises` raise
        said = in_plain_words(told_by_assertion(error))
        return said if said == said.strip() else said.strip()
    raised = f"{type(error).__name__}: {error}"
    other = say("`{name}` gave something of another kind than is expected.", name=question)
    return joined([other, say("Is a `return` missing?") if "NoneType" in raised else "", f"({raised})"])


def told_of_own_code(error: BaseException) -> str:
    """What stopped a statement of the student's own: what Python says, where, and what it means."""
    if isinstance(error, SyntaxError) and error.lineno:
        where = spoken("{file}, line {line}", file=error.filename, line=error.lineno)
        return f"{error.msg} ({where})"
    return _raised(error, _students_frame(error.__traceback__, ""), "")


def _raised(error: BaseException, frame: TracebackType | None, notebook: str) -> str:
    """An exception of the student's own code: its kind, the first line of its text, the place, what stood there, and what it means."""
    text, kind = str(error).partition("\n")[0], type(error).__name__
    raised = f"{kind}: {text}" if text else kind
    if frame is None:
        why, raised = explained(kind, str(error), NOWHERE), raised.rstrip(".")
    else:
        lines = linecache.getlines(frame.tb_frame.f_code.co_filename)
        why = explained(kind, str(error), spot(error, frame, lines))
        raised = f"{raised.rstrip('. ')} ({_where(frame, notebook)})"
    return joined([f"{raised}.", why]) if why else raised


def _students_frame(trace: TracebackType | None, notebook: str) -> TracebackType | None:
    """The student's own frame where the error arose; None where it arose in the check."""
    found = None
    while trace is not None:
        if _students(trace.tb_frame.f_code.co_filename, notebook):
            found = trace
        trace = trace.tb_next
    return found


def _where(frame: TracebackType, notebook: str) -> str:
    """The student's own line, as messages name it."""
    code = frame.tb_frame.f_code
    parts = {"file": _students(code.co_filename, notebook), "line": frame.tb_lineno, "name": enclosing(code)}
    if not parts["name"]:
        return spoken("{file}, line {line}", **parts)
    return spoken("{file}, line {line}, in {name}", **parts)


def _students(file: str, notebook: str) -> str:
    """The file as messages show it, if it is the student's; else empty."""
    if notebook and re.search(r"ipykernel_\d+|<ipython-input", file):
        return f"{notebook}, {called(''.join(linecache.getlines(file)))}"
    cached = linecache.cache.get(file, ())
    return file if len(cached) == 4 and cached[1] is None and file == cached[3] and not file.startswith("<") else ""
