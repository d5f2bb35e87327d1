"""What a file answers, told by its syntax trees: which questions it defines, and with what.

An answer is a set of *parts*, each a digest: a function is one part, a class one per method or statement, a value one. What computes
nothing (``pass``, ``...``, ``raise NotImplementedError``) is no part. So comments, line ends, formatting, docstrings and annotations
tell no two answers apart, and what was handed out can be subtracted from what came back.
"""

from __future__ import annotations

import ast
import hashlib
import re
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from autograder.ingest import limits
from autograder.sandbox.inside.copied import uncovered
from autograder.sandbox.inside.magics import run_by
from autograder.sandbox.inside.mend import read_as
from autograder.sandbox.inside.syntax import TOO_MUCH

_START = re.compile(r"^(?=[^\s#)\]}])(?!(?:else|elif|except|finally)\b)", re.M)
"""Where a statement at the left margin begins."""
_COMMENTS = re.compile(r"^#.*\n?", re.M)
_NOTHING = {"NotImplementedError", "NotImplemented"}
_ATTEMPTS = 1000
"""Pieces of one unreadable text that are tried: each costs Python a look, and nobody writes so many."""
_REACH = 30
"""Statements at the margin that one piece may turn out to hold, where a text in triple quotes reaches the margin."""
Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


@dataclass(frozen=True)
class Answers:
    """``given``: a digest of the answer by question. ``broken``: questions that are written down but no Python. ``taken``: names
    imported from other modules (``*`` for all of them), by the module's dotted name. ``helpers``: a digest of all else that is defined.
    """

    given: Mapping[str, str] = field(default_factory=dict)
    broken: frozenset[str] = frozenset()
    taken: Mapping[str, frozenset[str]] = field(default_factory=dict)
    helpers: str = ""


def answers_of(
    texts: Sequence[str], questions: Sequence[str], blank: Mapping[str, frozenset[str]]
) -> tuple[Answers, Found]:
    """What the pieces of one file (a module's text, a notebook's cells) answer beyond what was handed out (``blank``), and all that
    was found in them."""
    found = parts_of(texts, questions)
    given = {name: _digest(*sorted(own)) for name, own in found.parts.items() if own - blank.get(name, frozenset())}
    imports = {module: frozenset(names) for module, names in found.taken.items()}
    helpers = _digest(*sorted(found.helpers))
    return Answers(given, frozenset(found.broken - given.keys()), imports, helpers), found


def agreed(ours: Answers, theirs: Answers) -> Answers:
    """What two versions of one file answer together, where they do not differ; where they do, neither can be read."""
    differ = {name for name in ours.given.keys() & theirs.given.keys() if ours.given[name] != theirs.given[name]}
    given = {name: digest for name, digest in {**ours.given, **theirs.given}.items() if name not in differ}
    return replace(ours, given=given, broken=ours.broken | theirs.broken | differ)


def is_python(texts: Sequence[str]) -> bool:
    """Whether all of the text is Python, as far as a text of a student's size goes."""
    try:
        return all(len(text) <= limits.TREE and bool(_parse(text).body) for text in texts)
    except TOO_MUCH:
        return False


@dataclass
class Found:
    """What the pieces of a file define: the ``parts`` of each question (untouched ones have none), and what `Answers` tells besides."""

    parts: dict[str, set[str]] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    taken: dict[str, set[str]] = field(default_factory=dict)
    helpers: set[str] = field(default_factory=set)
    parsed: int = 0

    def parse(self, text: str) -> ast.Module:
        """The text's syntax tree; its length is counted."""
        self.parsed += len(text)
        return _parse(text)


def parts_of(texts: Sequence[str], questions: Sequence[str]) -> Found:
    """The parts of every question that the texts define."""
    found = Found()
    wanted = tuple(sorted(questions))
    for text in texts if wanted else ():
        for name in filter(None, (run_by(line) for line in text.splitlines() if line.startswith("%run"))):
            found.taken.setdefault(name, set()).add("*")
        for tree in _trees(text, wanted, found):
            try:
                _collect(tree.body, frozenset(wanted), found)
            except TOO_MUCH:
                continue
    return found


@cache
def _beginning(wanted: tuple[str, ...]) -> re.Pattern[str]:
    """How a statement begins that may define a question."""
    names = "|".join(rf"{re.escape(name[:-1])}\w*" if name.endswith("*") else re.escape(name) for name in wanted)
    return re.compile(
        rf"(?:async\s+def|def|class)\s+(?P<defined>{names})\b|(?P<bound>{names})\s*[:=]|@|(?:from|if|try|with)\b"
    )


def _trees(text: str, wanted: tuple[str, ...], found: Found) -> Iterator[ast.Module]:
    """The text's syntax tree; where Python cannot read it as a whole, those of its statements at the left margin."""
    if len(text) <= limits.TREE:
        try:
            yield found.parse(text)
            return
        except TOO_MUCH:
            pass
    text = (uncovered(text) or (text,))[0]
    text = _COMMENTS.sub("", text) if len(text) > limits.TREE else text
    starts = [begin.start() for begin in _START.finditer(text)] + [len(text)]
    attempts = 0
    for index, start in enumerate(starts[:-1]):
        if not (begins := _beginning(wanted).match(text, start)):
            continue
        for end in starts[index + 1 : index + 1 + _REACH]:
            attempts += 1
            if end - start > limits.TREE or attempts > _ATTEMPTS:
                break
            try:
                yield found.parse(text[start:end])
                break
            except TOO_MUCH:
                continue
        else:
            piece = text[start : starts[index + 1]]
            other = read_as(piece) if len(piece) <= limits.TREE else None
            if other is None:
                found.broken.update(filter(None, (_asked(name or "", wanted) for name in begins.groups())))
            else:
                yield found.parse(other[2])


