"""Loading a submission inside the student's process: bytes to code before the seal, code to a module after it."""

from __future__ import annotations
import __future__

import ast
import builtins
import io
import json
import linecache
import re
import sys
import tokenize
from collections.abc import Iterable
from dataclasses import dataclass, field
from types import CodeType, ModuleType
from typing import Any

from autograder.sandbox.inside import magics
from autograder.sandbox.inside.scan import scan, suspicious
from autograder.sandbox.inside.standins import PLACE, Finder

TEXT = 300
"""Characters of a student's own message that are repeated in a flag."""
_MOST_STOPS = 200
"""Statements that may fail while loading before no more are tried."""
_FUTURE = sum(getattr(__future__, name).compiler_flag for name in __future__.all_feature_names)
_CLOSED = (
    (PermissionError, "files, programs and the network are closed while work is graded"),
    (EOFError, "nobody answers `input()` while work is graded"),
    (ModuleNotFoundError, "that library is not there while work is graded"),
)
"""What a student may not know of the place where the work is graded."""
_CODING = re.compile(rb"[ \t\f]*#.*?coding[:=][ \t]*[-\w.]+")
_DEFINITION = re.compile(r"^(?:async def|def|class)[ \t]+(\w+)", re.M)


class Unreadable(Exception):
    """The submission cannot be loaded; the text is one sentence for the student."""


@dataclass
class Plan:
    """What will be run: file name, code and its text, piece by piece (a module is one piece, a notebook one a cell)."""

    pieces: list[tuple[str, CodeType, str]] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    helpers: dict[str, tuple[str, str]] = field(default_factory=dict)


def prepare(
    main: tuple[str, bytes], others: dict[str, bytes], libraries: Iterable[str], forbidden: Iterable[str]
) -> Plan:
    """Read and compile the submission. Nothing of the student's runs. Raises `Unreadable`."""
    name, data = main
    plan = Plan()
    notebook = name.lower().endswith(".ipynb")
    cells = _cells(name, data, plan) if notebook else [(name, decode(name, data, plan))]
    for file, text in cells:
        found = _code(file, text, notebook=notebook, plan=plan)
        if found is not None:
            plan.pieces.append((file, *found))
            _remember(file, text)
    texts = [(file, plain) for file, _, plain in plan.pieces]
    if notebook:
        plan.flags += _defined_twice(texts)
    modules = [texts, *(_helper(other, content, plan) for other, content in others.items() if other.endswith(".py"))]
    for pieces in modules:
        # A syntax tree costs more than all the rest of loading: only a text with a suspicious word gets that look.
        if any(suspicious(text, libraries, forbidden) for _, text in pieces):
            plan.flags += scan(pieces, libraries, forbidden)
    return plan


def run(plan: Plan, module_name: str, finder: Finder) -> tuple[ModuleType, list[str]]:
    """The module, made by running the plan's pieces one after the other, and flags for the statements that failed.

    The rest is run all the same: a library that is not here, a file that cannot be read or a slip in a demonstration does not cost
    the functions that stand below it.
    """
    module = ModuleType(module_name)
    # Where IPython has them too: notebooks, and scripts made from notebooks, count on them.
    vars(builtins).update(get_ipython=_Shell, display=lambda *shown, **options: None)
    if plan.pieces and plan.pieces[0][0].endswith(".py"):
        module.__file__ = PLACE + plan.pieces[0][0]
    sys.modules[module_name] = module
    sys.meta_path[:] = [f for f in sys.meta_path if getattr(f, "__name__", "") != "PathFinder"] + [finder]
    flags: list[str] = []
    for file, code, text in plan.pieces:
        rest: CodeType | None = code
        line = 0
        while rest is not None:
            error = _stopped(rest, vars(module))
            if error is None:
                break
            # The line first: the error's own text may be made by code that raises it again. And always on: a traceback may lie.
            last, line = line, _line(error, file)
            flags.append(f"{place(error, {file}) or file}: stopped there by {summary(error)}{_closed(error)}")
            left = isinstance(error, (SystemExit, KeyboardInterrupt)) or len(flags) >= _MOST_STOPS
            rest = _after(line, file, code, text) if line > last and not left else None
    # Cells that show data or draw stop where there are no files: one line is enough for an instructor.
    below = "" if len(flags) >= _MOST_STOPS else ", and what stands below was read all the same"
    return module, flags if len(flags) < 3 else [f"stopped at {len(flags)} places{below}; the first: {flags[0]}"]


