"""The suite's helpers for the student's process (``props.py``), cut into the parts that each question's process gets.

A line ``# for: QUESTION, …`` begins a part for these questions alone, up to the next such line; lines that follow each other name the
questions of one part together. What stands above the first is for all. So no question's process holds, or could find anywhere, what was
written for another's. Runs in the grader.
"""

from __future__ import annotations

import ast
import marshal
import re
from functools import cache
from pathlib import Path

from autograder.records.errors import SandboxError, SuiteError

_FOR = re.compile(r"#[ \t]*for:[ \t]*(.*)")


class Helpers:
    """The helpers in the file ``path``; none without one. Raises `SandboxError` for a file that Python cannot read."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self._text = "" if path is None else path.read_text(encoding="utf-8")
        self._code = cache(self._compiled)
        self.questions = {name for line in self._text.splitlines() for name in _questions(line) or ()}
        try:
            tree = ast.parse(self._text)
        except (SyntaxError, ValueError) as error:
            line = f", line {error.lineno}" if isinstance(error, SyntaxError) and error.lineno else ""
            raise SandboxError(f"The suite's helpers cannot be loaded: {path}{line}: {error}.") from None
        found = (node for node in ast.walk(tree) if isinstance(node, (ast.Import, ast.ImportFrom)))
        self.imports = "\n".join(map(ast.unparse, found))
        """What they import: all that a process from which students' are started must know of them."""

    def code(self, question: str = "") -> bytes:
        """The compiled code of what ``question``'s process gets; without a question, of everything."""
        return self._code(question)

    def _compiled(self, question: str) -> bytes:
        if self.path is None:
            raise SuiteError("A check asks for the suite's helpers, and there is no props.py beside it.")
        text = self.part(question) if question else self._text
        return marshal.dumps(compile(text, self.path.name, "exec", dont_inherit=True))

    def part(self, question: str) -> str:
        """The text of what ``question``'s process gets, its lines where they are in the file."""
        kept, lines = True, []
        heading = False
        for line in self._text.splitlines():
            questions = _questions(line)
            if questions is not None:
                kept = (question in questions) or (heading and kept)
            heading = questions is not None
            lines.append(line if kept and not heading else "")
        return "\n".join(lines) + "\n"


def _questions(line: str) -> list[str] | None:
    """The questions that a line begins a part for; None for any other line."""
    found = _FOR.fullmatch(line.strip())
    return [name.strip() for name in found[1].split(",") if name.strip()] if found else None
