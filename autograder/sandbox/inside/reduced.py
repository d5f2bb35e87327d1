"""What is run of a submission that did not end when it was run as it is: what is needed, and quick. Runs in the student's process."""

from __future__ import annotations

import ast

from autograder.sandbox.inside.syntax import DEFINITIONS

_NEEDED = (
    *DEFINITIONS,
    ast.Import,
    ast.ImportFrom,
    ast.Pass,
    ast.Delete,
    *([ast.TypeAlias] if hasattr(ast, "TypeAlias") else []),
)
_ASSIGNED = (ast.Assign, ast.AnnAssign, ast.AugAssign)
_TRIES = (ast.Try, ast.TryStar, ast.With, ast.If)
_CELLS = ("run_cell_magic", "run_cell")


def is_needed(statement: ast.stmt, *, plain: bool) -> bool:
    """Whether the statement is an import, a definition or an assignment, or a `try`, `with` or `if` around nothing else. ``plain``:
    assignments only of what is there without a call."""
    if isinstance(statement, _ASSIGNED):
        return not plain or not any(isinstance(each, (ast.Call, ast.Await)) for each in ast.walk(statement))
    if isinstance(statement, _TRIES):
        handlers = getattr(statement, "handlers", [])
        inner = [*statement.body, *getattr(statement, "orelse", []), *getattr(statement, "finalbody", [])]
        inner += [each for handler in handlers for each in handler.body]
        return all(is_needed(each, plain=plain) for each in inner)
    if isinstance(statement, ast.Expr):
        call = statement.value
        is_cell = isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr in _CELLS
        return isinstance(call, ast.Constant) or is_cell
    return isinstance(statement, _NEEDED)
