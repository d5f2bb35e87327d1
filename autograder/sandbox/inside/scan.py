"""A look at the source for what an exercise forbids: flags for a person to review, never a mark by itself.

Runs in the student's process.
"""

from __future__ import annotations

import ast
import re
from collections import deque
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache

from autograder.sandbox.inside.about import About, Place
from autograder.sandbox.inside.standins import DATA, HARMLESS, KNOWN
from autograder.sandbox.inside.syntax import TOO_MUCH, last_part, where_import_errors_are_caught
from autograder.sandbox.protocol.marked import marked

MOST = 10
_PRYING = ("__subclasses__", "_suite_props", "autograder")
"""Ways to what is not the student's own in the process. No answer needs them."""
_INSIDE = re.compile(r"(?<!self)(?<!cls)\._(?!_)")
"""A private part of something that is not the object itself: perhaps of a library."""
_IMPORTS = re.compile(r"(?:import|from)[ \t(].*")
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


def suspicious(text: str, libraries: Sequence[str], forbidden: Sequence[str]) -> bool:
    """Whether the text holds a word that could be such a use: a cheap look before `scan`. A library is used where it is imported."""
    functions, absent = _patterns(tuple(libraries), tuple(forbidden))
    called = (found.start() for found in functions.finditer(text))
    if any(start == 0 or not (text[start - 1].isalnum() or text[start - 1] == "_") for start in called):
        return True
    return _INSIDE.search(text) is not None or absent.search("\n".join(_IMPORTS.findall(text))) is not None


