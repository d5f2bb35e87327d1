"""Running what was read: statement by statement once one has failed, so that one accident costs one thing.

Runs in the student's process.
"""

from __future__ import annotations
import __future__

import ast
import builtins
import itertools
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from inspect import CO_COROUTINE
from types import CodeType, ModuleType
from typing import Any

from autograder.sandbox.inside import magics, together
from autograder.sandbox.inside.about import Place, about
from autograder.sandbox.inside.finder import PLACE, ROOT, Finder
from autograder.sandbox.inside.patience import Patience, TooLong
from autograder.sandbox.inside.plan import MAGICS, Part, Piece, Plan, dotted_name
from autograder.sandbox.inside.reduced import is_needed
from autograder.sandbox.inside.shell import Shell
from autograder.sandbox.inside.syntax import DEFINITIONS, bound, first_line, is_main_guard, last_line
from autograder.sandbox.inside.text import Unreadable
from autograder.sandbox.inside.told import is_closed, name_of, place, stopped, summary, trace_of
from autograder.sandbox.inside.waiting import finish
from autograder.sandbox.protocol.loading import AS_IT_IS, PLAIN
from autograder.sandbox.protocol.marked import marked

_FUTURE = sum(getattr(__future__, name).compiler_flag for name in __future__.all_feature_names)
_ANNOTATIONS = __future__.annotations.compiler_flag
_OF_SCRIPT = re.compile(r"^if\b.*__name__.*\n(?:[ \t].*\n|\n)*?[ \t]+(?:async[ \t]+def|def|class)\b", re.M)
"""A cheap look for `Run._of_script`. Each line fits one way only, so that it takes no time."""
_MISSING = object()
_NOWHERE = (0, 0)


@dataclass
class Stop:
    """A statement that was left out while the module was run. It ``matters`` where the student's own machine would stop there too."""

    names: tuple[str, ...]
    place: Place
    told: str
    is_definition: bool
    matters: bool = True


@dataclass
class _Later:
    """A statement that asked for a name which may be defined further down. ``before`` is what its own names were then."""

    statement: ast.stmt
    piece: Piece
    names: dict[str, Any]
    error: BaseException
    before: dict[str, Any] = field(default_factory=dict)


