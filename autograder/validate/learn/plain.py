"""Whether learned code does nothing but compute: of Python and libraries it uses the words of `library` alone. Nothing is run."""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Collection, Iterable, Iterator, Set
from string import Formatter

from autograder.validate.learn.library import BUILTINS, LIBRARIES, MODULES, NOT_OWN, SPECIAL, TYPES, VALUES
from autograder.validate.learn.needed import Refused

_TELLING = frozenset(("type", "isinstance", "issubclass"))
_Named = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def must_be_plain(tree: ast.Module, imports: Iterable[ast.stmt], libraries: Collection[str]) -> None:
    """Refuse what may reach files, processes or the interpreter: staff code runs unconfined. ``libraries`` are those that the course
    uses. Raises `Refused`."""
    whole = ast.Module([*imports, *tree.body], [])
    nodes = list(ast.walk(whole))
    allowed = {one for one in MODULES if LIBRARIES.get(one.partition(".")[0], "") in ("", *libraries)}
    taken: dict[str, set[str]] = {}
    for node in nodes:
        for name, dotted in _imported(node):
            if not _known(dotted, allowed):
                raise _reaches(f"imports {dotted}")
            taken.setdefault(name, set()).add(dotted)
    own = _own(nodes)
    parts = {id(node.value) for node in nodes if isinstance(node, ast.Attribute)}
    fixed = {id(node) for node in nodes if isinstance(node, ast.Attribute) and _formats_plainly(node)}
    given = {_given(node) for node in nodes}
    told = {id(one) for node in nodes for one in _told(node, given, taken.keys() - given)}
    if clash := (given | taken.keys()) & _TELLING:
        raise _reaches(f"gives {min(clash)} another meaning")
    for node in nodes:
        if isinstance(node, ast.Name) and (
            _special(node.id) or (hasattr(builtins, node.id) and node.id not in BUILTINS)
        ):
            raise _reaches(f"uses {node.id}")
    made = told | {id(one) for node in nodes for one in _made(node)}
    changes = any(isinstance(n, ast.Attribute) and not isinstance(n.ctx, ast.Load) and n.attr in VALUES for n in nodes)
    for node in nodes:
        paths = _paths(node, taken)
        if changes and id(node) not in made | parts and any(_is_class(path) for path in paths):
            raise _reaches(f"hands the class {ast.unparse(node)} on, and may change it for all")
        if id(node) not in parts and paths & allowed:
            raise _reaches(f"uses the module {min(paths & allowed)} as a value")
        if (paths & TYPES or _is_type(node)) and id(node) not in told:
            raise _reaches(f"uses {ast.unparse(node)}, other than to tell what something is")
        if isinstance(node, ast.Attribute) and id(node) not in fixed:
            _attribute(node, _paths(node.value, taken), allowed, own)
        elif isinstance(node, _Named) and _special(node.name):
            raise _reaches(f"defines {node.name}")
        elif isinstance(node, ast.MatchClass):  # which reads attributes by their names, and by texts
            raise _reaches("matches the pattern of a class")


def _reaches(what: str) -> Refused:
    return Refused(f"it {what}, and the course's own code runs unconfined.")


def _imported(node: ast.AST) -> Iterator[tuple[str, str]]:
    """The names that an import gives, and of what."""
    if isinstance(node, ast.Import):
        for one in node.names:
            yield one.asname or one.name, one.name
            if not one.asname:
                yield (root := one.name.partition(".")[0]), root
    elif isinstance(node, ast.ImportFrom):
        for one in node.names:
            yield one.asname or one.name, f"{'.' * node.level}{node.module or ''}.{one.name}"


def _known(dotted: str, allowed: Set[str]) -> bool:
    module, _, name = dotted.rpartition(".")
    return dotted in allowed or (module in allowed and name in MODULES[module])


