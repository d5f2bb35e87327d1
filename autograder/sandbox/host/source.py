"""What was handed in, as text: its files and cells under the names that the student's process reports lines by, and where in them an
answer stands. Nothing is run or parsed: texts are only searched. Runs in the grader."""

from __future__ import annotations

import json
import re
from bisect import bisect
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from autograder.records.submission import SourceFile, Submission
from autograder.sandbox.inside.mend import Budget
from autograder.sandbox.inside.notebook import Notebook, is_notebook
from autograder.sandbox.inside.text import Unreadable, decode

MOST = 2 << 20
"""Characters of one file that are searched: the longest honest one has under 60,000."""
_MOST_TESTS = 300
"""Tests of one question that are looked for in a file."""
_ENDS = re.compile(r"\r\n?|\n")
_DEFINED = re.compile(r"^(?:async[ \t]+)?(?:def|class)[ \t]+(\w+)", re.M)
_GOES_ON = re.compile(r"[ \t\n#)\]}]|$")
"""How a line at the left margin begins that does not end the statement above it."""


@dataclass(frozen=True)
class Piece:
    """A module, or a cell of a notebook."""

    name: str
    text: str


@dataclass(frozen=True)
class Found:
    """Where an answer stands: the lines of ``piece`` from number ``first`` on."""

    piece: Piece
    first: int
    text: str

    @property
    def last(self) -> int:
        """The number of its last line."""
        return self.first + self.text.count("\n")


def pieces(file: SourceFile) -> list[Piece]:
    """The module, or the notebook's code cells, in order; an empty list for a file that is no text."""
    try:
        if is_notebook(file.name, file.data):
            return [Piece(name, _lines(text)) for name, text in Notebook(file.name, file.data, [], Budget(0.0)).cells]
        return [Piece(file.name, _lines(decode(file.name, file.data, [])))]
    except (Unreadable, RecursionError, MemoryError):
        return []


def shown_pieces(file: SourceFile) -> list[Piece]:
    """`pieces`; of a file that has none, what a person can see of it: broken text as it stands, of anything else its size and beginning."""
    found = pieces(file)
    if found:
        return found
    data = file.data[:MOST]
    text = data.decode("utf-8", "replace")
    odd = sum(char == "\ufffd" or (char < " " and char not in "\t\r\n\f") for char in text)
    if not data.strip():
        text = f"# nothing: {file.size} bytes"
    elif odd > len(text) / _ODD:
        text = f"# no text: {file.size} bytes, beginning with {data[:24].hex(' ')}"
    return [Piece(file.name, _lines(text))]


_ODD = 20
"""One odd character in so many is broken text; more is none."""


def find(submission: Submission, name: str) -> Found | None:
    """Where ``name`` is defined, or given a value, last: at the left margin of the main file, or of one beside it."""
    begins = re.compile(
        rf"^(?:(?:async[ \t]+)?(?:def|class)[ \t]+{re.escape(name)}\b|{re.escape(name)}[ \t]*[:=](?!=))", re.M
    )
    answering = [file for file in submission.others if name in file.answers]
    others = [file for file in submission.others if file.name.endswith(".py") and not file.answers]
    for file in (*answering, submission.main, *others):
        for piece in reversed(pieces(file)):
            *_, last = (None, *begins.finditer(piece.text, 0, MOST))
            if last is not None:
                return _found(piece, last.start())
    return None


def find_tests(submission: Submission, name: str, questions: Collection[str]) -> list[Found]:
    """Where the main file defines the tests of a question that is answered by tests: functions ``test_NAME_…``, and classes with such
    methods. What begins with the longer name of another of the ``questions`` is that one's."""
    longer = "".join(f"(?!{re.escape(one)}\\b|{re.escape(one)}_)" for one in questions if one.startswith(f"{name}_"))
    test = re.compile(rf"^[ \t]*(?:async[ \t]+)?def[ \t]+test_{longer}{re.escape(name)}(?:_|\b)", re.M)
    tests: list[Found] = []
    for piece in pieces(submission.main):
        starts = [one.start() for one in _DEFINED.finditer(piece.text, 0, MOST)]
        held = {bisect(starts, one.start()) - 1 for one in test.finditer(piece.text, 0, MOST)}
        tests += [_found(piece, starts[i]) for i in sorted(held)[:_MOST_TESTS] if i >= 0]
    return tests


def extended(file: SourceFile, code: str) -> SourceFile | None:
    """The file with more ``code`` at its end, in a cell of its own where it is a notebook; None where that cannot be written."""
    if is_notebook(file.name, file.data):
        try:
            book = json.loads(file.data)
            book["cells"].append(
                {"cell_type": "code", "source": code, "metadata": {}, "outputs": [], "execution_count": None}
            )
            return replace(file, content=json.dumps(book).encode())
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            return None
    whole = pieces(file)
    return replace(file, content=f"{whole[0].text}\n\n{code}\n".encode(errors="replace")) if whole else None


def helpers(found: Found) -> list[Found]:
    """The functions and classes of the same piece that the answer uses, and those that these use, in their order."""
    defined = {one[1]: one.start() for one in _DEFINED.finditer(found.piece.text, 0, MOST)}
    used = dict[str, Found]()
    waiting = [found]
    while waiting:
        for name in re.findall(r"[^\W\d]\w*", waiting.pop().text):
            if name in defined and name not in used:
                used[name] = _found(found.piece, defined[name])
                waiting.append(used[name])
    return sorted((one for one in used.values() if one.first != found.first), key=lambda one: one.first)


def holding(piece: Piece, line: int) -> Found | None:
    """The function or class of the piece that the ``line`` of this number stands in."""
    for one in _DEFINED.finditer(piece.text, 0, MOST):
        found = _found(piece, one.start())
        if found.first <= line <= found.last:
            return found
    return None


def _found(piece: Piece, start: int) -> Found:
    lines = piece.text.split("\n")
    index = piece.text.count("\n", 0, start)
    end = next(_ends(lines, index), len(lines))
    while end > index + 1 and not lines[end - 1].strip(" \t#"):
        end -= 1
    while end > index + 1 and lines[end - 1].startswith("#"):  # a heading of what comes next
        end -= 1
    while end > index + 1 and not lines[end - 1].strip():
        end -= 1
    while index and lines[index - 1].startswith("@"):
        index -= 1
    return Found(piece, index + 1, "\n".join(lines[index:end]))


def _ends(lines: list[str], index: int) -> Iterator[int]:
    """Where the next statement at the left margin begins. A text in triple quotes may reach the margin: it is waited for its end."""
    quoted = ""
    for number in range(index, len(lines)):
        line = lines[number]
        if number > index and not quoted and not _GOES_ON.match(line):
            yield number
        for quotes in re.findall(r'"""|\'\'\'', line):
            quoted = "" if quoted == quotes else quoted or quotes


def _lines(text: str) -> str:
    return _ENDS.sub("\n", text)