class Run:
    """One submission being run. ``stops`` are the statements left out, ``slow`` those of them that take too long, by the name of their
    file and their first line."""

    def __init__(
        self,
        plan: Plan,
        patience: Patience,
        *,
        slow: Sequence[tuple[str, int]] = (),
        way: int = 0,
        must_load: bool = False,
    ) -> None:
        """``slow`` statements are known to take too long; ``way``: see `autograder.sandbox.protocol.loading`."""
        self.plan, self.patience, self.way, self.must_load = plan, patience, way, must_load
        self.known = set(slow)
        self.stops: list[Stop] = []
        self.met_closed_files = False
        """Whether a statement stopped because files are closed where work is graded."""
        self.slow: list[tuple[str, int]] = []
        self._later: list[_Later] = []
        self._strict = int(must_load)

    def module(self, name: str, finder: Finder) -> ModuleType:
        """The module, made by running the plan's pieces one after the other."""
        own_name = "__main__" if self.plan.is_notebook else name
        module = ModuleType(own_name)
        module.__package__ = ROOT
        # Where IPython has them too: notebooks, and scripts made from notebooks, count on them.
        vars(builtins).update(
            get_ipython=Shell(lambda text: self._cell(text, module), self._write),
            display=lambda *shown, **options: None,
        )
        if not self.plan.is_notebook and self.plan.pieces:
            module.__file__ = PLACE + self.plan.pieces[0].file
        if self.plan.is_notebook:
            sys.modules["__main__"] = module
        for known in (name, *self.plan.own):
            if known not in self.plan.helpers:
                sys.modules.setdefault(known, module)
        sys.meta_path[:] = [f for f in sys.meta_path if getattr(f, "__name__", "") != "PathFinder"] + [finder]
        with self.patience.watching():
            for piece in self.plan.pieces:
                try:
                    self.piece(piece, vars(module))
                    self._of_script(piece, vars(module))
                except BaseException as error:  # only where it has to load as it is
                    where = place(error, self.plan.texts.keys()) or piece.file
                    told = f"{where}: {stopped(error)}"
                    raise Unreadable(marked(f"{told}. Here a file has to load as it is.")) from None
            modules = [module, *(self._part(part) for part in self.plan.parts)]
            together.share(modules, [(later.names, name) for later in self._later for name in later.before])
            self._again()
            together.answer(modules, [self.plan.answers, *(part.names for part in self.plan.parts)])
        return module

    def _of_script(self, piece: Piece, names: dict[str, Any]) -> None:
        """What a module defines only where it is run as a script, and nowhere else."""
        if self.plan.is_notebook or self._strict or not _OF_SCRIPT.search(piece.text):
            return
        for guard in filter(is_main_guard, piece.statements()):
            missing = [each for each in guard.body if isinstance(each, DEFINITIONS) and each.name not in names]
            if missing:
                told = marked(
                    f"`{missing[0].name}` is defined only where the file is run as a script; it was read all the same"
                )
                self.plan.note(about(Place(piece.file, first_line(missing[0])), told))
                for each in guard.body:
                    if is_needed(each, plain=False):
                        self._statement(each, piece, names)

    def _part(self, part: Part) -> ModuleType:
        """Another file that answers questions, run in a module of its own unless it was imported already."""
        name = dotted_name(part.file)
        known = sys.modules.get(name)
        if known is not None and getattr(known, "__file__", "") == PLACE + part.file:
            return known
        made = ModuleType(name)
        made.__package__, made.__file__ = ROOT, PLACE + part.file
        if name in self.plan.helpers:
            sys.modules.setdefault(name, made)
        for piece in part.pieces:
            self.piece(piece, vars(made))
        return made

    def helper(self, module: ModuleType, file: str, text: str, is_expected: bool) -> None:
        """Run a module beside the main one. Where an ImportError ``is_expected``, it gets out."""
        lost = len(self.plan.lost)
        piece = self.plan.piece(file, text)
        if piece is None or (self.must_load and len(self.plan.lost) > lost):
            told = self.plan.lost[lost] if len(self.plan.lost) > lost else None
            raise SyntaxError(f"{file}, line {told[1].at}: {told[1].told}" if told else f"{file} holds no Python")
        self._strict += is_expected
        try:
            self.piece(piece, vars(module))
        finally:
            self._strict -= is_expected

    def piece(self, piece: Piece, names: dict[str, Any]) -> None:
        """Run it in the namespace ``names``: whole, and from the first statement that fails on one by one."""
        body: list[ast.stmt] = []
        if self.way != AS_IT_IS or any(file == piece.file for file, _ in self.known):
            body = piece.statements()
        else:
            error = self._stopped(piece.code, names)
            if error is None:
                return
            if self._strict:
                raise error
            # The place first: the error's own text may be made by code that raises it again. And it may lie.
            where = _position(error, piece.file)
            after = [each for each in piece.statements() if (last_line(each), each.end_col_offset or 0) > where]
            if where == _NOWHERE or not after:
                self._stop(piece, None, error)
                return
            self._failed(after[0], piece, names, error)
            body = after[1:]
        for statement in body:
            self._statement(statement, piece, names)

    def _statement(self, statement: ast.stmt, piece: Piece, names: dict[str, Any]) -> None:
        if self.way != AS_IT_IS and not is_needed(statement, plain=self.way == PLAIN):
            return
        if (piece.file, first_line(statement)) in self.known:
            self._stop(piece, statement, TooLong())
            return
        error = self._try([statement], piece, names)
        if error is not None:
            if self._strict:
                raise error
            self._failed(statement, piece, names, error)

    def _try(self, body: list[ast.stmt], piece: Piece, names: dict[str, Any], flags: int = 0) -> BaseException | None:
        flags |= (piece.code.co_flags & _FUTURE) | magics.FLAGS
        try:
            code = compile(ast.Module(body, []), piece.file, "exec", flags, dont_inherit=True)
        except Exception as error:
            return error
        return self._stopped(code, names)

    def _stopped(self, code: CodeType, names: dict[str, Any]) -> BaseException | None:
        """The exception that stopped the code, of any kind: the student is told; None where it ran to its end."""
        around = self.patience.begin()
        try:
            result = eval(code, names)
            if code.co_flags & CO_COROUTINE:
                finish(result)
        except BaseException as error:
            return error
        finally:
            self.patience.end(around)
        return None

    def _failed(self, statement: ast.stmt, piece: Piece, names: dict[str, Any], error: BaseException) -> None:
        """A statement has failed: what of it works, else a word on it."""
        kind = type(error)
        if isinstance(statement, (ast.Import, ast.ImportFrom)) and len(statement.names) > 1:
            for part in _one_by_one(statement):
                wrong = self._try([part], piece, names)
                if wrong is not None:
                    self._stop(piece, part, wrong)
            return
        if isinstance(statement, DEFINITIONS) and not issubclass(kind, TooLong):
            # An annotation is no part of what a function does.
            wrong = self._try([statement], piece, names, _ANNOTATIONS)
            if wrong is None:
                return
            if issubclass(type(wrong), NameError) or not self._undecorated(statement, piece, names, wrong):
                self._give_up(statement, piece, names, wrong)
            return
        self._give_up(statement, piece, names, error)

    def _give_up(self, statement: ast.stmt, piece: Piece, names: dict[str, Any], error: BaseException) -> None:
        if issubclass(type(error), NameError):
            before = {name: names.get(name, _MISSING) for name in bound(statement)}
            self._later.append(_Later(statement, piece, names, error, before))
        else:
            self._stop(piece, statement, error)

    def _undecorated(self, statement: Any, piece: Piece, names: dict[str, Any], error: BaseException) -> bool:
        """Whether the definition works without its decorators."""
        if not statement.decorator_list:
            return False
        bare = type(statement)(**{**dict(ast.iter_fields(statement)), "decorator_list": []})
        if self._try([ast.copy_location(bare, statement)], piece, names, _ANNOTATIONS) is not None:
            return False
        told = marked(f"the decorator was left out ({summary(error)})")
        self.stops.append(Stop((statement.name,), _where(piece, statement, error), told, is_definition=True))
        return True

    def _again(self) -> None:
        """Statements that asked for a name too early are tried again after the last, as long as that helps."""
        waiting, self._later = self._later, []
        while waiting:
            left = []
            for each in waiting:
                if any(each.names.get(name, _MISSING) is not value for name, value in each.before.items()):
                    continue  # it has been given a value since: the last counts
                error = self._try([each.statement], each.piece, each.names, _ANNOTATIONS)
                if error is not None:
                    each.error = error
                    left.append(each)
            if len(left) == len(waiting):
                break
            waiting = left
        for each in waiting:
            if not (
                isinstance(each.statement, DEFINITIONS)
                and self._undecorated(each.statement, each.piece, each.names, each.error)
            ):
                self._stop(each.piece, each.statement, each.error)

    def _stop(self, piece: Piece, statement: ast.stmt | None, error: BaseException) -> None:
        if statement is not None and magics.is_command(statement) and issubclass(type(error), NameError):
            self.plan.note(MAGICS)
            return
        line = 0 if statement is None else first_line(statement)
        names = () if statement is None else tuple(dict.fromkeys(bound(statement)))
        if issubclass(type(error), TooLong):
            self.slow.append((piece.file, line))
            told = marked(f"it takes too long and was left out (loading may take {self.patience.seconds:g} s in all)")
        else:
            told = stopped(error)
        self.met_closed_files |= issubclass(type(error), PermissionError)
        where, is_definition = _where(piece, statement, error), isinstance(statement, DEFINITIONS)
        self.stops.append(Stop(names, where, told, is_definition, not (is_closed(error) or self._follows(error))))

    def _follows(self, error: BaseException) -> bool:
        """Whether it lacks a name for nothing but a statement that stopped for what is closed here."""
        lacks = name_of(error)
        return any(lacks in stop.names and not stop.matters for stop in self.stops)

    def _cell(self, text: str, module: ModuleType) -> None:
        piece = self.plan.piece(_asker(self.plan), text)
        if piece is not None:
            self.piece(piece, vars(module))

    def _write(self, cell: magics.Cell) -> None:
        self.plan.write(cell, "")


