"""Small edits of one function or class: what students get wrong by a sign, an index or a name, put the other way.

Each edit replaces one expression of the text by another made of its parts. Which of them mends the answer is measured, never guessed
(`autograder.diagnosis.mending`): here nothing is run.
"""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterator
from dataclasses import dataclass

from autograder.sandbox.inside.syntax import last_part

MOST = 48
"""Edits that are tried of one answer, the likeliest first: all go to one process, which reads as many more definitions."""
LONGEST = 4_000
"""Characters of an answer that is edited: beyond it there are too many places for a single line to be the matter."""
_TURNS = frozenset("flip flipud fliplr rot90 transpose swapaxes round abs int float astype square T".split())
"""What turns or coarsens an array, as a function, a method or an attribute: taken off."""
_OTHER = {"mean": "sum", "average": "sum", "max": "sum", "amax": "sum", "min": "max", "sum": "mean", "argmin": "argmax", "argmax": "argmin",
          "floor": "ceil", "ceil": "floor", "maximum": "minimum", "minimum": "maximum", "zeros": "ones", "ones": "zeros",
          "zeros_like": "ones_like", "ones_like": "zeros_like", "sqrt": "square"}  # fmt: skip
_OPERATORS: dict[type, tuple[str, ...]] = {
    ast.Add: ("-",), ast.Sub: ("+",), ast.Mult: ("/", "+"), ast.Div: ("*", "//"), ast.FloorDiv: ("/",), ast.Mod: ("//",),
    ast.Lt: ("<=", ">"), ast.LtE: ("<", ">="), ast.Gt: (">=", "<"), ast.GtE: (">", "<="), ast.Eq: ("!=",), ast.NotEq: ("==",),
    ast.And: ("or",), ast.Or: ("and",), ast.MatMult: ("*",), ast.Pow: ("*",),
}  # fmt: skip


@dataclass(frozen=True)
class Edit:
    """``text`` is the whole answer with one place changed, in ``line`` (of the text, from 1)."""

    line: int
    text: str


def edits(text: str) -> list[Edit]:
    """The likeliest edits of ``text``, one definition; none where it cannot be read."""
    if len(text) > LONGEST:
        return []
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a student's "\d" is no news for an instructor's terminal
            (tree,) = ast.parse(text).body
        found = sorted(_Editor(text).edits(tree), key=lambda one: one[0])
    except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError):
        return []
    unique = {edit.text: edit for _, edit in found if edit.text != text}
    return list(unique.values())[:MOST]


