"""A look at the source for what an exercise forbids: flags for a person to review, never a mark by itself."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Sequence

from autograder.sandbox.inside.standins import KNOWN

MOST = 10
_PRYING = ("__subclasses__", "_suite_props", "autograder")
"""Ways to what is not the student's own in the process. No answer needs them."""


def suspicious(text: str, libraries: Iterable[str], forbidden: Iterable[str]) -> bool:
    """Whether the text holds a word that could be such a use: a cheap look before `scan`."""
    words = {name.rpartition(".")[2] for name in forbidden} | (KNOWN - set(libraries)) | set(_PRYING)
    return re.search(rf"\b(?:{'|'.join(map(re.escape, words))})\b", text) is not None


def scan(texts: Sequence[tuple[str, str]], libraries: Iterable[str], forbidden: Iterable[str]) -> list[str]:
    """Flags for uses (not imports, not mentions) of forbidden functions and of libraries the exercise does without, and for looking
    around among the grader's own. ``texts`` are pieces of one module (a notebook's cells) with their file names: what one imports another
    may use."""
    refused, absent = set(forbidden), KNOWN - set(libraries)
    trees = [(file, tree) for file, text in texts if (tree := _tree(file, text)) is not None]
    aliases = {name: stands_for for _, tree in trees for name, stands_for in _aliases(tree).items()}
    found: dict[str, str] = {}
    for file, tree in trees:
        for node in ast.walk(tree):
            if prying := _prying(node):
                line = getattr(node, "lineno", 0)
                found.setdefault(
                    prying,
                    f"{file}, line {line} looks for {prying}: that is not the submission's own, and no answer needs it",
                )
            if isinstance(node, (ast.Attribute, ast.Name)) and isinstance(node.ctx, ast.Load):
                dotted = _dotted(node, aliases)
                if dotted in refused or (dotted and "." in dotted and dotted.partition(".")[0] in absent):
                    found.setdefault(
                        dotted, f"{file}, line {node.lineno} uses {dotted}, which this exercise does without"
                    )
    longest = [n for n in found if not any(other.startswith(n + ".") for other in found)]
    return [found[name] for name in longest[:MOST]]


def _prying(node: ast.AST) -> str:
    """Which of the `_PRYING` ways the node takes; empty for none. In a text, the engine's name alone is just a word."""
    named: list[str] = []
    if isinstance(node, ast.Attribute):
        named = [node.attr]
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        parts = node.value.split(".")  # "autograder.sandbox", as a key of sys.modules
        named = parts[:1] if all(map(str.isidentifier, parts)) and (len(parts) > 1 or parts[0] != "autograder") else []
    elif isinstance(node, ast.Import):
        named = [alias.name.partition(".")[0] for alias in node.names]
    elif isinstance(node, ast.ImportFrom) and not node.level:
        named = [(node.module or "").partition(".")[0]]
    return next((way for way in named if way in _PRYING), "")


def _tree(file: str, text: str) -> ast.Module | None:
    try:
        return ast.parse(text, file)
    except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError):
        return None


def _aliases(tree: ast.Module) -> dict[str, str]:
    aliases = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                aliases[alias.asname or alias.name.partition(".")[0]] = (
                    alias.name if alias.asname else alias.name.partition(".")[0]
                )
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for alias in node.names:
                aliases[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    return aliases


def _dotted(node: ast.expr, aliases: dict[str, str]) -> str:
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name) or node.id not in aliases:
        return ""
    return ".".join([aliases[node.id], *reversed(parts)])
