"""An answer's code without what may tell who wrote it: comments, docstrings, messages, annotations, the student's own texts and names."""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from string import ascii_letters, ascii_lowercase
from typing import Any

from autograder.sandbox.inside.syntax import bound
from autograder.validate.learn.library import KEYWORDS, WORDS
from autograder.validate.learn.needed import Refused
from autograder.validate.learn.plain import must_be_plain
from autograder.validate.learn.words import Known, People

Function = ast.FunctionDef | ast.AsyncFunctionDef
_ADDRESS = re.compile(r"\S@\S|https?:|[\w.]+[/\\][\w./\\]+\.\w+|^[~/]|[A-Za-z]:\\")
_FORMAT = re.compile(r"[<>=^]?[-+ ]?#?\d{0,2},?(\.\d{0,2})?[bcdeEfFgGnosxX%]?")
"""How a value is to be formatted."""
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
    names = _Renamed(_fresh(tree, answer, known, people))
    tree = names.visit(tree)
    tree, imports = _apart(tree)
    _Module(_private(tree, names.given.get(answer, answer), symbol)).visit(tree)
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


def _own_names(tree: ast.Module) -> dict[str, str]:
    """Every name that the code itself gives, and what to: ``helper``, ``Helper``, ``part`` (of an object) or ``value``."""
    found: dict[str, str] = {}
    imported = {one.asname or one.name.partition(".")[0] for one in ast.walk(tree) if isinstance(one, ast.alias)}
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            found[node.name] = "Helper"
        elif isinstance(node, Function):
            found[node.name] = "helper"
        elif isinstance(node, ast.arg):
            found.setdefault(node.arg, "value")
        elif isinstance(node, ast.Name) and node.id not in imported and not hasattr(builtins, node.id):
            found.setdefault(node.id, "value")  # what nothing gives a value to is a word as well
        elif isinstance(node, ast.keyword) and node.arg and node.arg not in KEYWORDS:
            found.setdefault(node.arg, "value")
        elif isinstance(node, ast.Global | ast.Nonlocal):
            found |= {one: "value" for one in node.names if one not in found}
        elif isinstance(node, ast.MatchMapping) and node.rest:
            found.setdefault(node.rest, "value")
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            found.setdefault(node.attr, "part")
        elif isinstance(node, ast.alias) and node.asname:
            found.setdefault(node.asname, "library")
        elif isinstance(node, ast.ExceptHandler) and node.name:
            found.setdefault(node.name, "error")
        elif isinstance(node, ast.MatchAs | ast.MatchStar) and node.name:
            found.setdefault(node.name, "value")
    return found


def _fresh(tree: ast.Module, answer: str, known: Known, people: People) -> dict[str, str]:
    own = _own_names(tree)
    taken = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} | own.keys()
    given: dict[str, str] = {}
    for name, kind in own.items():
        if name != answer and not known.stays(name, people):
            number = 1
            while (new := f"{kind}{number}" if kind == "Helper" else f"{kind}_{number}") in taken:
                number += 1
            taken.add(new)
            given[name] = new
    return given


class _Renamed(ast.NodeTransformer):
    """Gives names that the code itself gives other ones, the same everywhere: no library has a name that no course knows."""

    def __init__(self, given: dict[str, str]) -> None:
        self.given = given

    def visit(self, node: ast.AST) -> ast.AST:
        for name in ("id", "attr", "arg", "name", "asname", "rest"):
            value = getattr(node, name, None)
            if isinstance(value, str) and value in self.given and not (name == "name" and isinstance(node, ast.alias)):
                setattr(node, name, self.given[value])
        if isinstance(node, ast.Global | ast.Nonlocal):
            node.names = [self.given.get(one, one) for one in node.names]
        self.generic_visit(node)
        return node


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


def _private(tree: ast.Module, answer: str, symbol: str) -> dict[str, str]:
    """What the module's names are called among the misconceptions: only the answer's is shown."""
    names = {name for one in tree.body for name in bound(one)}
    given = {name: f"_{symbol}_{name.strip('_')}" for name in sorted(names - {answer})}
    return {**given, answer: symbol}


class _Module(ast.NodeTransformer):
    """Renames what a module calls its own, and leaves what functions call so for themselves."""

    def __init__(self, given: dict[str, str]) -> None:
        self.given = given
        self._hidden: list[set[str]] = []

    def _new(self, name: str) -> str:
        return name if any(name in one for one in self._hidden) else self.given.get(name, name)

    def visit_Name(self, node: ast.Name) -> ast.AST:
        node.id = self._new(node.id)
        return node

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        node.name = self._new(node.name)
        self._hidden.append({one for statement in node.body for one in bound(statement)})
        outside = [*node.bases, *node.decorator_list, *(one.value for one in node.keywords)]
        mine = self._hidden.pop()
        for one in outside:
            self.visit(one)
        for statement in node.body:
            if isinstance(statement, Function | ast.ClassDef):
                # What a class calls so is no name of the module's, and its methods do not see it.
                name = statement.name
                self.visit(statement)
                statement.name = name
            else:
                self._hidden.append(mine)
                self.visit(statement)
                self._hidden.pop()
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        return self._function(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> ast.AST:
        return self._function(node)

    def _function(self, node: Function) -> ast.AST:
        node.name = self._new(node.name)
        for one in (*node.decorator_list, *node.args.defaults, *filter(None, node.args.kw_defaults)):
            self.visit(one)
        everywhere = {name for one in ast.walk(node) if isinstance(one, ast.Global) for name in one.names}
        names = {name for statement in node.body for name in bound(statement)}
        names |= {one.arg for one in ast.walk(node.args) if isinstance(one, ast.arg)}
        self._hidden.append(names - everywhere)
        for statement in node.body:
            self.visit(statement)
        self._hidden.pop()
        return node

    def visit_Lambda(self, node: ast.Lambda) -> ast.AST:
        for one in (*node.args.defaults, *filter(None, node.args.kw_defaults)):
            self.visit(one)
        self._hidden.append({one.arg for one in ast.walk(node.args) if isinstance(one, ast.arg)})
        self.visit(node.body)
        self._hidden.pop()
        return node

    def visit_Global(self, node: ast.Global) -> ast.AST:
        node.names = [self._new(one) for one in node.names]
        return node


def must_tell_nothing(done: Stripped, known: Known, people: People) -> None:
    """The last look, at the text as it is to be kept."""
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
