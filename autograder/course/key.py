"""What the mark of one question depends on, as a key: a change to one file grades again what it can change, and nothing else.

Files are followed as Python follows them, by the imports and the file names in their text; nothing is run. A file that cannot be assigned
to a question counts for every question: it is better to grade one too many again than one too few.
"""

from __future__ import annotations

import ast
import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_NEVER = (".pyc", ".md")
"""What no mark depends on, wherever it lies."""


def question_key(
    facts: str, question: str, questions: Iterable[str], suite: Path, staff: Path, public: Path, aside: Iterable[Path]
) -> str:
    """SHA-256 over ``facts`` and all files that ``question``, one of ``questions``, depends on.

    ``suite`` is the folder of hidden checks, ``staff`` that of the reference, ``public`` the file of public checks in the handout;
    ``aside`` are files of the handout that no mark depends on. What does not exist adds nothing.
    """
    others = set(questions) - {question}
    parts: dict[str, bytes] = {"facts": facts.encode()}
    for name, data in {**_of_suite(suite, others), **_probes(suite, others)}.items():
        parts[f"suite/{name}"] = data
    solution = {name: data for name, data in _files(staff).items() if "/" not in name and name.endswith(".py")}
    wrong = _files(staff / "misconceptions")
    for name in _reached({f"{question}.py"} & wrong.keys(), wrong):
        solution[f"misconceptions/{name}"] = _behaviour(wrong[name])
    parts |= {f"staff/{name}": data for name, data in solution.items()}
    left_out = {path.name for path in aside} | {public.name}
    parts |= {f"handout/{name}": data for name, data in _files(public.parent).items() if name not in left_out}
    if public.is_file():
        parts[f"handout/{public.name}"] = _without(
            _behaviour(public.read_bytes()), lambda node: _marked(node) in others
        )
    return _digest(parts)


def marking_key(facts: str, suite: Path, staff: Path, public: Path) -> str:
    """SHA-256 over ``facts``, the weights and sentences of all checks, and the texts of misconceptions: what passed checks are worth and
    what is told of them. Arguments as for `question_key`."""
    checks = {f"suite/{name}": data for name, data in _files(suite).items() if _holds_checks(name)}
    hints = {f"misconceptions/{name}": data for name, data in _files(staff / "misconceptions").items()}
    if public.is_file():
        checks["public"] = public.read_bytes()
    return _digest({"facts": facts.encode(), **{name: _texts(data) for name, data in {**checks, **hints}.items()}})


def _digest(parts: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name in sorted(parts):
        for part in (name.encode(), parts[name]):
            digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()


def _files(folder: Path) -> dict[str, bytes]:
    """Every file below ``folder`` by its name in it."""
    found = sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix not in _NEVER)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def _of_suite(folder: Path, others: set[str]) -> dict[str, bytes]:
    """The suite's files that a question reaches, without those of ``others``; ``probes.py`` is left to `_probes`."""
    files = _files(folder)
    files.pop("probes.py", None)
    begin = {"conftest.py", "props.py"} & files.keys()
    for name, data in files.items():
        stem = Path(name).stem.removeprefix("test_")
        of_others = stem in others and b"mark.question" not in data
        if _holds_checks(name) and not of_others:
            begin.add(name)
    unnamed = {
        name
        for name in files
        if not name.endswith(".py") and not any(_names(data, name) for other, data in files.items() if other != name)
    }
    reached = {name: files[name] for name in _reached(begin | unnamed, files)}
    return {name: _behaviour(data) if _holds_checks(name) else data for name, data in reached.items()}


def _holds_checks(name: str) -> bool:
    return Path(name).name.startswith("test_") and name.endswith(".py")


