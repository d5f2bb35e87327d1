"""A notebook's bytes to its code cells, as far as a tolerant reader can read them, each with a name that a person can find it by.

Runs in the student's process, and where the grader looks at text.
"""

from __future__ import annotations

import ast
import contextlib
import json
import re
from collections import Counter
from collections.abc import Iterable
from typing import Any

from autograder.sandbox.inside import conflicts
from autograder.sandbox.inside.mend import Budget, Lost
from autograder.sandbox.inside.syntax import body
from autograder.sandbox.inside.text import HEAD, OWN_FILE, Unreadable, decode, refuse
from autograder.sandbox.protocol.marked import marked

_DEFINED = re.compile(r"^(?:async[ \t]+def|def|class)[ \t]+(\w+)", re.M)
_GIVEN = re.compile(r"^(\w+)[ \t]*=(?!=)", re.M)
_OPENS = re.compile(r"with\b.*:")
"""A line that many cells begin with."""
_PARTS = re.compile(r'("[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\Z))|,(?=\s*[\]},])', re.S)
"""Texts (one may break off), and commas too many. It never reads a text twice: where one breaks off, that would take very long."""
_IS_ONE = re.compile(rb"""\\?(["'])(?:cells|worksheets|nbformat)\\?\1\s*:""")
_IN_TEXT = b'"{'
"""How a notebook begins that a script has dumped twice: JSON's text for its JSON."""
_LONGEST_DICT, _MOST_PARTS = 1_500_000, 100_000
"""Characters, and brackets and commas, of a notebook that Python shows as a dict: Python's own parser reads it, and takes up to a thousand
bytes of memory for each part."""
_ESCAPE = re.compile(r'\\(?!["\\/bfnrt]|u[0-9a-fA-F]{4})')
_SHOWN = 40
"""Characters of a cell's first line by which it is named."""
PYTHON = ("python", "sage", "pyodide")
"""Words in the names of kernels that run Python. Some name no language at all."""


def is_notebook(name: str, data: bytes) -> bool:
    """Whether the bytes look like a notebook, whatever the file is called, or are of no other use under a notebook's name."""
    start = data[:1000].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if name.lower().endswith(".ipynb") and start.startswith((b"{", b"[", _IN_TEXT)):
        return True
    if not start.startswith((b"{", _IN_TEXT, b"<<<<<<<")):
        return False
    return _IS_ONE.search(data.replace(b"\0", b"") if b"\0" in data[:4] else data) is not None


def unwrapped(data: bytes) -> bytes:
    """The notebook that stands in a text of JSON's; any other as it is."""
    if data.lstrip().startswith(_IN_TEXT):
        with contextlib.suppress(ValueError, RecursionError, MemoryError):
            text = json.loads(data)
            return text.encode(errors="replace") if isinstance(text, str) else data
    return data


class Notebook:
    """The code cells, in order, as pairs of a name and a text. ``lost`` are statements that were left out, by their cell's name."""

    def __init__(self, name: str, data: bytes, flags: list[str], budget: Budget) -> None:
        """What was odd goes to ``flags``. Raises `Unreadable`."""
        self.name, self.lost = name, list[tuple[str, Lost]]()
        if (inner := unwrapped(data)) is not data:
            flags.append(marked(f"{name} is a notebook that was saved inside a text; it was read all the same"))
            data = inner
        try:
            book = json.loads(data)
        except (ValueError, RecursionError, MemoryError):
            self._read_loosely(decode(name, data, flags), flags, budget)
        else:
            self._read(book, flags)
        if not self.cells:
            kernel = marked(f", and its kernel is for {self.language}") if self.language else ""
            raise Unreadable.of(
                name, marked(f"holds no code cells{kernel}"), marked(f"{OWN_FILE} with your code in it")
            )

    def _read(self, book: Any, flags: list[str]) -> None:
        if not isinstance(book, dict):
            raise Unreadable.of(self.name, marked("is not a notebook"), OWN_FILE)
        self.language = _language(book)
        self.cells = self._named(_code(book))
        flags += [
            marked(f"{self.name}, {_called(text)}: it is no code cell, and was read as one") for text in _mistaken(book)
        ]

    def _read_loosely(self, text: str, flags: list[str], budget: Budget) -> None:
        refuse(self.name, text[:HEAD].encode(errors="replace"))
        versions = conflicts.versions(text)
        if versions is None:
            book, told = _loose(self.name, text)
            flags.append(told)
            self._read(book, flags)
            return
        books = [_loose(self.name, version)[0] for version in versions]
        ours, theirs = map(_code, books)
        self.language = _language(books[0])
        left, more, lost = (ours, [], []) if ours == theirs else conflicts.settled(ours, theirs, budget)
        names = [name for name, _ in self._named(ours)]
        self.cells = [*zip(names, left, strict=True), *self._named(text for text in more if text.strip())]
        self.lost = [(names[number], each) for number, each in lost]
        flags.append(marked(f"{self.name} holds git's conflict marks: what both versions agree on was read"))

    def _named(self, texts: Iterable[str]) -> list[tuple[str, str]]:
        """The cells with their names: never a number, since Jupyter shows none that stays."""
        seen: Counter[str] = Counter()
        found = []
        for text in texts:
            if text.strip():
                name = "".join(c if c.isprintable() else " " for c in f"{self.name}, {_called(text)}")
                seen[name] += 1
                found.append((name if seen[name] == 1 else f"{name} ({seen[name]})", text))
        return found