def _closed(error: BaseException) -> str:
    return next((f" ({told})" for kind, told in _CLOSED if issubclass(type(error), kind)), "")


def _stopped(code: CodeType, names: dict[str, Any]) -> BaseException | None:
    """What stopped the code: whatever it is, the student hears of it."""
    try:
        exec(code, names)
    except BaseException as error:
        return error
    return None


def _line(error: BaseException, file: str) -> int:
    """The line of the outermost frame in ``file``: the statement of the module that failed. 0 when there is none."""
    trace = error.__traceback__
    while trace is not None and trace.tb_frame.f_code.co_filename != file:
        trace = trace.tb_next
    return trace.tb_lineno if trace is not None else 0


def _after(line: int, file: str, code: CodeType, text: str) -> CodeType | None:
    """What of ``text`` begins below ``line``; None when there is nothing, or no telling where it stopped."""
    try:
        body = [each for each in ast.parse(text).body if _first_line(each) > line]
        flags = code.co_flags & _FUTURE  # from __future__ import …
        return compile(ast.Module(body, []), file, "exec", flags, dont_inherit=True) if body and line else None
    except _TOO_MUCH:
        return None


def _first_line(statement: ast.stmt) -> int:
    decorators: list[ast.expr] = getattr(statement, "decorator_list", [])
    return min([statement.lineno, *(each.lineno for each in decorators)])


def place(error: BaseException, files: set[str] | frozenset[str]) -> str:
    """The student's own line where the error arose: ``convolution.py, line 12, in conv2d``; empty when no frame is theirs."""
    found, trace = "", error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        if code.co_filename in files:
            inside = "" if code.co_name == "<module>" else f", in {code.co_name[:80]}"
            found = f"{code.co_filename}, line {trace.tb_lineno}{inside}"
        trace = trace.tb_next
    return found


def summary(error: BaseException) -> str:
    """The error's type and the beginning of its text, even when its text raises."""
    try:
        text = str(error)[:TEXT]
    except BaseException:
        text = ""
    name = type(error).__name__[:80]
    return f"{name}: {text}" if text else name


def decode(name: str, data: bytes, plan: Plan) -> str:
    """The text of a source file (PEP 263, byte order marks, Latin-1 as a last resort with a flag). Raises `Unreadable`."""
    for mark, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            try:
                text = data.decode(encoding)
            except UnicodeDecodeError:
                raise Unreadable(f"{name} is not a text file.") from None
            plan.flags.append(f"{name} is saved as UTF-16; Python wants UTF-8")
            return text.lstrip("\ufeff")
    if b"\0" in data:
        raise Unreadable(f"{name} is not a text file: it holds binary data.")
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        return data.decode(encoding)
    except (SyntaxError, LookupError) as error:
        if any(_CODING.match(line) for line in data.splitlines()[:2]):
            raise Unreadable(f"{name}: its coding line names an encoding that does not fit ({error}).") from None
    except UnicodeDecodeError:
        pass
    plan.flags.append(f"{name} is not saved as UTF-8; it was read as Latin-1")
    return data.decode("latin-1")


_TOO_MUCH = (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError)
"""What reading a source text can raise."""


