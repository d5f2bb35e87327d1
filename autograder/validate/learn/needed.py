"""What of a submission one answer is made of: its own statements and those of all that it uses, as a syntax tree. Nothing is run."""

from __future__ import annotations

import ast
import builtins
import symtable
import warnings
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from autograder.records.errors import ConvgradeError
from autograder.records.submission import SourceFile, Submission
from autograder.sandbox.host.source import pieces
from autograder.sandbox.inside.mend import Budget, mend
from autograder.sandbox.inside.syntax import TOO_MUCH, bound, is_main_guard

MOST_STATEMENTS = 4000
"""Statements of one file that are looked at: the longest honest one has some 300."""
READING_SECONDS = 2.0
"""What the tolerant parser may take for one file."""


class Refused(ConvgradeError):
    """Nothing can be made of this answer; the text says why."""


def needed(submission: Submission, name: str) -> list[ast.stmt]:
    """The statements that define ``name`` and all it uses, in their order, those of modules beside it that it imports from too. Raises
    `Refused`."""
    answering = [file for file in submission.others if name in file.answers]
    modules = {PurePosixPath(file.name).stem: file for file in submission.others if file.name.endswith(".py")}
    for file in (*answering, submission.main, *(one for one in modules.values() if not one.answers)):
        statements = _statements(file)
        if any(name in bound(one) for one in statements):
            return _closed(statements, name, {stem: one for stem, one in modules.items() if one is not file})
    raise Refused(f"{name} stands nowhere in it.")


def _statements(file: SourceFile) -> list[ast.stmt]:
    """What of a file can be read, statement by statement."""
    found: list[ast.stmt] = []
    budget = Budget(READING_SECONDS)
    for piece in pieces(file):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                found += ast.parse(mend(piece.name, piece.text, budget).text).body
        except TOO_MUCH:
            continue
    return [one for one in found[:MOST_STATEMENTS] if not is_main_guard(one)]


def _closed(statements: Sequence[ast.stmt], name: str, modules: dict[str, SourceFile]) -> list[ast.stmt]:
    taken: dict[int, ast.stmt] = {}
    beside: list[ast.stmt] = []
    asked, waiting = {name}, [name]
    while waiting:
        wanted = waiting.pop()
        for index in _binding(statements, wanted):
            if index in taken:
                continue
            statement = statements[index]
            own = _own_module(statement, modules)
            if own is not None:
                beside += _imported(statement, wanted, own, modules)
                continue
            taken[index] = statement
            fresh = (set(bound(statement)) | free(statement)) - asked
            waiting += sorted(fresh)
            asked |= fresh
    kept = [taken[index] for index in sorted(taken)]
    own_names = {one for statement in kept for one in bound(statement)}
    if clash := own_names & {one for statement in beside for one in bound(statement) if not _imports(statement)}:
        raise Refused(f"two of its files define {', '.join(sorted(clash))}.")
    return [*beside, *kept]


def _imports(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Import | ast.ImportFrom)


def _binding(statements: Sequence[ast.stmt], name: str) -> list[int]:
    """Where ``name`` gets the value it has in the end: the last statement that gives it one, and those behind it that change it."""
    last = [index for index, one in enumerate(statements) if name in bound(one)]
    while len(last) > 1 and isinstance(statements[last[-1]], ast.AugAssign):
        last.pop()
    if not last:
        return []
    return [
        index for index, one in enumerate(statements) if index == last[-1] or (index > last[-1] and _changes(one, name))
    ]


def _changes(statement: ast.stmt, name: str) -> bool:
    """Whether a statement changes what ``name`` holds: ``name[0] = 1``, ``name += 1``, ``name.append(1)``."""
    if isinstance(statement, ast.AugAssign):
        targets: list[ast.expr] = [statement.target]
    elif isinstance(statement, ast.Assign):
        targets = [one for one in statement.targets if not isinstance(one, ast.Name)]
    elif isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
        targets = [statement.value.func] if isinstance(statement.value.func, ast.Attribute) else []
    else:
        return False
    return any(_root(one) == name for one in targets)


def _root(node: ast.expr) -> str:
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def free(statement: ast.stmt) -> set[str]:
    """The module's names that a statement uses, wherever in it; builtins apart."""
    try:
        table = symtable.symtable(ast.unparse(statement), "answer", "exec")
    except TOO_MUCH:
        return set()
    found = {one.get_name() for one in table.get_symbols() if one.is_referenced()}
    waiting = table.get_children()
    while waiting:
        inner = waiting.pop()
        found |= {one.get_name() for one in inner.get_symbols() if one.is_global()}
        waiting += inner.get_children()
    return found - vars(builtins).keys()


def _own_module(statement: ast.stmt, modules: dict[str, SourceFile]) -> SourceFile | None:
    """The module beside the answer that is imported there. Raises `Refused` where it is imported as a whole."""
    if isinstance(statement, ast.Import):
        own = [alias.name for alias in statement.names if alias.name.rpartition(".")[2] in modules]
        if own:
            raise Refused(f"it imports a file of its own as a whole ({own[0]}).")
    if isinstance(statement, ast.ImportFrom):
        return modules.get((statement.module or "").rpartition(".")[2])
    return None


def _imported(statement: ast.stmt, wanted: str, file: SourceFile, modules: dict[str, SourceFile]) -> Iterator[ast.stmt]:
    assert isinstance(statement, ast.ImportFrom)
    others = {stem: one for stem, one in modules.items() if one is not file}
    for alias in statement.names:
        if alias.name == "*":
            raise Refused(f"it takes everything from a file of its own (from {statement.module} import *).")
        if (alias.asname or alias.name) == wanted:
            found = _closed(_statements(file), alias.name, others)
            if not found:
                raise Refused(f"{alias.name} stands nowhere in {file.name}.")
            yield from found
            if alias.asname:
                yield ast.parse(f"{alias.asname} = {alias.name}").body[0]