def _called(text: str) -> str:
    defined = _DEFINED.findall(text)
    if defined:
        return marked(
            f"the cell of {next((name for name in defined if not name.startswith('_')), defined[0])[:_SHOWN]}"
        )
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    telling = [line for line in lines if not line.startswith("#")] or lines
    line = next((line for line in telling if not _OPENS.fullmatch(line)), telling[0])
    shown = line if len(line) <= _SHOWN else f"{line[:_SHOWN].rstrip()} …"
    return marked(f"the cell `{shown}`")


def _loose(name: str, text: str) -> tuple[Any, str]:
    """What a strict reader refuses: control characters in texts, commas before a closing bracket, wrong escapes; and a flag."""
    try:
        return json.loads(text, strict=False), marked(
            f"{name} holds control characters that no notebook may hold; it was read all the same"
        )
    except (ValueError, RecursionError, MemoryError) as error:
        problem = error
    if text.lstrip()[:2] == "{'" and len(text) < _LONGEST_DICT and sum(map(text.count, "[{(,")) < _MOST_PARTS:
        with contextlib.suppress(ValueError, SyntaxError, RecursionError, MemoryError):
            return ast.literal_eval(text), marked(f"{name} is a Python dict, not JSON; it was read all the same")
    try:
        plain = _PARTS.sub(lambda part: _ESCAPE.sub(r"\\\\", part[1]) if part[1] else "", text)
        return json.loads(plain, strict=False), marked(
            f"{name} is not quite JSON (a comma or a backslash too many); it was read all the same"
        )
    except (ValueError, RecursionError, MemoryError):
        pass
    if isinstance(problem, json.JSONDecodeError) and not text.rstrip().endswith("}"):
        raise Unreadable.of(
            name,
            marked(
                f"breaks off in the middle (after {len(text)} characters), as when it is handed in while it is being saved"
            ),
            marked("save it, open it once to see that it is whole, and hand it in again"),
        )
    where = marked(f" (line {problem.lineno}: {problem.msg})") if isinstance(problem, json.JSONDecodeError) else ""
    advice = marked(f"it is not JSON{where}. Open it in Jupyter, save it, and hand it in again")
    raise Unreadable.of(name, marked("is not a notebook"), advice)


def _language(book: Any) -> str:
    """The language that the notebook names, where it is not Python."""
    metadata = book.get("metadata") if isinstance(book, dict) else None
    spec = metadata.get("kernelspec") if isinstance(metadata, dict) else None
    language = spec.get("language") if isinstance(spec, dict) else None
    foreign = isinstance(language, str) and language.strip() and not any(word in language.lower() for word in PYTHON)
    return language.strip()[:40] if foreign and isinstance(language, str) else ""


def _code(book: Any) -> list[str]:
    """The texts of the code cells (nbformat 3 or 4, by their shape), and of those that are such by mistake no longer."""
    mistaken = {id(cell) for cell, _ in _turned(book)}
    texts = [_text(cell) for cell in _cells(book) if cell.get("cell_type") == "code" or id(cell) in mistaken]
    return [text for text in texts if text is not None]


def _mistaken(book: Any) -> list[str]:
    """The texts of cells that a slip on the keyboard has made Markdown or raw."""
    return [text for _, text in _turned(book)]


def _turned(book: Any) -> list[tuple[Any, str]]:
    """Cells of another kind that hold nothing but Python and define what no code cell does, with their texts."""
    cells = _cells(book)
    code = [_text(cell) or "" for cell in cells if cell.get("cell_type") == "code"]
    known = {name for text in code for name in (*_DEFINED.findall(text), *_GIVEN.findall(text))}
    others = [(cell, _text(cell) or "") for cell in cells if cell.get("cell_type") in ("markdown", "raw")]
    return [
        (cell, text)
        for cell, text in others
        if (names := set(_DEFINED.findall(text)) or _written_down(text)) and not names & known and body(text)
    ]


def _written_down(text: str) -> set[str]:
    """The names of values, where the text does nothing but write some down."""
    statements = body(text) if _GIVEN.search(text) else []
    return set(_GIVEN.findall(text)) if all(map(_is_plain, statements)) else set()


def _is_plain(statement: ast.stmt) -> bool:
    """Whether it gives names a value in which nothing is named or called, or is a text."""
    return isinstance(statement, (ast.Assign, ast.Expr)) and not any(
        isinstance(part, ast.Call) or (isinstance(part, ast.Name) and isinstance(part.ctx, ast.Load))
        for part in ast.walk(statement)
    )


def _cells(book: Any) -> list[dict[str, Any]]:
    if not isinstance(book, dict):
        return []
    sheets = book.get("worksheets")
    parts = (
        [sheet.get("cells") for sheet in sheets if isinstance(sheet, dict)]
        if isinstance(sheets, list)
        else [book.get("cells")]
    )
    return [cell for part in parts if isinstance(part, list) for cell in part if isinstance(cell, dict)]


def _text(cell: dict[str, Any]) -> str | None:
    source = cell.get("source", cell.get("input"))
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        return "".join(source)
    return source if isinstance(source, str) else None