def _paths(node: ast.AST, taken: dict[str, set[str]]) -> set[str]:
    """What a chain like ``np.linalg.norm`` may stand for where it begins at a name that is imported; nothing where it does not."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.insert(0, node.attr)
        node = node.value
    return {".".join([path, *parts]) for path in taken.get(node.id, ())} if isinstance(node, ast.Name) else set()


def _attribute(node: ast.Attribute, of: set[str], allowed: Set[str], own: Set[str]) -> None:
    if of and not isinstance(node.ctx, ast.Load):
        raise _reaches(f"changes {min(of)}.{node.attr}")
    if modules := of & allowed:
        fine = all(_known(f"{module}.{node.attr}", allowed) for module in modules)
    else:
        fine = node.attr in VALUES or node.attr in own or node.attr in SPECIAL
    if not fine or (node.attr in SPECIAL and not isinstance(node.ctx, ast.Load)):
        raise _reaches(f"uses .{node.attr}")


def _own(nodes: Iterable[ast.AST]) -> set[str]:
    """What the code itself calls attributes of its objects."""
    found = set[str]()
    for node in nodes:
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            found.add(node.attr)
        elif isinstance(node, ast.ClassDef):
            for one in node.body:
                if isinstance(one, _Named):
                    found.add(one.name)
                else:
                    names = (each for each in ast.walk(one) if isinstance(each, ast.Name))
                    found |= {each.id for each in names if isinstance(each.ctx, ast.Store)}
    # Names that Python gives a meaning are nobody's own: a value under `__globals__` would let every function's be read.
    return {name for name in found if not _special(name)} - NOT_OWN


def _special(name: str) -> bool:
    return name.startswith("__") and name.endswith("__") and name not in SPECIAL and name not in BUILTINS


def _is_type(node: ast.AST) -> bool:
    """Whether this is a type that is taken from a value, or what takes it."""
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Name) and node.func.id == "type"
    return (isinstance(node, ast.Name) and node.id == "type") or (
        isinstance(node, ast.Attribute) and node.attr == "__class__"
    )


def _told(node: ast.AST, given: Set[str], imported: Set[str]) -> Iterator[ast.AST]:
    """The types in it that only tell what something is: compared with others, named, looked for."""
    found: list[ast.AST] = []
    if isinstance(node, ast.Compare):
        compared = [each for one in (node.left, *node.comparators) for each in _each(one)]
        # An object of the code's own is told what it is compared with.
        if all(isinstance(one, ast.Is | ast.IsNot) for one in node.ops) or all(
            _a_type(one, given, imported) for one in compared
        ):
            found = [*compared]
    elif isinstance(node, ast.Attribute) and node.attr == "__name__":
        found = [node.value]
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and not node.keywords:
        if node.func.id == "type" and len(node.args) == 1:
            found = [node.func]
        elif node.func.id in _TELLING and len(node.args) == 2:
            found = _each(node.args[1])
    yield from found


def _is_class(path: str) -> bool:
    """Whether this is a class that code can change: written in Python, and no type of an annotation."""
    return path.rpartition(".")[2][:1].isupper() and not path.startswith(("typing.", "numbers.", "collections.abc."))


def _made(node: ast.AST) -> Iterator[ast.AST]:
    """The classes in it of which it makes one: an object, or a class of its own."""
    if isinstance(node, ast.Call):
        yield node.func
    elif isinstance(node, ast.ClassDef):
        yield from node.bases


def _each(node: ast.expr) -> list[ast.AST]:
    return [*node.elts] if isinstance(node, ast.Tuple | ast.List | ast.Set) else [node]


def _a_type(node: ast.AST, given: Set[str], imported: Set[str]) -> bool:
    """Whether this is nothing of the code's own."""
    root = node
    while isinstance(root, ast.Attribute) and root.attr != "__class__":
        root = root.value
    builtin = isinstance(node, ast.Name) and node.id in BUILTINS and node.id not in given
    return _is_type(node) or builtin or (isinstance(root, ast.Name) and root.id in imported)


def _given(node: ast.AST) -> str:
    """The name that this gives to something; imports apart."""
    if isinstance(node, ast.Name):
        return "" if isinstance(node.ctx, ast.Load) else node.id
    if isinstance(node, _Named):
        return node.name
    return node.arg if isinstance(node, ast.arg) else ""


def _formats_plainly(node: ast.Attribute) -> bool:
    """``"{}: {:.2f}".format``: a text that stands there, and reads no attribute of what it is given."""
    text = node.value.value if isinstance(node.value, ast.Constant) else None
    if node.attr != "format" or not isinstance(text, str):
        return False
    try:
        fields = list(Formatter().parse(text))
    except ValueError:
        return False
    return not any(re.search(r"[.\[]", name or "") or "{" in (how or "") for _, name, how, _ in fields)