def _code(file: str, text: str, *, notebook: bool, plan: Plan) -> tuple[CodeType, str] | None:
    """The code and the text it was made from; None for a notebook cell that is none (with a flag). Raises `Unreadable`.

    Magics are left out of modules too: a notebook saved as a script keeps its shell lines (Colab's do).
    """
    try:
        return compile(text, file, "exec", dont_inherit=True), text
    except _TOO_MUCH as error:
        problem: BaseException = error
    plain, other = magics.without_cell_magics(text) if notebook else (text, "")
    if other:
        plan.flags.append(f"left out: {file}: a cell under {other} is not Python of this notebook.")
        return None
    for _ in range(magics.MOST):
        try:
            code = compile(plain, file, "exec", dont_inherit=True)
        except _TOO_MUCH as error:
            problem = error
        else:
            note = "notebook magics and shell lines were left out"
            plan.flags += [note] if note not in plan.flags else []
            return code, plain
        less = magics.without_magic(plain, getattr(problem, "lineno", None) or 0)
        if less is None:
            break
        plain = less
    if not notebook:
        raise Unreadable(_problem(file, problem))
    plan.flags.append(f"left out: {_problem(file, problem)}")
    return None


def _problem(file: str, error: BaseException) -> str:
    if isinstance(error, SyntaxError):
        where = f", line {error.lineno}" if error.lineno else ""
        return f"{file}{where}: {error.msg}."
    return f"{file} is too deeply nested for Python to read."


def _cells(name: str, data: bytes, plan: Plan) -> list[tuple[str, str]]:
    """The code cells of a notebook (nbformat 3 or 4, by their shape), in order."""
    try:
        book = json.loads(data)
    except (ValueError, RecursionError, MemoryError):
        raise Unreadable(f"{name} is not a notebook: it is not JSON.") from None
    if not isinstance(book, dict):
        raise Unreadable(f"{name} is not a notebook.")
    metadata = book.get("metadata")
    spec = metadata.get("kernelspec") if isinstance(metadata, dict) else None
    language = spec.get("language") if isinstance(spec, dict) else None
    if isinstance(language, str) and language.lower() not in ("python", "python3", "ipython"):
        raise Unreadable(f"{name} is a notebook for {language[:40]}, not for Python.")
    sheets = book.get("worksheets")
    parts = [s.get("cells") for s in sheets if isinstance(s, dict)] if isinstance(sheets, list) else [book.get("cells")]
    cells = [cell for part in parts if isinstance(part, list) for cell in part]
    found = []
    for number, cell in enumerate(cells, 1):
        text = _cell_text(cell)
        if text is not None and text.strip():
            found.append((f"{name}, cell {number}", text))
    if not found:
        raise Unreadable(f"{name} holds no code cells.")
    return found


def _cell_text(cell: Any) -> str | None:
    if not isinstance(cell, dict) or cell.get("cell_type") != "code":
        return None
    source = cell.get("source", cell.get("input"))
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        return "".join(source)
    return source if isinstance(source, str) else None


def _defined_twice(texts: list[tuple[str, str]]) -> list[str]:
    places: dict[str, list[str]] = {}
    for file, text in texts:
        for name in dict.fromkeys(_DEFINITION.findall(text)):
            places.setdefault(name, []).append(file.rpartition(" ")[2])
    return [f"{name} is defined in cells {', '.join(p)}; the last counts" for name, p in places.items() if len(p) > 1]


def _helper(file: str, content: bytes, plan: Plan) -> list[tuple[str, str]]:
    """A module beside the main one: importable by its name, unless a library has that name already."""
    dotted = file[:-3].replace("/", ".").removesuffix(".__init__")
    if not all(part.isidentifier() for part in dotted.split(".")):
        return []
    try:
        text = decode(file, content, Plan())
    except Unreadable:
        return []
    plan.helpers[dotted] = (file, text)
    plan.helpers.setdefault(dotted.rpartition(".")[2], (file, text))
    _remember(file, text)
    return [(file, text)]


def _remember(file: str, text: str) -> None:
    """Let tracebacks quote the student's lines although no file can be opened."""
    linecache.cache[file] = (len(text), None, text.splitlines(keepends=True), file)


class _Shell:
    """Stands in for IPython's shell in notebooks: magics do nothing."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return lambda *args, **kwargs: None
