"""The student's module or notebook beside public checks, read where there is only pytest: the one with more answers, as far as it runs.

Students get this file as a part of ``check_words.py``, so it uses nothing but Python's own library. `convgrade check` reads through
`autograder.ingest` and runs in the sandbox; here the student's own machine does it.
"""

from __future__ import annotations
import __future__

import _thread
import ast
import contextlib
import json
import linecache
import os
import re
import signal
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import CodeType, FrameType, ModuleType

from autograder.grading.words import called, told_of_own_code
from autograder.records.sentences import spoken
from autograder.sandbox.inside.process_wide import settings_set_back

_WRITTEN_BY_NOBODY = re.compile(r"is not written yet|^\w+ = \.\.\.\s*$", re.M)
_ASKED = re.compile(r"mark\.question\([\"'](\w+)[\"']\)")
_DEFINES = re.compile(r"^(?:async[ \t]+def|def|class)[ \t]+(\w+)|^(\w+)[ \t]*(?::[^=\n]+)?=(?!=)", re.M)
_MAGIC = re.compile(r"^([ \t]*)[%!].*$", re.M)
_OTHER_LANGUAGE = re.compile(r"\s*%%(?!time|capture|prun|(?:write)?file|python)")
"""How a cell begins that is not Python."""
_BEGINS = re.compile(r"(?!(?:else|elif|except|finally|case)\b)[^\s#)\]}]")
"""How the first line of a top-level statement begins: not indented, and no part of a statement above it."""
_TOGETHER = 100
"""Pieces of a text that are tried as one statement: a long docstring may have that many lines that are not indented."""
_SECONDS = 5
"""What one statement may take, as where work is graded. A file is loaded for every check, and what is slower than this defines nothing: it
trains a network, or asks somebody who is not there, for ever."""
_AGAIN = 0.1
"""Seconds after which it is interrupted once more: it may go on after every error."""
_slow = set[tuple[str, str]]()
"""Statements that took too long, with the name of their piece: they are not tried for every check."""


class TooLong(BaseException):
    """A statement was interrupted. Not an `Exception`, which a loop may expect."""


class Unreadable(Exception):
    """Neither the module nor the notebook can be read: its text says what was seen, and what to do."""


@dataclass
class Work:
    """What the student's file defines, and what was left out of it: a sentence, with the name it would have defined ("" for none)."""

    module: ModuleType
    left_out: list[tuple[str, str]] = field(default_factory=list)

    def why_missing(self, name: str) -> str:
        """Why the module lacks ``name``, where a statement that defines it was left out."""
        return next((why for defines, why in self.left_out if defines == name), "")


def worked_on(checks: Path) -> Path:
    """The module or the notebook that the file of ``checks`` is about: where both can be read, the one with more answers in it."""
    there = [path for path in _beside(checks) if path.is_file()]
    return max(there, key=lambda path: _answers(path, checks), default=_beside(checks)[0])


def looked_at(checks: Path) -> Iterator[str]:
    """Which file the checks look at, and which could not be read, as lines for the head of pytest's report."""
    chosen = worked_on(checks)
    yield spoken("checked: {file}", file=chosen.name)
    for path in _beside(checks):
        if path.is_file() and path != chosen:
            try:
                pieces(path)
            except Unreadable as error:
                yield spoken("not looked at: {why}", why=error)


def _beside(checks: Path) -> tuple[Path, Path]:
    module = checks.with_name(checks.name.removeprefix("test_"))
    return module, module.with_suffix(".ipynb")


def _answers(path: Path, checks: Path) -> tuple[int, int]:
    """How much is answered in a file: the questions that are written there; among equals the one with fewer marks of what is not."""
    try:
        texts = [text for _, text in pieces(path)]
    except Unreadable:
        return -1, 0
    asked = set(_ASKED.findall(checks.read_text(encoding="utf-8", errors="replace")))
    answered, unwritten = set(), 0
    for text in texts:
        defined = list(_DEFINES.finditer(text))
        ends = [*(found.start() for found in defined[1:]), len(text)]
        for found, end in zip(defined, ends, strict=False):  # where nothing is defined, there is one end too many
            if not _WRITTEN_BY_NOBODY.search(text, found.start(), end):
                answered.add(found[1] or found[2])
        unwritten += len(_WRITTEN_BY_NOBODY.findall(text))
    return len(answered & asked), -unwritten


