"""Questions about a student's own code, made from its text: which loops it has, which line makes what it returns.

Here nothing is run. What is instrumented goes to the student's process (`autograder.grading.own_code`), whose answer is the key.
"""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST = 4_000
"""Characters of an answer that is instrumented: a longer one is asked for its values alone."""
PREFIX = "convgrade_about_"
_MAKERS = frozenset("zeros ones empty full zeros_like ones_like empty_like full_like".split())
_NOT_SO_PLAIN = (
    ast.Yield, ast.YieldFrom, ast.Await, ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef, ast.Global, ast.Nonlocal,
    ast.Try, ast.With,
)  # fmt: skip
"""What makes it hard to say in a word which line does what."""


@dataclass(frozen=True)
class Asked:
    """A place of the code that is asked about: its ``line`` (of the text, from 1), and the definition ``name`` in ``code``, which takes the
    arguments of the function and returns ``[answer, number]``."""

    kind: str
    line: int
    name: str
    code: str


def places(text: str, function: str) -> list[Asked]:
    """What can be asked about the ``text`` of one function: how often its innermost loop runs (``loop``: the number is how often), and
    which line makes the array that it returns (``maker``: the number is 1 where it made the very array that came back, once)."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(text) if len(text) <= LONGEST else None
        defined = tree.body if tree is not None else []
        if len(defined) != 1 or not isinstance(defined[0], ast.FunctionDef) or defined[0].decorator_list:
            return []
        inner = [node for statement in defined[0].body for node in ast.walk(statement)]
        calls_itself = any(isinstance(node, ast.Name) and node.id == function for node in inner)
        if defined[0].name != function or calls_itself or any(isinstance(node, _NOT_SO_PLAIN) for node in inner):
            return []
        return [asked for found in (_loop(text, inner), _maker(text, inner)) for asked in found]
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []


def _loop(text: str, nodes: list[ast.AST]) -> Iterator[Asked]:
    """The innermost `for` loop, where there is one alone that holds no other and nothing else stands in its line."""
    loops = [node for node in nodes if isinstance(node, (ast.For, ast.While))]
    innermost = [
        one
        for one in loops
        if not any(isinstance(node, (ast.For, ast.While)) for node in ast.walk(one) if node is not one)
    ]
    if len(innermost) != 1 or not isinstance(innermost[0], ast.For):
        return
    (line,) = {one.lineno for one in innermost}
    if [one.lineno for one in loops].count(line) > 1 or innermost[0].body[0].lineno == line:
        return
    yield Asked("loop", line, f"{PREFIX}loop", _instrumented(text, line, "loop"))


def _maker(text: str, nodes: list[ast.AST]) -> Iterator[Asked]:
    """The one line ``out = np.zeros(…)``, where ``return out`` is the one return and ``out`` is never given another value."""
    returns = [node for node in nodes if isinstance(node, ast.Return)]
    if len(returns) != 1 or not isinstance(returns[0].value, ast.Name):
        return
    name = returns[0].value.id
    bound = [
        node
        for node in nodes
        if isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, (ast.Store, ast.Del))
    ]
    made = [
        node
        for node in nodes
        if isinstance(node, ast.Assign)
        and len(node.targets) == 1
        and node.targets[0] in bound
        and isinstance(node.value, ast.Call)
        and isinstance(node.value.func, ast.Attribute)
        and node.value.func.attr in _MAKERS
        and node.end_lineno == node.lineno
    ]
    # `out[i, j] = …` is no binding of the name; `out += …` is, and leaves the array what it is.
    if (
        len(made) != 1
        or len(bound) != 1
        or [n.lineno for n in nodes if isinstance(n, ast.stmt)].count(made[0].lineno) > 1
    ):
        return
    yield Asked("maker", made[0].lineno, f"{PREFIX}maker", _instrumented(text, made[0].lineno, "maker"))


def _instrumented(text: str, line: int, kind: str) -> str:
    """The function once more, under another name, noting what happens in the ``line``."""
    (function,) = ast.parse(text).body
    assert isinstance(function, ast.FunctionDef)
    name, notes = f"{PREFIX}{kind}_noted", f"{PREFIX}{kind}_notes"
    for node in ast.walk(function):
        if kind == "loop" and isinstance(node, ast.For) and node.lineno == line:
            node.body.insert(0, ast.parse(f"{notes}.append(1)").body[0])
        for body in (getattr(node, part, None) for part in ("body", "orelse")):
            at = (
                [i for i, one in enumerate(body) if isinstance(one, ast.Assign) and one.lineno == line]
                if isinstance(body, list)
                else []
            )
            if (
                kind == "maker"
                and at
                and isinstance(body, list)
                and isinstance(target := body[at[0]].targets[0], ast.Name)
            ):
                body.insert(at[0] + 1, ast.parse(f"{notes}.append({target.id})").body[0])
    function.name = name
    told = f"len({notes})" if kind == "loop" else f"int(len({notes}) == 1 and {notes}[0] is answer)"
    return (
        f"{notes} = []\n\n{ast.unparse(ast.fix_missing_locations(function))}\n\n\ndef {PREFIX}{kind}(*arguments):\n"
        f"    del {notes}[:]\n    answer = {name}(*arguments)\n    return [answer, {told}]\n"
    )