def _parse(text: str) -> ast.Module:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a student's "\d" is no news for an instructor's terminal
        return ast.parse(text)


def _collect(body: Iterable[ast.stmt], wanted: frozenset[str], found: Found) -> None:
    """Add what the statements bind at the module's level, inside ``if``, ``try``, ``with`` and a marimo cell too."""
    for node in body:
        if isinstance(node, ast.FunctionDef) and any(_is_cell(one) for one in node.decorator_list):
            _collect(node.body, wanted, found)
        elif isinstance(node, Definition):
            if asked := _asked(node.name, wanted):
                found.parts.setdefault(asked, set()).update(_parts(node))
            elif isinstance(node, ast.ClassDef) and (tests := _tests_in(node, wanted)):
                for asked in tests:
                    found.parts.setdefault(asked, set()).update(_parts(node))
            else:
                found.helpers |= {_digest(node.name, part) for part in _parts(node)}
        elif isinstance(node, (ast.Assign, ast.AnnAssign)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            bound = [one for target in targets for one in ast.walk(target) if isinstance(one, ast.Name)]
            for name in {one.id for one in bound if isinstance(one.ctx, ast.Store)} & wanted:
                found.parts.setdefault(name, set()).update(_value(node.value))
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.taken.setdefault(node.module, set()).update(alias.name for alias in node.names if not alias.asname)
        elif isinstance(node, ast.Expr):
            for text in _cell_texts(node.value):
                _collect(found.parse(text).body, wanted, found)
        else:
            for part in ("body", "orelse", "finalbody"):
                _collect(getattr(node, part, ()), wanted, found)
            for handler in getattr(node, "handlers", ()):
                _collect(handler.body, wanted, found)


def _asked(name: str, wanted: Iterable[str]) -> str:
    """Which of what is ``wanted`` has this name, or begins it; empty where nothing does."""
    begun = (one for one in wanted if one.endswith("*") and name.startswith(one[:-1]))
    return name if name in wanted else max(begun, key=len, default="")


def _tests_in(node: ast.ClassDef, wanted: Iterable[str]) -> set[str]:
    """What the methods of a class answer that holds tests."""
    tests = [one for one in wanted if one.endswith("*")] if node.name.startswith("Test") else []
    return {asked for one in node.body if isinstance(one, ast.FunctionDef) and (asked := _asked(one.name, tests))}


def _is_cell(decorator: ast.expr) -> bool:
    """Whether this is marimo's ``@app.cell`` or the like, whose body is the notebook's own."""
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    return isinstance(called, ast.Attribute) and called.attr == "cell"


def _cell_texts(node: ast.expr) -> list[str]:
    """The cell in ``get_ipython().run_cell_magic('time', '', '…')``: how a timed cell looks in an exported script."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "run_cell_magic"):
        return []
    last = node.args[-1] if node.args else None
    return [last.value] if isinstance(last, ast.Constant) and isinstance(last.value, str) else []


def _parts(node: Definition) -> set[str]:
    body = _without_docstring(node.body)
    if isinstance(node, ast.ClassDef):
        parts = {_digest("bases", *map(ast.dump, node.bases))} if node.bases else set()
        for one in body:
            if isinstance(one, (ast.FunctionDef, ast.AsyncFunctionDef)):
                parts |= {_digest(one.name, part) for part in _parts(one)}
            elif not _is_nothing(one):
                parts.add(_digest(_dump(one)))
        return parts
    if all(_is_nothing(one) for one in body):
        return set()
    given = node.args
    names = [one.arg for one in (*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg) if one]
    return {_digest(*names, *map(_dump, body))}


def _value(node: ast.expr | None) -> set[str]:
    blank = node is None or (isinstance(node, ast.Constant) and node.value in (None, ..., ""))
    return set() if blank or node is None else {_digest(ast.dump(node))}


def _is_nothing(node: ast.stmt) -> bool:
    """A statement that computes nothing: what stubs are made of."""
    if isinstance(node, ast.Raise):
        raised = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
        return isinstance(raised, ast.Name) and raised.id in _NOTHING
    if isinstance(node, ast.Return):
        gives = node.value
        return gives is None or (isinstance(gives, ast.Constant) and gives.value in (None, ...))
    return isinstance(node, ast.Pass) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))


def _dump(node: ast.stmt) -> str:
    for inner in ast.walk(node):
        if isinstance(inner, Definition):
            inner.body = _without_docstring(inner.body) or [ast.Pass()]
    return ast.dump(node)


def _without_docstring(body: list[ast.stmt]) -> list[ast.stmt]:
    first = body[0].value if body and isinstance(body[0], ast.Expr) else None
    return body[1:] if isinstance(first, ast.Constant) and isinstance(first.value, str) else body


def _digest(*texts: str) -> str:
    return hashlib.sha256("\0".join(texts).encode("utf-8", "surrogatepass")).hexdigest()[:32]
