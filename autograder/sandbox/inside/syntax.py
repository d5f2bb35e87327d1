"""What can be told of statements from their syntax trees. Runs in the student's process, and where the grader looks at text."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TypeGuard

DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_INNER = (*DEFINITIONS, ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
TOO_MUCH = (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError)
"""What reading a source text can raise."""
READING = "<what was handed in>"
"""The file name under which a text is compiled only to see whether it can be."""
_EXPECTED = frozenset(("ImportError", "ModuleNotFoundError", "Exception", "BaseException"))


def body(text: str) -> list[ast.stmt]:
    """The statements of a text; none where it cannot be read."""
    try:
        return ast.parse(text).body
    except TOO_MUCH:
        return []


def bound(statement: ast.AST) -> Iterator[str]:
    """The names that a statement gives a value to, in the scope it stands in."""
    waiting = [statement]
    while waiting:
        node = waiting.pop()
        if isinstance(node, DEFINITIONS):
            yield node.name
        elif isinstance(node, ast.alias):
            yield node.asname or node.name.partition(".")[0]
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        if not isinstance(node, _INNER):
            waiting += reversed(list(ast.iter_child_nodes(node)))


def first_line(statement: ast.stmt) -> int:
    """The line at which a statement begins, with its decorators."""
    decorators: list[ast.expr] = getattr(statement, "decorator_list", [])
    return min([statement.lineno, *(each.lineno for each in decorators)])


def last_line(statement: ast.stmt) -> int:
    """The line at which a statement ends."""
    return statement.end_lineno or statement.lineno


def is_main_guard(statement: ast.stmt) -> TypeGuard[ast.If]:
    """Whether it is ``if __name__ == "__main__":``."""
    if not (isinstance(statement, ast.If) and isinstance(statement.test, ast.Compare)):
        return False
    sides = [statement.test.left, *statement.test.comparators]
    names = [each.id for each in sides if isinstance(each, ast.Name)]
    texts = [each.value for each in sides if isinstance(each, ast.Constant)]
    return isinstance(statement.test.ops[0], ast.Eq) and (names, texts) == (["__name__"], ["__main__"])


def where_import_errors_are_caught(tree: ast.AST) -> Iterator[range]:
    """The lines in ``tree`` where an ImportError is caught: under `try` and under `contextlib.suppress`."""
    for node in ast.walk(tree):
        if (isinstance(node, ast.Try) and any(_catches(handler.type) for handler in node.handlers)) or (
            isinstance(node, ast.With) and any(_suppresses(item.context_expr) for item in node.items)
        ):
            yield range(node.body[0].lineno, last_line(node.body[-1]) + 1)


def _catches(kind: ast.expr | None) -> bool:
    if isinstance(kind, ast.Tuple):
        return any(map(_catches, kind.elts))
    return kind is None or last_part(kind) in _EXPECTED


def _suppresses(call: ast.expr) -> bool:
    return isinstance(call, ast.Call) and last_part(call.func) == "suppress" and any(map(_catches, call.args))


def last_part(name: ast.expr) -> str:
    """``b`` of ``a.b``; empty for what is no name."""
    return name.attr if isinstance(name, ast.Attribute) else name.id if isinstance(name, ast.Name) else ""