class _Editor:
    """The edits of one text, each with its rank: the smaller, the likelier."""

    def __init__(self, text: str) -> None:
        self._source = text.encode()
        self._starts = [0]
        for line in self._source.splitlines(keepends=True):
            self._starts.append(self._starts[-1] + len(line))

    def edits(self, tree: ast.AST) -> Iterator[tuple[int, Edit]]:
        """Every edit of what ``tree`` computes; its decorators, defaults and docstrings stay."""
        waiting: list[tuple[ast.AST, bool]] = [(tree, False)]
        while waiting:
            node, counting = waiting.pop()
            if isinstance(node, ast.expr):
                for rank, new in self._others(node, counting):
                    yield rank, self._edit(node, new)
            elif isinstance(node, ast.AugAssign):
                target, value = self._of(node.target), self._of(node.value)
                yield 2, self._edit(node, f"{target} = {value}", bare=True)
                other = {ast.Add: "-=", ast.Sub: "+=", ast.Mult: "/=", ast.Div: "*="}.get(type(node.op))
                if other:
                    yield 1, self._edit(node, f"{target} {other} {value}", bare=True)
            counting = (
                isinstance(node, ast.Slice)
                or (isinstance(node, ast.Call) and last_part(node.func) == "range")
                or (counting and isinstance(node, (ast.BinOp, ast.UnaryOp)))
            )
            inner: list[ast.AST] = list(ast.iter_child_nodes(node))
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                inner = list(node.body)
            called = node.func if isinstance(node, ast.Call) else None
            waiting += [(child, counting and child is not called) for child in reversed(inner)]

    def _others(self, node: ast.expr, counting: bool) -> Iterator[tuple[int, str]]:
        """What could stand in place of an expression. ``counting``: it says where something begins or ends."""
        of = self._of
        turned = isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load) and _turned(node.slice)
        if turned or (isinstance(node, ast.Attribute) and node.attr in _TURNS):
            yield 0, of(node.value)  # type: ignore[attr-defined]  # both have one
        elif isinstance(node, ast.Attribute) and node.attr in _OTHER:
            yield 1, f"{of(node.value)}.{_OTHER[node.attr]}"
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in _OTHER:
            yield 1, _OTHER[node.id]
        elif isinstance(node, ast.Call):
            if last_part(node.func) in _TURNS:
                whole = isinstance(node.func, ast.Attribute) and not (
                    isinstance(node.func.value, ast.Name) and node.args
                )
                yield (
                    0,
                    of(node.func.value)
                    if whole and isinstance(node.func, ast.Attribute)
                    else of(node.args[0])
                    if node.args
                    else "0",
                )
            for keyword in node.keywords:
                others = [
                    of(one)
                    for one in (*node.args, *(k.value for k in node.keywords if k is not keyword and k.arg is None))
                ]
                kept = [f"{k.arg}={of(k.value)}" for k in node.keywords if k is not keyword and k.arg]
                yield 3, f"{of(node.func)}({', '.join([*others, *kept])})"
        elif isinstance(node, ast.Tuple) and len(node.elts) == 2 and isinstance(node.ctx, ast.Load):
            yield 1, f"{of(node.elts[1])}, {of(node.elts[0])}"
        elif isinstance(node, ast.BinOp):
            left, right = of(node.left), of(node.right)
            yield from ((1, f"{left} {sign} {right}") for sign in _OPERATORS.get(type(node.op), ()))
            if isinstance(node.op, (ast.Sub, ast.FloorDiv)) and not counting:
                yield 1, f"{of(node)} + 1"  # how many there are
            yield 2, left
            yield 2, right
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.USub, ast.Not)):
            yield 1, of(node.operand)
        elif isinstance(node, ast.Compare) and len(node.ops) == 1:
            left, right = of(node.left), of(node.comparators[0])
            yield from ((1, f"{left} {sign} {right}") for sign in _OPERATORS.get(type(node.ops[0]), ()))
        elif isinstance(node, ast.BoolOp) and len(node.values) == 2:
            yield 2, f"{of(node.values[0])} {_OPERATORS[type(node.op)][0]} {of(node.values[1])}"
        elif isinstance(node, ast.Constant) and type(node.value) is bool:
            yield 2, repr(not node.value)
        elif isinstance(node, ast.Constant) and type(node.value) is int and abs(node.value) < 100:
            yield 2, str(node.value + 1)
            if node.value > 0:
                yield 2, str(node.value - 1)
        if counting and isinstance(node, (ast.Name, ast.BinOp, ast.Subscript, ast.Attribute)):
            yield 1, f"{of(node)} + 1"
            yield 1, f"{of(node)} - 1"

    def _of(self, node: ast.AST) -> str:
        """The text of a part, in brackets where it could fall apart."""
        start, end = self._span(node)
        text = self._source[start:end].decode()
        whole = (ast.Name, ast.Constant, ast.Attribute, ast.Subscript, ast.Call, ast.Slice)
        return text if isinstance(node, whole) else f"({text})"

    def _edit(self, node: ast.expr | ast.stmt, new: str, *, bare: bool = False) -> Edit:
        start, end = self._span(node)
        put = new if bare else f"({new})"
        if isinstance(node, ast.Tuple) and self._source[start : start + 1] != b"(":
            put = new  # an index: `a[j, i]`
        return Edit(node.lineno, (self._source[:start] + put.encode() + self._source[end:]).decode())

    def _span(self, node: ast.AST) -> tuple[int, int]:
        first, last = getattr(node, "lineno", 1), getattr(node, "end_lineno", 1)
        return (
            self._starts[first - 1] + getattr(node, "col_offset", 0),
            self._starts[last - 1] + getattr(node, "end_col_offset", 0),
        )


def _turned(index: ast.expr) -> bool:
    """Whether an index reverses something: ``[::-1]``, ``[::-1, ::-1]``."""
    parts = index.elts if isinstance(index, ast.Tuple) else [index]
    return any(isinstance(part, ast.Slice) and isinstance(part.step, ast.UnaryOp) for part in parts)