def pieces(path: Path) -> list[tuple[str, str]]:
    """The texts of a module or of a notebook's code cells, each with its name as messages show it. What a file is its content tells.

    Raises:
        Unreadable: The file is no text, or a notebook that breaks off or holds no code.
    """
    text = _text(path)
    if not text.lstrip().startswith(("{", "[", '"{')):
        return [(path.name, text)]
    try:
        book = json.loads(text)
        if isinstance(book, str):  # a script has dumped it twice
            book = json.loads(book)
    except (ValueError, RecursionError) as error:
        if path.suffix != ".ipynb":
            return [(path.name, text)]  # Python may begin with a bracket
        parts = {"file": path.name, "advice": _instead(path)}
        told = (
            spoken("{file} breaks off or is damaged in line {line}: {advice}", line=error.lineno, **parts)
            if isinstance(error, json.JSONDecodeError)
            else spoken("{file} breaks off or is damaged: {advice}", **parts)
        )
        raise Unreadable(told) from None
    cells = book.get("cells") if isinstance(book, dict) else None
    sources = [cell.get("source") for cell in _dicts(cells) if cell.get("cell_type") == "code"]
    texts = ["".join(map(str, one)) if isinstance(one, list) else str(one or "") for one in sources]
    plain = [_MAGIC.sub(r"\1pass", one) for one in texts if one.strip() and not _OTHER_LANGUAGE.match(one)]
    if not plain:
        raise Unreadable(spoken("{file} holds no code: {advice}", file=path.name, advice=_instead(path)))
    return [(f"{path.name}, {called(one)}", one) for one in plain]


def _dicts(cells: object) -> list[dict[str, object]]:
    return [cell for cell in cells if isinstance(cell, dict)] if isinstance(cells, list) else []


def _text(path: Path) -> str:
    data = path.read_bytes()
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    text = data.decode("utf-16" if wide else "utf-8-sig", errors="replace").rstrip(
        "\0"
    )  # a failing disk puts them behind a text
    if "\0" in text:
        parts = {"file": path.name, "advice": _instead(path)}
        raise Unreadable(spoken("{file} is no text (a picture, an archive, a damaged file?): {advice}", **parts))
    return text


def _instead(path: Path) -> str:
    other = path.with_suffix(".py" if path.suffix == ".ipynb" else ".ipynb").name
    return spoken("take an older copy of it, or write your answers in {other}.", other=other)


def load(path: Path) -> Work:
    """What the file defines, statement by statement: one that fails is left out, and tried again at the end where it lacked a name. A
    notebook goes without what only shows something (calls, demonstrations). Raises `Unreadable`."""
    texts = pieces(path)
    is_notebook = texts[0][0] != path.name
    module = ModuleType("__main__" if is_notebook else path.stem)
    module.__file__ = str(path)
    if not is_notebook:
        sys.modules[path.stem] = module  # a dataclass looks for its module there
    os.environ.setdefault("MPLBACKEND", "Agg")  # no window opens
    work, again = Work(module), []
    with settings_set_back():
        for name, text in texts:
            linecache.cache[name] = (len(text), None, text.splitlines(keepends=True), name)
            for node in _statements(text, name, work):
                if is_notebook and _only_shows(node):
                    continue
                for one in _apart(node):
                    why = _run(one, name, module)
                    if isinstance(why, NameError):
                        again.append((one, name))
                    elif why is not None:
                        work.left_out.append((_defined(one), _told(one, name, why)))
        for one, name in again:
            why = _run(one, name, module)
            if why is not None:
                work.left_out.append((_defined(one), _told(one, name, why)))
    return work


