"""Faults of the stub, its notebook and the reference, as they stand beside each other."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator, Mapping
from typing import Any

from autograder.course import Assignment, Question
from autograder.course.settings import did_you_mean
from autograder.validate.faults.fault import Fault
from autograder.validate.faults.source import (
    Definition,
    body,
    definitions,
    methods,
    names,
    parsed,
    shape,
    signature,
)

_UNTOUCHED = 'raise NotImplementedError("… is not written yet")'


def of_stub(task: Assignment) -> Iterator[Fault]:
    """What is wrong with the stub and the reference."""
    tree, right = parsed(task.stub), parsed(task.solution)
    if ast.get_docstring(tree) is None:
        yield Fault(
            "stub", task.stub, "the module has no docstring: it is where students read what the assignment is about.", 1
        )
    stub, reference, known = definitions(tree), definitions(right), names(right)
    for question in task.questions:
        name = question.name
        node = next((one for called, one in stub.items() if question.is_answered_by(called)), None)
        if question.kind not in ("written", "tests") and name not in known:
            text = (
                f"the reference defines no {name}{did_you_mean(name, known)} Every graded question has its "
                "right answer there."
            )
            yield Fault("reference", task.solution, text, 0, name)
        if node is None:
            text = f"the stub defines no {name}{did_you_mean(name, stub)} A student finds every question there."
            yield Fault("stub", task.stub, text, 0, name)
            continue
        for line, text in (*_kind(question, node), *_untouched(question, node, reference.get(name))):
            yield Fault("stub", task.stub, text, line, name)
        for line, text in _signatures(name, node, stub, reference):
            yield Fault("signature", task.stub, text, line, name)


def _kind(question: Question, node: Definition) -> Iterator[tuple[int, str]]:
    value = (ast.Assign, ast.AnnAssign)
    kinds: dict[str, type | tuple[type, ...]] = {
        "function": ast.FunctionDef,
        "class": ast.ClassDef,
        "tests": ast.FunctionDef,
        "value": value,
        "written": value,
    }
    found = {ast.FunctionDef: "a function", ast.ClassDef: "a class"}.get(type(node), "a value")
    if not isinstance(node, kinds[question.kind]):
        yield node.lineno, f'{question.name} is {found} here, and kind = "{question.kind}" in assignment.toml.'
    elif isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not ast.get_docstring(node):
        yield node.lineno, f"{question.name} has no docstring: it is where students read what to write."


def _untouched(question: Question, node: Definition, right: Definition | None) -> Iterator[tuple[int, str]]:
    """The stub has to be what no student would hand in as an answer."""
    if isinstance(node, (ast.Assign, ast.AnnAssign)):
        value = ast.unparse(node.value) if node.value else "..."
        if value not in ("...", "''", "None"):
            yield node.lineno, f"{question.name} is {value} in the stub: an unanswered name is `...`."
        return
    functions = [node] if isinstance(node, ast.FunctionDef) else list(methods(node).values())
    if (
        isinstance(node, (ast.FunctionDef, ast.ClassDef))
        and type(right) is type(node)
        and right
        and shape(right) == shape(node)
    ):
        yield (
            node.lineno,
            f"{question.name} is the reference's own: the stub gives the answer away. Leave {_UNTOUCHED}.",
        )
    elif not any(_raises(one) for one in functions):
        yield (
            node.lineno,
            f"{question.name} does something in the stub: an untouched one ends with {_UNTOUCHED}, and earns nothing.",
        )


def _raises(node: ast.FunctionDef) -> bool:
    """Whether the function says that it is not written, or holds nothing at all."""
    inner = body(node)
    if all(
        isinstance(one, ast.Pass) or (isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant))
        for one in inner
    ):
        return True
    return any(
        isinstance(one, ast.Raise) and one.exc is not None and "NotImplemented" in ast.unparse(one.exc)
        for one in ast.walk(node)
    )


def _signatures(
    name: str, node: Definition, stub: Mapping[str, Definition], reference: Mapping[str, Definition]
) -> Iterator[tuple[int, str]]:
    right = reference.get(name)
    if isinstance(node, ast.FunctionDef) and isinstance(right, ast.FunctionDef):
        yield from _same(name, node, right)
    elif isinstance(node, ast.ClassDef) and isinstance(right, ast.ClassDef):
        mine, theirs = methods(node, stub), methods(right, reference)
        for method in dict.fromkeys((*mine, *theirs)):
            if method in mine and method in theirs:
                yield from _same(f"{name}.{method}", mine[method], theirs[method])
            elif method in mine:
                yield (
                    mine[method].lineno,
                    f"the reference has no method {name}.{method}: a student writes what nobody looks at.",
                )
            elif method != "__init__":
                yield (
                    node.lineno,
                    f"the reference has a public method {name}.{method}, and the stub has none: is a student to "
                    "write it? (A helper's name begins with _.)",
                )


def _same(name: str, stub: ast.FunctionDef, right: ast.FunctionDef) -> Iterator[tuple[int, str]]:
    if signature(stub) != signature(right):
        yield (
            stub.lineno,
            f"{name}({signature(stub)}) in the stub is {name}({signature(right)}) in the reference: a right "
            "answer fails where the two differ. Make them alike.",
        )


def of_notebook(task: Assignment) -> Iterator[Fault]:
    """What of the notebook is out of step with the stub; nothing where there is no notebook."""
    path = task.notebook
    if not path.is_file():
        return
    try:
        book = json.loads(path.read_text(encoding="utf-8"))
        cells: list[dict[str, Any]] = [cell for cell in book["cells"] if cell.get("cell_type") == "code"]
    except (ValueError, KeyError, TypeError, AttributeError):
        yield Fault("notebook", path, "this is no notebook: Jupyter cannot open it.")
        return
    if (told := book.get("metadata", {}).get("convgrade", {}).get("assignment", task.name)) != task.name:
        yield Fault("notebook", path, f"its metadata say that it belongs to {told!r}, and it lies with {task.name}.")
    stub, known = definitions(parsed(task.stub)), [one.name for one in task.questions]
    seen: set[str] = set()
    for number, cell in enumerate(cells, 1):
        if cell.get("outputs") or cell.get("execution_count"):
            yield Fault(
                "notebook",
                path,
                f"code cell {number} holds what it printed when it was run: clear all outputs before you hand it out.",
            )
        asked = cell.get("metadata", {}).get("convgrade", {}).get("question")
        if asked is None:
            continue
        seen.add(asked)
        if asked not in known:
            yield Fault(
                "notebook",
                path,
                f"code cell {number} answers {asked!r}, which is no question{did_you_mean(asked, known)}",
            )
            continue
        text = "".join(cell.get("source", ()))
        name = next((one for one in stub if task.question(asked).is_answered_by(one)), asked)
        if told := _out_of_step(name, text, stub.get(name)):
            yield Fault("notebook", path, f"code cell {number}: {told}", 0, asked)
    for name in known:
        if name not in seen:
            text = f'no code cell answers {name}: give one the metadata {{"convgrade": {{"question": "{name}"}}}}.'
            yield Fault("notebook", path, text, 0, name)


def _out_of_step(name: str, text: str, stub: Definition | None) -> str:
    """How a cell differs from the stub in what it asks."""
    try:
        node = definitions(ast.parse(text)).get(name)
    except SyntaxError as error:
        return f"Python cannot read it ({error.msg}, line {error.lineno})."
    if node is None:
        return f"it does not define {name}, which it is to answer."
    if stub is None:
        return ""
    if type(node) is not type(stub) and not isinstance(node, (ast.Assign, ast.AnnAssign)):
        return f"{name} is something else there than in the stub."
    if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and isinstance(stub, (ast.FunctionDef, ast.ClassDef)):
        if shape(node) != shape(stub):
            return (
                f"{name} differs from the stub, in its parameters or in what it is left with: whoever hands in "
                "the notebook answers another question."
            )
        if " ".join((ast.get_docstring(node) or "").split()) != " ".join((ast.get_docstring(stub) or "").split()):
            return f"the docstring of {name} differs from the stub's."
    elif (
        isinstance(node, (ast.Assign, ast.AnnAssign))
        and isinstance(stub, (ast.Assign, ast.AnnAssign))
        and ast.dump(node) != ast.dump(stub)
    ):
        return f"{name} is {ast.unparse(node)[:80]!r}, and {ast.unparse(stub)[:80]!r} in the stub."
    return ""