@cache
def _patterns(libraries: tuple[str, ...], forbidden: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """For forbidden functions and for absent libraries. Without a `\\b` in front the first takes a twentieth of the time."""
    functions = {name.rpartition(".")[2] for name in forbidden} | {*_PRYING}
    either, other = ("|".join(map(re.escape, sorted(words))) for words in (functions, KNOWN - set(libraries)))
    return re.compile(rf"(?:{either})\b"), re.compile(rf"\b(?:{other})\b")


def scan(texts: Sequence[tuple[str, str]], libraries: Sequence[str], forbidden: Sequence[str]) -> list[str]:
    """Flags for uses (not imports, not mentions) of forbidden functions, of libraries the exercise does without and of what libraries keep
    to themselves, and for looking around among the grader's own. ``texts`` are pieces of one module (a notebook's cells) with their file
    names: what one imports another may use."""
    refused, absent = set(forbidden), KNOWN - DATA - set(libraries)
    trees = [(file, tree) for file, text in texts if (tree := _tree(file, text)) is not None]
    aliases = {name: stands_for for _, tree in trees for name, stands_for in _aliases(tree, absent).items()}
    found: dict[str, str] = {}
    for file, tree in trees:
        for node in ast.walk(tree):
            if prying := _prying(node):
                told = marked(f"looks for {prying}: that is not the submission's own, and no answer needs it")
                found.setdefault(prying, _flag(file, node, told))
        for used, dotted, is_demonstration in _used(tree, aliases, absent):
            library, _, last = dotted.rpartition(".")
            of_absent = library.partition(".")[0] in absent and last not in HARMLESS and not last.isupper()
            if dotted in refused or (of_absent and not is_demonstration):
                told = marked(f"uses {dotted}, which this exercise does without")
                found.setdefault(dotted, _flag(file, used, told))
            elif inside := _inside(dotted, libraries):
                told = marked(f"uses {dotted}: {inside} is a library's inside, and no answer needs it")
                found.setdefault(inside, _flag(file, used, told))
    return list(found.values())[:MOST]


def _flag(file: str, node: ast.AST, told: str) -> About:
    place = Place(file, getattr(node, "lineno", 0))
    return About(f"{place} {told}", place, told)


def _used(
    tree: ast.AST, aliases: Mapping[str, str], absent: Collection[str]
) -> Iterator[tuple[ast.Attribute | ast.Name, str, bool]]:
    """The names of libraries that are used in ``tree``, in full, and whether in a demonstration: in a call that is made when the module is
    run. Those in annotations, decorators and questions for a type are only mentioned; a function's own names are its own."""
    waiting: list[tuple[ast.AST, Mapping[str, str], bool, bool]] = [(tree, aliases, False, False)]
    while waiting:
        node, names, is_inside, is_called = waiting.pop()
        if isinstance(node, _FUNCTIONS):
            own = {each.arg for each in ast.walk(node.args) if isinstance(each, ast.arg)}
            names = {name: dotted for name, dotted in names.items() if name not in own} | _aliases(node, absent)
            is_inside = True
        is_called = is_called or isinstance(node, ast.Call)
        if isinstance(node, (ast.Attribute, ast.Name)) and isinstance(node.ctx, ast.Load):
            yield node, _dotted(node, names), is_called and not is_inside
            if _is_dotted(node):
                continue  # `torch.cuda` is no use of its own in `torch.cuda.is_available`
        if isinstance(node, (ast.Attribute, ast.Subscript)) and isinstance(node.ctx, ast.Store):
            continue  # a setting: torch.backends.cudnn.benchmark = True
        mentioned: list[ast.AST] = [*getattr(node, "decorator_list", [])]
        mentioned += [each for each in (getattr(node, "annotation", None), getattr(node, "returns", None)) if each]
        if isinstance(node, ast.Call) and last_part(node.func) in ("isinstance", "issubclass"):
            mentioned += node.args[1:]
        below = [child for child in ast.iter_child_nodes(node) if child not in mentioned]
        waiting += [(child, names, is_inside, is_called) for child in reversed(below)]


def _inside(dotted: str, libraries: Collection[str]) -> str:
    """The private module of an allowed library in which the ``dotted`` name is; empty for none."""
    parts = dotted.split(".")
    private = [number for number, part in enumerate(parts[:-1]) if part.startswith("_") and not part.startswith("__")]
    return ".".join(parts[: private[0] + 1]) if private and parts[0] in libraries else ""


def _is_dotted(node: ast.expr) -> bool:
    while isinstance(node, ast.Attribute):
        node = node.value
    return isinstance(node, ast.Name)


def _prying(node: ast.AST) -> str:
    """Which of the `_PRYING` ways the node takes; empty for none. In a text, the engine's name alone is just a word."""
    named: list[str] = []
    if isinstance(node, ast.Attribute):
        named = [node.attr]
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        parts = node.value.split(".")  # "autograder.sandbox", as a key of sys.modules
        named = parts[:1] if all(map(str.isidentifier, parts)) and (len(parts) > 1 or parts[0] != "autograder") else []
    elif isinstance(node, ast.Import):
        named = [alias.name.partition(".")[0] for alias in node.names]
    elif isinstance(node, ast.ImportFrom) and not node.level:
        named = [(node.module or "").partition(".")[0]]
    return next((way for way in named if way in _PRYING), "")


def _tree(file: str, text: str) -> ast.Module | None:
    try:
        return ast.parse(text, file)
    except TOO_MUCH:
        return None


def _aliases(tree: ast.AST, absent: Collection[str]) -> dict[str, str]:
    """What names stand for in ``tree``, outside of the functions in it. An absent library is imported where nothing catches that it is not
    there; elsewhere what replaces it counts."""
    caught = list(where_import_errors_are_caught(tree))
    aliases: dict[str, str] = {}
    waiting = deque([tree])
    while waiting:
        node = waiting.popleft()
        waiting += [child for child in ast.iter_child_nodes(node) if not isinstance(child, _FUNCTIONS)]
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            given_up = any(node.lineno in lines for lines in caught)
            for alias in node.names:
                dotted, name = _meaning(node, alias)
                is_absent = dotted.partition(".")[0] in absent
                if dotted and not (is_absent and (given_up or name in aliases)):
                    aliases[name] = dotted
    return aliases


def _meaning(node: ast.Import | ast.ImportFrom, alias: ast.alias) -> tuple[str, str]:
    """What an import gives, and the name it gives it; nothing for the submission's own modules."""
    top = alias.name.partition(".")[0]
    if isinstance(node, ast.Import):
        return (alias.name, alias.asname) if alias.asname else (top, top)
    return f"{node.module}.{alias.name}" if node.module and not node.level else "", alias.asname or alias.name


def _dotted(node: ast.expr, aliases: Mapping[str, str]) -> str:
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name) or node.id not in aliases:
        return ""
    return ".".join([aliases[node.id], *reversed(parts)])
