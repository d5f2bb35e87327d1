"""What will be run of a submission: its texts read and compiled, piece by piece. Nothing of the student's runs here.

Runs in the student's process.
"""

from __future__ import annotations

import ast
import linecache
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import CodeType

from autograder.sandbox.inside import conflicts, magics, marimo
from autograder.sandbox.inside.mend import Budget, Lost, mend
from autograder.sandbox.inside.notebook import Notebook, is_notebook
from autograder.sandbox.inside.scan import scan, suspicious
from autograder.sandbox.inside.syntax import TOO_MUCH, body
from autograder.sandbox.inside.text import HEAD, Unreadable, decode, refuse
from autograder.sandbox.protocol.marked import marked

_DEFINITION = re.compile(r"^(?:async def|def|class)[ \t]+(\w+)", re.M)
_TESTS = re.compile(r"(?:.*/)?(?:test_\w*|\w+_test)\.py")
"""The files in which pytest looks for tests."""
MAGICS = marked("notebook magics and shell lines were left out")


@dataclass(frozen=True)
class Piece:
    """A module, or a cell of a notebook: the name of its file as tracebacks show it, what of its text is read, and the code of that."""

    file: str
    text: str
    code: CodeType
    app: str = ""

    def statements(self) -> list[ast.stmt]:
        """Its statements, to be run one by one."""
        return marimo.statements(body(self.text), self.app) if self.app else body(self.text)


@dataclass(frozen=True)
class Part:
    """A file beside the main one that answers questions too. ``names`` are those."""

    file: str
    pieces: tuple[Piece, ...]
    names: tuple[str, ...]


@dataclass
class Plan:
    """``pieces`` in the order in which they run; ``parts`` are the other files that the answers are taken from, ``answers`` the questions
    that the main one answers where there are such. ``lost`` are the statements that cannot be read, with the names of their files;
    ``helpers`` the modules beside the main one, by the names they are imported by, with the names of their files and their texts.
    ``texts`` are all of them, by the names of their files; ``own`` the names that the answer itself goes by. ``skipped`` are those of the
    ``flags`` that say what is not run."""

    pieces: list[Piece] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    answers: tuple[str, ...] = ()
    flags: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    lost: list[tuple[str, Lost]] = field(default_factory=list)
    helpers: dict[str, tuple[str, str]] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    own: frozenset[str] = frozenset()
    budget: Budget = field(default_factory=Budget)
    is_notebook: bool = False
    of_tests: bool = False
    """Whether tests are what is handed in: then a cell that writes a file of tests for pytest holds the answer."""

    def note(self, flag: str) -> None:
        """Flag it, once."""
        if flag and flag not in self.flags:
            self.flags.append(flag)

    def skip(self, flag: str) -> None:
        """Flag, once, that something is not run."""
        self.note(flag)
        if flag not in self.skipped:
            self.skipped.append(flag)

    def piece(self, file: str, text: str) -> Piece | None:
        """The ``text`` compiled, as far as it can be read; None where nothing of it is Python that runs here."""
        self.texts[file] = text
        _remember(file, text)
        try:
            code = compile(text, file, "exec", dont_inherit=True)
        except TOO_MUCH:
            return self._mended(file, text)
        app = marimo.app_of(text)
        return Piece(file, text, _of_app(file, text, app) if app else code, app)

    def _mended(self, file: str, text: str) -> Piece | None:
        if not self.is_notebook:
            refuse(file, text[:HEAD].encode(errors="replace"))
        cell = magics.opened(text)
        if cell.magic:
            if cell.magic in magics.WRITES:
                return self.write(cell, file)
            self.skip(marked(f"left out: {file}: a cell under %%{cell.magic} is not Python of this notebook."))
            return None
        read = mend(file, cell.text, self.budget)
        self.lost += [(file, lost) for lost in read.lost]
        for flag in read.flags:
            self.note(flag)
        self.texts[file] = read.text
        if read.had_magics or cell.had_magics:
            self.skip(MAGICS)
        app = marimo.app_of(read.text)
        code = (
            _of_app(file, read.text, app) if app else compile(read.text, file, "exec", magics.FLAGS, dont_inherit=True)
        )
        return Piece(file, read.text, code, app) if read.text.strip() else None

    def write(self, cell: magics.Cell, file: str) -> Piece | None:
        """What a cell under ``%%writefile`` writes: a module beside the answer; or a part of it, where it has the answer's name."""
        *options, name = cell.argument.split() or [""]
        name = name.strip("\"'").removeprefix("./")
        if not name.endswith(".py"):
            self.skip(marked(f"left out: a cell that writes {name[:40] or 'a file'}: no file can be written here."))
            return None
        if name[:-3] in self.own or (self.of_tests and _TESTS.fullmatch(name)):
            self.note(marked(f"{name}, which a cell writes, was read as a part of the answer"))
            return self.piece(file, cell.text)
        before = self.helpers.get(name[:-3].replace("/", "."), ("", ""))[1] if {"-a", "--append"} & set(options) else ""
        self.help(name, before + cell.text)
        return None

    def help(self, file: str, text: str) -> None:
        """A module beside the main one: importable by its name, unless a library has that name already."""
        dotted = dotted_name(file)
        if all(part.isidentifier() for part in dotted.split(".")):
            self.helpers[dotted] = (file, text)
            self.helpers.setdefault(dotted.rpartition(".")[2], (file, text))
            self.texts[file] = text
            _remember(file, text)


