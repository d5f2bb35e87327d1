"""An answer's code without what may tell who wrote it: comments, docstrings, messages, annotations, the student's own texts and names."""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from autograder.sandbox.inside.syntax import bound
from autograder.validate.learn.needed import Refused
from autograder.validate.learn.words import Known, People

Function = ast.FunctionDef | ast.AsyncFunctionDef
HARMLESS = frozenset(
    "math cmath statistics itertools functools operator collections typing numbers fractions decimal copy dataclasses enum abc".split()
)
"""Modules of the standard library that a chaff may import: once it is the course's own, it runs unconfined."""
_REACHES = frozenset(
    """
    open exec eval compile __import__ globals locals vars input breakpoint exit quit help memoryview getattr setattr
    delattr __builtins__ __loader__ __spec__ __file__
    """.split()
)
_REACHING = frozenset(
    """
    load save savez savez_compressed savetxt loadtxt genfromtxt fromfile tofile fromregex memmap open_memmap
    DataSource dump dumps savefig imread imsave ctypes ctypeslib f2py distutils testing hub ops jit
    cpp_extension load_library load_state_dict_from_url download_url_to_file datasets multiprocessing distributed
    system popen open os sys io
    subprocess shutil builtins pathlib importlib socket posix
    """.split()
)
"""Names and attributes by which code reaches files, processes or the interpreter."""
_SPECIAL = frozenset(
    """
    __init__ __call__ __len__ __getitem__ __setitem__ __iter__ __next__ __add__ __sub__ __mul__ __repr__ __str__
    __name__ __post_init__ __eq__ __matmul__ __truediv__ __neg__ __contains__ __enter__ __exit__ __class__ __doc__
    """.split()
)
_ADDRESS = re.compile(r"\S@\S|https?:|[\w.]+[/\\][\w./\\]+\.\w+|^[~/]|[A-Za-z]:\\")
_LONG = 5
"""Digits of a number that may be somebody's: student numbers have so many."""


@dataclass
class Stripped:
    """``tree`` is what is left, in the course's form: the answer is called ``symbol``, all else begins with an underscore."""

    tree: ast.Module
    renamed: int = 0
    texts: int = 0
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
    _must_be_plain(tree, {*libraries, *HARMLESS})
    bare = _Bare(known)
    tree = bare.visit(tree)
    names = _Renamed(_fresh(tree, answer, known, people))
    tree = names.visit(tree)
    tree, imports = _apart(tree)
    _Module(_private(tree, names.given.get(answer, answer), symbol)).visit(tree)
    done = Stripped(tree, len(names.given), bare.texts, imports)
    _must_tell_nothing(done, known, people)
    return done


def _must_be_plain(tree: ast.Module, modules: Collection[str]) -> None:
    for node in ast.walk(tree):
        imported = [one.name for one in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            imported = [node.module or "." * node.level]
            imported += [f"{node.module}.{one.name}" for one in node.names if one.name in _REACHING]
        for module in imported:
            if module.partition(".")[0].replace("mpl_toolkits", "matplotlib") not in modules or _REACHING & set(
                module.split(".")
            ):
                raise Refused(f"it imports {module}, and the course's own code runs unconfined.")
        if isinstance(node, ast.Name) and node.id in _REACHES:
            raise Refused(f"it uses {node.id}, and the course's own code runs unconfined.")
        if isinstance(node, ast.Attribute):
            special = node.attr.startswith("__") and node.attr not in _SPECIAL
            if special or node.attr in _REACHING or (node.attr == "__class__" and isinstance(node.ctx, ast.Store)):
                raise Refused(f"it uses .{node.attr}, and the course's own code runs unconfined.")


class _Bare(ast.NodeTransformer):
    """Takes out docstrings, annotations, messages and what is printed, and puts plain texts in place of the student's."""

    def __init__(self, known: Known) -> None:
        self.known, self.texts = known, 0
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
        if isinstance(node.func, ast.Attribute | ast.Name) and ast.unparse(node.func).endswith("einsum"):
            formula, *operands = node.args
            if isinstance(formula, ast.Constant) and re.fullmatch(r"[\sA-Za-z,.>-]{1,80}", str(formula.value)):
                node.args = [formula, *(self.visit(one) for one in operands)]
                node.keywords = [self.visit(one) for one in node.keywords]
                return node
        return self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        if isinstance(node.value, str | bytes) and not self._stays(node.value):
            self.texts += 1
            said = self._given.setdefault(repr(node.value), f"text {len(self._given) + 1}")
            return ast.Constant(said if isinstance(node.value, str) else said.encode())
        if type(node.value) is int and len(str(abs(node.value)).rstrip("0")) >= _LONG:
            return ast.Constant(0)
        return node

    def visit_JoinedStr(self, node: ast.JoinedStr) -> ast.AST:
        for part in node.values:
            if isinstance(part, ast.Constant):
                part.value = part.value if self._stays(str(part.value)) else " "
            elif isinstance(part, ast.FormattedValue):
                part.value = self.visit(part.value)
        return node

    def _stays(self, text: str | bytes) -> bool:
        if isinstance(text, bytes):
            return not text
        return self.known.says(text) or not re.search(r"[^\W\d_]|\d{4}", text)


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
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            found[node.name] = "Helper"
        elif isinstance(node, Function):
            found[node.name] = "helper"
        elif isinstance(node, ast.arg):
            found.setdefault(node.arg, "value")
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.setdefault(node.id, "value")
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
        for name in ("id", "attr", "arg", "name", "asname"):
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


def _must_tell_nothing(done: Stripped, known: Known, people: People) -> None:
    """The last look, at the text as it is to be kept."""
    text = "\n".join([*map(ast.unparse, done.imports), done.text])
    if name := people.in_text(text, known):
        raise Refused(f"the word {name!r} is left in it, which somebody of the class is called by.")
    for node in ast.walk(done.tree):
        said = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
        if _ADDRESS.search(said) and not known.says(said):
            raise Refused("an address or a path is left in it.")


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
