"""An answer's code under other names: none of the student's own, and those of a module as the misconceptions beside it need them."""

from __future__ import annotations

import ast
import builtins

from autograder.sandbox.inside.syntax import bound
from autograder.validate.learn.library import KEYWORDS
from autograder.validate.learn.words import Known, People

Function = ast.FunctionDef | ast.AsyncFunctionDef


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


def fresh(tree: ast.Module, answer: str, known: Known, people: People) -> dict[str, str]:
    """New names for those that the code gives and that are no words of the course or a library: ``value_1``, ``helper_1`` …"""
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


class Renamed(ast.NodeTransformer):
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


def private(tree: ast.Module, answer: str, symbol: str) -> dict[str, str]:
    """What the module's names are called among the misconceptions: only the answer's is shown."""
    names = {name for one in tree.body for name in bound(one)}
    given = {name: f"_{symbol}_{name.strip('_')}" for name in sorted(names - {answer})}
    return {**given, answer: symbol}


class Private(ast.NodeTransformer):
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
