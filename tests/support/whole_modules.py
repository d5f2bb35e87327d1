"""Whole modules as one student would hand them in, put together from the course's own right and wrong answers to each question."""

from __future__ import annotations

import ast
import io
import itertools
import tokenize
from collections.abc import Iterator, Mapping

from autograder.course import Assignment
from autograder.validate.variants import Room, read_variants

Choice = tuple[Room, str]
"""The room of a variant and its symbol."""


def whole_module(task: Assignment, choices: Mapping[str, Choice]) -> str:
    """One module that answers each question with the variant that ``choices`` names, its helpers beside it under names of their own."""
    imports: dict[str, None] = {}
    bodies: dict[str, None] = {}
    solution = task.solution.read_text(encoding="utf-8")
    for question, (room, symbol) in choices.items():
        text = task.variants(room, question).read_text(encoding="utf-8")
        for name in sorted(_borrowed(text, symbol).values()):
            needed, body = _with_helpers(solution, name, f"_right_{name}")
            imports |= dict.fromkeys(needed)
            bodies[body] = None
        needed, body = _with_helpers(text, symbol, question)
        imports |= dict.fromkeys(needed)
        bodies[body] = None
    return "\n".join(imports) + "\n\n\n" + "\n\n\n".join(bodies) + "\n"


def independents(task: Assignment, room: Room = "alternatives") -> Iterator[dict[str, Choice]]:
    """As many choices as can be made without using a variant twice: nobody's module shares an answer with another's."""
    pools = {q.name: [v.symbol for v in read_variants(task.variants(room, q.name))] for q in task.graded_questions}
    pools = {name: pool for name, pool in pools.items() if pool}
    for number in range(max(map(len, pools.values()))):
        mine = {name: (room, pool[number]) for name, pool in pools.items() if number < len(pool)}
        yield mine


def renamed(source: str, names: Mapping[str, str]) -> str:
    """``source`` with names replaced, token by token, its spacing kept. Attributes are no names."""
    lines = source.splitlines(keepends=True)
    found = list(tokenize.generate_tokens(io.StringIO(source).readline))
    for before, token in reversed(list(itertools.pairwise(found))):
        if token.type == tokenize.NAME and token.string in names and before.string != ".":
            (row, begin), (_, end) = token.start, token.end
            line = lines[row - 1]
            lines[row - 1] = line[:begin] + names[token.string] + line[end:]
    return "".join(lines)


def _with_helpers(text: str, symbol: str, question: str) -> tuple[list[str], str]:
    """The imports of a variants file, and the variant with every definition of the file that it leans on, renamed to the question's."""
    tree = ast.parse(text)
    own: dict[str, ast.stmt] = {}
    imports = []
    for node in tree.body:
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            if getattr(node, "module", "") != "solution":
                imports.append(ast.unparse(node))
        elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            own[node.name] = node
        elif isinstance(node, ast.Assign):
            own |= {target.id: node for target in node.targets if isinstance(target, ast.Name)}
    wanted: dict[str, ast.stmt] = {}
    waiting = [symbol]
    while waiting:
        name = waiting.pop()
        if name in own and name not in wanted:
            wanted[name] = own[name]
            waiting += [each.id for each in ast.walk(own[name]) if isinstance(each, ast.Name)]
    lines = text.splitlines()
    nodes = sorted({id(node): node for node in wanted.values()}.values(), key=lambda node: node.lineno)
    pieces = []
    for node in nodes:
        decorators = getattr(node, "decorator_list", [])
        begin = min([node.lineno, *(each.lineno for each in decorators)])
        pieces.append("\n".join(lines[begin - 1 : node.end_lineno]))
    names = {name: f"_{question}{name}" if name.startswith("_") else f"_{question}_{name}" for name in wanted}
    names[symbol] = question
    borrowed = {alias: f"_right_{name}" for alias, name in _borrowed(text).items()}
    return imports, renamed("\n\n\n".join(pieces), {**borrowed, **names})


def _borrowed(text: str, symbol: str = "") -> dict[str, str]:
    """What a variants file takes from the reference under a name of its own (`_conv2d` is the reference's `conv2d`); of a ``symbol``,
    what stands in its file at all."""
    return {
        alias.asname: alias.name
        for node in ast.parse(text).body
        if isinstance(node, ast.ImportFrom) and node.module == "solution"
        for alias in node.names
        if alias.asname and (not symbol or alias.asname in text.partition(f" {symbol}(")[2])
    }


def cycled(task: Assignment, count: int) -> Iterator[dict[str, Choice]]:
    """``count`` choices that go through right and wrong answers of every question at different speeds."""
    rooms: tuple[Room, ...] = ("alternatives", "misconceptions")
    turning = {}
    for question in task.graded_questions:
        pool = [(room, each.symbol) for room in rooms for each in read_variants(task.variants(room, question.name))]
        if pool:
            turning[question.name] = itertools.cycle(pool)
    for _ in range(count):
        yield {name: next(pool) for name, pool in turning.items()}