def prepare(
    main: tuple[str, bytes],
    others: Mapping[str, bytes],
    module: str,
    libraries: Sequence[str],
    forbidden: Sequence[str],
    *,
    answers: Mapping[str, Sequence[str]] | None = None,
    must_load: bool = False,
) -> Plan:
    """Read and compile the submission, whose module will be called ``module``. ``answers`` are the questions that each file answers, where
    several do. ``must_load``: what cannot be read as it is cannot be read at all. Raises `Unreadable`."""
    name, data = main
    taken = {file: tuple(names) for file, names in (answers or {}).items()}
    own = frozenset((module, name.rpartition(".")[0]))
    plan = Plan(own=own, answers=taken.pop(name, ()), of_tests="pytest" in libraries)
    for other, content in others.items():
        if other.endswith(".py"):
            _read_helper(other, content, plan)
    plan.is_notebook = is_notebook(name, data)
    plan.pieces, foreign = _read(name, data, plan)
    for other, names in taken.items():
        plan.parts.append(Part(other, tuple(_read(other, others[other], plan)[0]), names))
    if foreign and not any(_DEFINITION.search(piece.text) for piece in plan.pieces):
        problem = marked(f"is a notebook for {foreign}, not for Python")
        raise Unreadable(f"{name} {problem}.", problem)
    if plan.lost and (must_load or (not plan.pieces and not plan.is_notebook)):
        file, lost = plan.lost[0]
        raise Unreadable(f"{file}, line {lost.at}: {lost.told}")
    texts = [(piece.file, piece.text) for piece in plan.pieces]
    parts = [[(piece.file, piece.text) for piece in part.pieces] for part in plan.parts]
    if plan.is_notebook:
        plan.flags += _defined_twice(text for _, text in texts)
    # A syntax tree costs more than all the rest of loading: only a text with a suspicious word gets that look.
    for pieces in (texts, *parts, *([helper] for helper in dict.fromkeys(plan.helpers.values()))):
        if any(suspicious(text, libraries, forbidden) for _, text in pieces):
            plan.flags += scan(pieces, libraries, forbidden)
    return plan


def _read(name: str, data: bytes, plan: Plan) -> tuple[list[Piece], str]:
    """The pieces of a module or notebook, and the notebook's language where it is not Python."""
    return _read_notebook(name, data, plan) if is_notebook(name, data) else (_read_module(name, data, plan), "")


def _read_module(name: str, data: bytes, plan: Plan) -> list[Piece]:
    text, files = magics.uncommented(decode(name, data, plan.flags))
    written = [plan.write(cell, name) for cell in files]
    versions = conflicts.versions(text)
    if versions is None:
        found = [plan.piece(name, text)]
    else:
        (ours,), theirs, lost = conflicts.settled([versions[0]], [versions[1]], plan.budget)
        plan.note(marked(f"{name} holds git's conflict marks: what both versions agree on was read"))
        plan.lost += [(name, each) for _, each in lost]
        found = [plan.piece(name, each) for each in (ours, *theirs) if each.strip()]
    return [piece for piece in (*written, *found) if piece is not None]


def _read_notebook(name: str, data: bytes, plan: Plan) -> tuple[list[Piece], str]:
    book = Notebook(name, data, plan.flags, plan.budget)
    plan.lost += book.lost
    found = [plan.piece(file, text) for file, text in book.cells]
    return [piece for piece in found if piece is not None], book.language


def dotted_name(file: str) -> str:
    """The name by which a file is imported."""
    return file.rpartition(".")[0].replace("/", ".").removesuffix(".__init__")


def _read_helper(file: str, content: bytes, plan: Plan) -> None:
    try:
        plan.help(file, decode(file, content, []) if content.strip() else "")
    except Unreadable:
        return


def _of_app(file: str, text: str, app: str) -> CodeType:
    module = ast.Module(marimo.statements(body(text), app), [])
    code: CodeType = compile(module, file, "exec", magics.FLAGS, dont_inherit=True)
    return code


def _defined_twice(texts: Iterable[str]) -> list[str]:
    count: dict[str, int] = {}
    for text in texts:
        for name in dict.fromkeys(_DEFINITION.findall(text)):
            count[name] = count.get(name, 0) + 1
    return [
        marked(f"{name} is defined in {cells} cells; the last counts") for name, cells in count.items() if cells > 1
    ]


def _remember(file: str, text: str) -> None:
    """Let tracebacks quote the student's lines although no file can be opened."""
    linecache.cache[file] = (len(text), None, text.splitlines(keepends=True), file)
