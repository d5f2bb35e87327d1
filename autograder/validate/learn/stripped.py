"""An answer's code without what may tell who wrote it: comments, docstrings, messages, annotations, the student's own texts and names."""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from string import ascii_letters, ascii_lowercase
from typing import Any

from autograder.validate.learn.library import WORDS
from autograder.validate.learn.needed import Refused
from autograder.validate.learn.plain import must_be_plain
from autograder.validate.learn.renamed import Function, Private, Renamed, fresh, private
from autograder.validate.learn.words import Known, People

_ADDRESS = re.compile(r"\S@\S|https?:|[\w.]+[/\\][\w./\\]+\.\w+|^[~/]|[A-Za-z]:\\")
_FORMAT = re.compile(r"[<>=^]?[-+ ]?#?\d{0,2},?(\.\d{0,2})?[bcdeEfFgGnosxX%]?")
"""A format of a value."""
_LONG = 5
"""Digits of a number that may be somebody's: student numbers have so many."""


@dataclass
class Stripped:
    """``tree`` is what is left, in the course's form: the answer is called ``symbol``, all else begins with an underscore."""

    tree: ast.Module
    imports: list[ast.stmt] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The code, without its imports."""
        return "\n\n\n".join(_blocks(ast.fix_missing_locations(self.tree).body))


def stripped(
    statements: Iterable[ast.stmt], answer: str, symbol: str, libraries: Collection[str], known: Known, people: People
) -> Stripped:
    """The ``statements`` that make ``answer`` without anything of the student's own. Raises `Refused` for code that reaches out of
    itself, as staff code runs unconfined, and where something is left that may tell a name."""
    tree: Any = ast.Module(list(statements), [])
    tree = _Bare(known).visit(tree)
    names = Renamed(fresh(tree, answer, known, people))
    tree = names.visit(tree)
    tree, imports = _apart(tree)
    Private(private(tree, names.given.get(answer, answer), symbol)).visit(tree)
    must_be_plain(tree, imports, libraries)
    done = Stripped(tree, imports)
    _must_name_nobody(done, symbol, {*names.given.values(), symbol}, known, people)
    must_tell_nothing(done, known, people)
    return done


class _Bare(ast.NodeTransformer):
    """Takes out docstrings, annotations, messages and what is printed, and puts plain texts in place of the student's."""

    def __init__(self, known: Known) -> None:
        self.known = known
        self._given: dict[str, str] = {}

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        return self._function(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> ast.AST:
        return self._function(node)

    def _function(self, node: Function) -> ast.AST:
        node.returns = None
        node.type_comment = None
        arguments = node.args
        for one in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg):
            if one is not None:
                one.annotation = one.type_comment = None
        return self.generic_visit(node)

    def generic_visit(self, node: ast.AST) -> ast.AST:
        for name in ("body", "orelse", "finalbody"):
            block = getattr(node, name, None)
            if isinstance(block, list):
                left = [one for one in block if not _says_only(one)]
                setattr(node, name, left or ([ast.Pass()] if name == "body" and block else []))
        return super().generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        if node.value is None:
            return ast.Pass() if not isinstance(node.target, ast.Name) else self.generic_visit(node)
        return self.generic_visit(ast.Assign([node.target], node.value))

    def visit_Raise(self, node: ast.Raise) -> ast.AST:
        raised = node.exc
        if isinstance(raised, ast.Call) and isinstance(raised.func, ast.Name) and hasattr(builtins, raised.func.id):
            node.exc = raised.func
        return self.generic_visit(node)

    def visit_Assert(self, node: ast.Assert) -> ast.AST:
        node.msg = None
        return self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> ast.AST:
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        formula = node.args[0] if called == "einsum" and node.args else None
        text = formula.value if isinstance(formula, ast.Constant) else None
        self.generic_visit(node)
        if isinstance(text, str) and not self._stays(text) and re.fullmatch(r"[\sA-Za-z,.>-]{1,80}", text):
            # Other letters in the same order mean the same, and spell nobody.
            letters = sorted({*text} & {*ascii_letters})[: len(ascii_lowercase)]
            node.args[0] = ast.Constant(text.translate(dict(zip(map(ord, letters), ascii_lowercase, strict=False))))
        return node

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        if isinstance(node.value, str | bytes) and not self._stays(node.value):
            said = self._given.setdefault(repr(node.value), f"text {len(self._given) + 1}")
            return ast.Constant(said if isinstance(node.value, str) else said.encode())
        if _is_long(node.value):
            return ast.Constant(0)
        return node

    def visit_JoinedStr(self, node: ast.JoinedStr) -> ast.AST:
        for part in node.values:
            if isinstance(part, ast.Constant):
                part.value = part.value if self._stays(str(part.value)) else " "
            elif isinstance(part, ast.FormattedValue):
                part.value = self.visit(part.value)
                if isinstance(part.format_spec, ast.JoinedStr) and not _FORMAT.fullmatch(_said(part.format_spec)):
                    part.format_spec = None
        return node

    def _stays(self, text: str | bytes) -> bool:
        if isinstance(text, bytes):
            return not text
        return self.known.says(text) or not re.search(r"[^\W\d_]|\d{4}", text)


