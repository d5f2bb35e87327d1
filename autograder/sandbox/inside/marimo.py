"""Notebooks of marimo: Python files whose cells are functions of an app (https://docs.marimo.io, "file format").

Runs in the student's process.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

_APP = re.compile(r"^(\w+)[ \t]*=[ \t]*(?:marimo|mo)\.App\(", re.M)


def app_of(text: str) -> str:
    """The name of the app that the text makes; empty where it is no notebook of marimo."""
    found = _APP.search(text) if "marimo" in text else None
    return found[1] if found else ""


def statements(body: Iterable[ast.stmt], app: str) -> list[ast.stmt]:
    """What the cells of ``app`` hold, as statements of one module."""
    return [inner for each in body for inner in _of(each, app)]


def _of(statement: ast.stmt, app: str) -> Iterator[ast.stmt]:
    if isinstance(statement, ast.With) and any(_part(item.context_expr, app) == "setup" for item in statement.items):
        yield from statement.body
    elif isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        parts = [_part(each, app) for each in statement.decorator_list]
        statement.decorator_list = [
            each for each, part in zip(statement.decorator_list, parts, strict=True) if not part
        ]
        if "cell" in parts:
            yield from (each for each in statement.body if not isinstance(each, ast.Return))
        else:
            yield statement
    else:
        yield statement


def _part(decorator: ast.expr, app: str) -> str:
    """``cell`` for ``@app.cell`` and ``@app.cell(hide_code=True)``."""
    name = decorator.func if isinstance(decorator, ast.Call) else decorator
    return (
        name.attr
        if isinstance(name, ast.Attribute) and isinstance(name.value, ast.Name) and name.value.id == app
        else ""
    )
