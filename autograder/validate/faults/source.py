"""Python files of a course as text: what they define. Nothing is run."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

Definition = ast.FunctionDef | ast.ClassDef | ast.Assign | ast.AnnAssign


def parsed(path: Path) -> ast.Module:
    """The file's syntax tree; an empty one where the file is missing or Python cannot read it, which is told elsewhere."""
    try:
        return ast.parse(path.read_bytes(), str(path))
    except (OSError, SyntaxError, ValueError):
        return ast.Module([], [])


def definitions(tree: ast.Module) -> dict[str, Definition]:
    """What the module defines at the left margin, by name; of several definitions the last."""
    found: dict[str, Definition] = {}
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            found[node.name] = node
        elif isinstance(node, ast.Assign):
            found |= {target.id: node for target in node.targets if isinstance(target, ast.Name)}
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            found[node.target.id] = node
    return found


def names(tree: ast.Module) -> set[str]:
    """Every name that the module has once it is loaded, imported ones too."""
    imported = {
        (alias.asname or alias.name).partition(".")[0]
        for node in tree.body
        if isinstance(node, (ast.Import, ast.ImportFrom))
        for alias in node.names
    }
    return imported | definitions(tree).keys()


def methods(node: ast.ClassDef, beside: Mapping[str, Definition] = MappingProxyType({})) -> dict[str, ast.FunctionDef]:
    """A class's public methods, its ``__init__`` and its ``__call__``, with those of its bases that are defined ``beside`` it."""
    found: dict[str, ast.FunctionDef] = {}
    for base in reversed(node.bases):
        above = beside.get(ast.unparse(base))
        if isinstance(above, ast.ClassDef) and above is not node:
            found |= methods(above, beside)
    own = (one for one in node.body if isinstance(one, ast.FunctionDef))
    return found | {
        one.name: one for one in own if not one.name.startswith("_") or one.name in ("__init__", "__call__")
    }


def signature(node: ast.FunctionDef) -> str:
    """The parameters with their defaults, as they are written, without annotations."""
    arguments = node.args
    bare = ast.arguments(
        [ast.arg(one.arg) for one in arguments.posonlyargs],
        [ast.arg(one.arg) for one in arguments.args],
        ast.arg(arguments.vararg.arg) if arguments.vararg else None,
        [ast.arg(one.arg) for one in arguments.kwonlyargs],
        arguments.kw_defaults,
        ast.arg(arguments.kwarg.arg) if arguments.kwarg else None,
        arguments.defaults,
    )
    return ast.unparse(bare)


def body(node: ast.FunctionDef | ast.ClassDef) -> list[ast.stmt]:
    """The statements behind the docstring."""
    return node.body[1:] if ast.get_docstring(node, clean=False) is not None else node.body


def shape(node: ast.FunctionDef | ast.ClassDef) -> str:
    """What it does, whatever it is called and told: two of one shape are the same code."""
    if isinstance(node, ast.ClassDef):
        inner = [
            f"{one.name}({signature(one)}) {shape(one)}" if isinstance(one, ast.FunctionDef) else ast.dump(one)
            for one in body(node)
        ]
        return "\n".join([*map(ast.dump, node.bases), *inner])
    return "\n".join([signature(node), *map(ast.dump, body(node))])


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Every call in the tree with what is called, as it is written."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node


def imports(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Every module that is imported, with the line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module, node.lineno