def _said(text: ast.JoinedStr) -> str:
    return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in text.values)


def _is_long(value: object) -> bool:
    """Whether it is a whole number of as many digits as somebody's, in whatever form."""
    if isinstance(value, complex):
        return _is_long(value.imag)
    if isinstance(value, float):
        return value.is_integer() and _is_long(int(value))
    return type(value) is int and len(str(abs(value)).rstrip("0")) >= _LONG


def _says_only(statement: ast.stmt) -> bool:
    """A docstring, a text that stands for a comment, or something printed."""
    if not isinstance(statement, ast.Expr):
        return False
    value = statement.value
    if isinstance(value, ast.Call):
        return isinstance(value.func, ast.Name) and value.func.id == "print"
    return isinstance(value, ast.Constant) and value.value is not Ellipsis


def _apart(tree: ast.Module) -> tuple[ast.Module, list[ast.stmt]]:
    """The tree without its imports at the left margin; and these, one name each. What `from numpy import *` gave is named."""
    imports: list[ast.stmt] = []
    left: list[ast.stmt] = []
    for one in tree.body:
        if isinstance(one, ast.ImportFrom) and one.module == "__future__":
            continue
        if isinstance(one, ast.ImportFrom) and any(alias.name == "*" for alias in one.names):
            raise Refused(f"it takes its names by from {one.module} import *, which hides where they come from.")
        if isinstance(one, ast.Import):
            imports += [ast.Import([alias]) for alias in one.names]
        elif isinstance(one, ast.ImportFrom):
            imports += [ast.ImportFrom(one.module, [alias], 0) for alias in one.names]
        else:
            left.append(one)
    return ast.Module(left, []), imports


def must_tell_nothing(done: Stripped, known: Known, people: People) -> None:
    """The last look, at the text that will be kept."""
    text = "\n".join([*map(ast.unparse, done.imports), done.text])
    if name := people.in_text(text, known):
        raise Refused(f"the word {name!r} is left in it, which somebody of the class is called by.")
    for node in ast.walk(done.tree):
        said = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
        if _ADDRESS.search(said) and not known.says(said):
            raise Refused("an address or a path is left in it.")


def _must_name_nobody(done: Stripped, symbol: str, given: set[str], known: Known, people: People) -> None:
    """Every name in it, wherever one can stand, was given here, or is the course's or a library's."""
    for node in ast.walk(ast.Module([*done.imports, *done.tree.body], [])):
        for place, value in ast.iter_fields(node):
            said = value if isinstance(value, list) else [value]
            for name in () if isinstance(node, ast.Constant) or place == "type_comment" else said:
                for part in name.split(".") if isinstance(name, str) else ():
                    plain = part.removeprefix(f"_{symbol}_")
                    if plain not in given and plain not in WORDS and not known.stays(plain, people):
                        raise Refused(f"the name {plain!r} is left in it, which neither the course nor a library has.")


def _blocks(statements: Iterable[ast.stmt]) -> list[str]:
    """The statements as text, those that belong together line by line."""
    blocks: list[str] = []
    plain = False
    for one in statements:
        text = ast.unparse(one)
        big = isinstance(one, Function | ast.ClassDef)
        if blocks and plain and not big:
            blocks[-1] += f"\n{text}"
        else:
            blocks.append(text)
        plain = not big
    return blocks