def _where(piece: Piece, statement: ast.stmt | None, error: BaseException) -> Place:
    found = None if issubclass(type(error), TooLong) else place(error, {piece.file})
    return found or Place(piece.file, 0 if statement is None else first_line(statement))


def _position(error: BaseException, file: str) -> tuple[int, int]:
    """Line and column of the outermost frame in ``file``: the statement of the module that failed."""
    trace = trace_of(error)
    while trace is not None and trace.tb_frame.f_code.co_filename != file:
        trace = trace.tb_next
    if trace is None:
        return _NOWHERE
    positions = itertools.islice(trace.tb_frame.f_code.co_positions(), trace.tb_lasti // 2 + 1)
    # A jump back to a loop's head has no place of its own: the one before it has.
    known = [(line, column or 0) for line, _, column, _ in positions if line]
    return known[-1] if known else _NOWHERE


def _one_by_one(statement: ast.Import | ast.ImportFrom) -> list[ast.stmt]:
    """The import, name by name."""
    parts: list[ast.stmt] = []
    for alias in statement.names:
        one = (
            ast.Import([alias])
            if isinstance(statement, ast.Import)
            else ast.ImportFrom(statement.module, [alias], statement.level)
        )
        parts.append(ast.copy_location(one, statement))
    return parts


def _asker(plan: Plan) -> str:
    """A name for a cell that is run by a call: that of the text the call stands in."""
    frame = sys._getframe(1)
    while frame.f_back is not None and frame.f_code.co_filename not in plan.texts:
        frame = frame.f_back
    return f"{frame.f_code.co_filename}, line {frame.f_lineno}, the cell there"