@lru_cache(maxsize=256)  # the same few files are looked at for every question
def _behaviour(source: bytes) -> bytes:
    """A module of checks or misconceptions without its `_texts`: what verdicts depend on."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return source
    for node in _defined(tree):
        node.decorator_list = [each for each in node.decorator_list if not _is_weight(each)]
        if ast.get_docstring(node) is not None:
            node.body = node.body[1:] or [ast.Pass()]
    return ast.unparse(tree).encode()


def _texts(source: bytes) -> bytes:
    """The parts of a module of checks or misconceptions that change no verdict: sentences that students read, and weights."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return source
    told = [
        (node.name, ast.get_docstring(node), [ast.unparse(each) for each in node.decorator_list if _is_weight(each)])
        for node in _defined(tree)
    ]
    return repr(told).encode()


def _defined(tree: ast.Module) -> list[ast.FunctionDef | ast.ClassDef]:
    return [node for node in tree.body if isinstance(node, (ast.FunctionDef, ast.ClassDef))]


def _is_weight(decorator: ast.expr) -> bool:
    return isinstance(decorator, ast.Call) and ast.unparse(decorator.func) == "pytest.mark.weight"


def _probes(folder: Path, others: set[str]) -> dict[str, bytes]:
    """``probes.py`` without the probes of other questions."""
    path = folder / "probes.py"
    if not path.is_file():
        return {}
    return {path.name: _without(path.read_bytes(), lambda node: getattr(node, "name", "") in others)}


def _reached(begin: Iterable[str], files: Mapping[str, bytes]) -> set[str]:
    """``begin``, and the files that these import or name, and so on."""
    reached: set[str] = set()
    ahead = list(begin)
    while ahead:
        name = ahead.pop()
        reached.add(name)
        if name.endswith(".py"):
            ahead += [other for other in files if other not in reached and _names(files[name], other)]
    return reached


def _names(source: bytes, file: str) -> bool:
    """Whether a module's text imports ``file``, or has its name in a text."""
    path = Path(file)
    return path.name.encode() in source or (path.suffix == ".py" and path.stem in _imported(source))


@lru_cache(maxsize=256)
def _imported(source: bytes) -> frozenset[str]:
    """The parts of the names of all modules that a text imports; every word of one that Python cannot read."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return frozenset(re.findall(r"\w+", source.decode(errors="replace")))
    nodes = list(ast.walk(tree))
    modules = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    modules += [node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)]
    return frozenset(part for module in modules for part in module.split("."))


def _without(source: bytes, drop: Callable[[ast.stmt], bool]) -> bytes:
    """A module's statements but those to ``drop`` that no other statement names."""
    statements = _statements(source)
    if statements is None:
        return source
    kept = [not drop(statement.node) for statement in statements]
    while True:
        used = {name for statement, keep in zip(statements, kept, strict=True) if keep for name in statement.used}
        more = [keep or statement.name in used for statement, keep in zip(statements, kept, strict=True)]
        if more == kept:
            return "\n".join(one.text for one, keep in zip(statements, kept, strict=True) if keep).encode()
        kept = more


@dataclass(frozen=True)
class _Statement:
    node: ast.stmt
    name: str
    used: frozenset[str]
    text: str


@lru_cache(maxsize=256)
def _statements(source: bytes) -> tuple[_Statement, ...] | None:
    """A module's statements with what they define and the names they use; None where Python cannot read it."""
    try:
        body = ast.parse(source).body
    except (SyntaxError, ValueError):
        return None
    return tuple(
        _Statement(
            node,
            getattr(node, "name", ""),
            frozenset(part.id for part in ast.walk(node) if isinstance(part, ast.Name)),
            ast.unparse(node),
        )
        for node in body
    )


def _marked(node: ast.stmt) -> str:
    """The question that a check's marker ``@pytest.mark.question("…")`` names."""
    for decorator in getattr(node, "decorator_list", ()):
        if isinstance(decorator, ast.Call) and ast.unparse(decorator.func).endswith("mark.question") and decorator.args:
            named = decorator.args[0]
            return str(named.value) if isinstance(named, ast.Constant) else ""
    return ""
