"""What of an answer stays the same when names, comments, layout and the order of functions change: winnowed pieces of its syntax tree.

S. Schleimer, D. S. Wilkerson, A. Aiken, "Winnowing: local algorithms for document fingerprinting", SIGMOD 2003: of every few neighbouring
pieces the one with the smallest hash is kept, so that two texts that share a long enough stretch share a fingerprint. The standard
library's `ast` gives the pieces: copydetect takes tokens of whole files and calls every pair of right answers to `conv2d` similar, and a
tree for code that Python cannot read (tree-sitter) is not needed, since that code answers nothing.
"""

from __future__ import annotations

import ast
import builtins
import hashlib
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from autograder.records.owner import NOBODY
from autograder.records.submission import SourceFile, Submission
from autograder.sandbox.host.source import Found, find, find_tests, helpers

GRAM = 12
"""Nodes in a piece: about one line of NumPy. Shorter ones are shared by everybody."""
WINDOW = 6
"""Neighbouring pieces of which one is kept."""
MOST_NODES = 20_000
"""Nodes of one answer that are looked at; the longest honest answer of this course has under 2,000."""
_KNOWN = frozenset(dir(builtins)) | {"np", "numpy", "torch", "nn", "F", "plt", "math", "self"}


@dataclass(frozen=True)
class Prints:
    """The fingerprints of one answer, each with the lines (file, first, last) it stands in; ``found`` are the definitions it was read from,
    the answer first, its helpers after it."""

    found: tuple[Found, ...]
    lines: Mapping[int, tuple[str, int, int]]

    @property
    def keys(self) -> NDArray[np.uint64]:
        """The fingerprints alone, in order: what is kept of a class."""
        return np.sort(np.fromiter(self.lines, dtype=np.uint64, count=len(self.lines)))


def prints_of(submission: Submission, questions: Sequence[str]) -> dict[str, Prints]:
    """The fingerprints of each answer in a submission, with those of the helpers it uses: of a question that is answered by tests, those
    of its tests. An answer that is no Python has none."""
    taken = {}
    for name in questions:
        answer = find(submission, name)
        answers = [answer] if answer is not None else find_tests(submission, name, questions)
        if answers:
            others = dict.fromkeys(one for answer in answers for one in helpers(answer) if one not in answers)
            own = prints((*answers, *(one for one in others if _named(one) not in questions)))
            if own.lines:
                taken[name] = own
    return taken


def prints_of_variants(file: Path) -> list[Prints]:
    """The fingerprints of every public function or class of a file of right answers (``reference/NAME/alternatives/QUESTION.py``)."""
    if not file.is_file():
        return []
    data = file.read_bytes()
    submission = Submission(file.stem, NOBODY, SourceFile(file.name, data))
    nodes = ast.parse(data).body
    names = [node.name for node in nodes if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and node.name[0] != "_"]
    found = (prints_of(submission, [name]).get(name) for name in names)
    return [one for one in found if one is not None]


def prints(found: Sequence[Found]) -> Prints:
    """The fingerprints of these definitions, in whatever order they stand."""
    lines: dict[int, tuple[str, int, int]] = {}
    for one in found:
        nodes = _nodes(one.text)
        for begin, key in _winnowed(nodes):
            part = nodes[begin : begin + GRAM]
            first, last = min(line for line, _ in part), max(line for line, _ in part)
            lines.setdefault(key, (one.piece.name, one.first + first - 1, one.first + last - 1))
    return Prints(tuple(found), lines)


def _named(found: Found) -> str:
    head = found.text[found.text.find("def ") + 4 :] if "def " in found.text else found.text
    return head.partition("(")[0].strip()


def _nodes(text: str) -> list[tuple[int, str]]:
    """The nodes of a definition in order, each as its line and a word in which nothing of layout, names, comments and
    docstrings is left."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []
    found: list[tuple[int, str]] = []
    waiting: list[tuple[ast.AST, int]] = [(tree, 1)]
    while waiting and len(found) < MOST_NODES:
        node, line = waiting.pop()
        line = getattr(node, "lineno", line)
        word = _word(node)
        if word:
            found.append((line, word))
        waiting += [(child, line) for child in reversed(list(_children(node)))]
    return found


def _children(node: ast.AST) -> Iterator[ast.AST]:
    body = getattr(node, "body", None)
    for child in ast.iter_child_nodes(node):
        first = isinstance(body, list) and bool(body) and child is body[0]
        if first and isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant):  # a docstring
            continue
        if child in (getattr(node, "returns", None), getattr(node, "annotation", None)):
            continue
        yield child


def _word(node: ast.AST) -> str:
    match node:
        case ast.Name(id=name):
            return name if name in _KNOWN else f"?{name}"
        case ast.arg(arg=name):
            return f"?{name}"
        case ast.Attribute(value=ast.Name(id="self"), attr=name):
            return f"?self.{name}"
        case ast.Attribute(attr=name):
            return f".{name}"
        case ast.keyword(arg=name):
            return f"{name}="
        case ast.Constant(value=value):
            return "text" if isinstance(value, str) else repr(value)[:40]
        case ast.Module() | ast.Load() | ast.Store() | ast.arguments() | ast.Expr():
            return ""
        case _:
            return type(node).__name__


def _winnowed(nodes: Sequence[tuple[int, str]]) -> list[tuple[int, int]]:
    """The kept pieces, as where each begins and its hash."""
    keys = (
        [_key([word for _, word in nodes[i : i + GRAM]]) for i in range(max(1, len(nodes) - GRAM + 1))] if nodes else []
    )
    kept: dict[int, int] = {}
    for start in range(max(1, len(keys) - WINDOW + 1)):
        window = keys[start : start + WINDOW]
        if window:
            best = min(range(len(window)), key=lambda i: (window[i], -i))
            kept[start + best] = window[best]
    return sorted(kept.items())


def _key(words: Sequence[str]) -> int:
    """A hash in which names of the student's own count only by where they come again."""
    numbers: dict[str, str] = {}
    plain = [numbers.setdefault(word, f"?{len(numbers)}") if word.startswith("?") else word for word in words]
    return int.from_bytes(hashlib.blake2b("\0".join(plain).encode("utf-8", "replace"), digest_size=8).digest(), "big")