def _run(node: ast.stmt, name: str, module: ModuleType) -> BaseException | None:
    """Run one statement; what it ended in, if not well."""
    known = name, ast.dump(node, include_attributes=True)
    if known in _slow:
        return TooLong()
    # A library may take its time the first time that it is imported.
    patience = contextlib.nullcontext() if isinstance(node, (ast.Import, ast.ImportFrom)) else _bounded(_SECONDS, name)
    try:
        with patience:
            exec(_compiled(node, name), vars(module))
    except TooLong as error:
        _slow.add(known)
        return error
    except (Exception, SystemExit) as error:
        return error
    return None


@contextlib.contextmanager
def _bounded(seconds: float, file: str) -> Iterator[None]:
    """Meanwhile, once so many seconds are over, `TooLong` is raised in the code of the ``file``, and what that calls."""
    over, done = threading.Event(), threading.Event()

    def ring() -> None:
        late = done.wait(seconds)
        while not late:
            over.set()
            _thread.interrupt_main()
            late = done.wait(_AGAIN)

    def interrupt(number: int, frame: FrameType | None) -> None:
        if not over.is_set():
            raise KeyboardInterrupt  # somebody's own Ctrl-C
        while frame is not None:
            if frame.f_code.co_filename == file:
                raise TooLong
            frame = frame.f_back

    try:
        before = signal.signal(signal.SIGINT, interrupt)
    except ValueError:  # only in the main thread can anything be interrupted
        yield
        return
    bell = threading.Thread(target=ring, daemon=True)
    bell.start()
    try:
        yield
    finally:
        done.set()
        bell.join()
        signal.signal(signal.SIGINT, before)


def _told(node: ast.stmt, name: str, why: BaseException) -> str:
    """Why the statement was left out."""
    if isinstance(why, TooLong):
        where = spoken("{file}, line {line}", file=name, line=node.lineno)
        return spoken("{place} takes longer than {seconds} s", place=where, seconds=_SECONDS)
    return told_of_own_code(why)


def _compiled(node: ast.stmt, name: str) -> CodeType:
    # An annotation that names what is not there costs no function.
    flags = __future__.annotations.compiler_flag
    code: CodeType = compile(ast.Module([node], []), name, "exec", flags, dont_inherit=True)
    return code


def _statements(text: str, name: str, work: Work) -> Iterator[ast.stmt]:
    """The statements of a text. Where Python cannot read the whole, those that it can read."""
    try:
        yield from ast.parse(text, name).body
        return
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        lines = text.split("\n")
    starts = [number for number, line in enumerate(lines) if _BEGINS.match(line)] + [len(lines)]
    place = 0
    while place < len(starts) - 1:
        first: Exception | None = None
        for end in range(place + 1, min(place + _TOGETHER, len(starts) - 1) + 1):
            part = "\n".join(lines[starts[place] : starts[end]])
            try:
                yield from ast.parse("\n" * starts[place] + part, name).body
            except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
                first = first or error
            else:
                place = end
                break
        else:
            assert first is not None
            begun = _DEFINES.match(lines[starts[place]])
            defines = (begun[1] or begun[2]) if begun else ""
            work.left_out.append((defines, told_of_own_code(first)))
            place += 1


def _apart(node: ast.stmt) -> list[ast.stmt]:
    """An import of several names as one import each, so that one that is missing costs no other; one from beside without its dot."""
    if isinstance(node, ast.Import):
        return [ast.copy_location(ast.Import([alias]), node) for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return [
            ast.copy_location(ast.ImportFrom(node.module, [alias], 0) if node.module else ast.Import([alias]), node)
            for alias in node.names
        ]
    return [node]


def _defined(node: ast.stmt) -> str:
    """The name that a statement defines; empty where it defines none, or several."""
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return node.name
    targets = [node.target] if isinstance(node, ast.AnnAssign) else node.targets if isinstance(node, ast.Assign) else []
    return next((target.id for target in targets if isinstance(target, ast.Name)), "")


def _only_shows(node: ast.stmt) -> bool:
    """Whether a notebook's statement is a call for its own sake, or a demonstration."""
    if isinstance(node, ast.With):
        call = node.items[0].context_expr
        return isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "demonstration"
    return isinstance(node, ast.Expr)
