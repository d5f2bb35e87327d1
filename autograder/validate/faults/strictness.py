"""Checks that look strict and are not: their inputs never change, they take the student's word, or they let pass what is far off."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from autograder.validate.faults.fault import Fault
from autograder.validate.faults.source import calls

_Tell = Callable[[str, int, str], Fault]
"""Makes a fault of ``(rule, line, text)``."""
_SEEDED = re.compile(
    r"((np|numpy)\.)?(random\.)?(default_rng|RandomState|SeedSequence|PCG64|MT19937|Random)|(np\.|numpy\.)?random\.seed|([\w.]+\.)?manual_seed"
)
"""What numbers come from, as it is called."""
_RANDOM = re.compile(
    r"((np|numpy)\.)?random\.(?!default_rng|RandomState|SeedSequence|PCG64|MT19937|Random|seed|Generator)\w+|time\.\w+"
)
"""What draws without a seed, or looks at the clock."""
_STUDENTS = frozenset({"student", "process"})
_OURS = frozenset({"reference", "agree", "personal"})
_RELATIVE = ("rtol", "rel")
WIDEST = 0.01
"""A relative tolerance that no check needs: the suite's own is a thousand times narrower."""


def of_suite_file(path: Path, tree: ast.Module, fault: _Tell) -> Iterator[Fault]:
    """What is wrong with a module of the hidden suite."""
    # Beside the checks and their fixtures a fixed seed is at home in a function: for weights, or an oracle's.
    inputs = path.name.startswith("test_") or path.name == "conftest.py"
    drawing = [tree] if inputs else [one for one in tree.body if not isinstance(one, (ast.FunctionDef, ast.ClassDef))]
    for node in drawing:
        for called, call in calls(node):
            if _SEEDED.fullmatch(called) and _is_fixed(call):
                text = (
                    f"{ast.unparse(call)} gives the same numbers in every check and every course: who has seen them "
                    "once knows the hidden inputs. Draw from the fixture rng."
                )
                yield fault("inputs", call.lineno, text)
    for called, call in calls(tree):
        for keyword in call.keywords:
            if keyword.arg in _RELATIVE and _number(keyword.value) >= WIDEST:
                text = (
                    f"{called}(…, {ast.unparse(keyword)}) lets pass an answer that is that far off. assert_values of "
                    "autograder.suite has the one tolerance of all checks."
                )
                yield fault("tolerance", call.lineno, text)
            if keyword.arg in ("decimal", "places") and _number(keyword.value) < 2:
                text = f"{called}(…, {ast.unparse(keyword)}) looks at no digit that matters. Use assert_values of autograder.suite."
                yield fault("tolerance", call.lineno, text)
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_") and _on_their_word(node):
            text = (
                f"{node.name} compares a student's answer with nothing but the student's answers: who always gives "
                "zeros has it right. Compare with reference.…(…), or with numbers."
            )
            yield fault("itself", node.lineno, text)


def of_probes(tree: ast.Module, fault: _Tell) -> Iterator[Fault]:
    """What in a module of probes is another thing each time: probes are the same for every student."""
    made = list(calls(tree))
    seeded = {called.rpartition(".")[0] for called, call in made if called.endswith("random.seed") and call.args}
    for called, call in made:
        unseeded = _RANDOM.fullmatch(called) and called.rpartition(".")[0] not in seeded
        if unseeded or (_SEEDED.fullmatch(called) and not (call.args or call.keywords)):
            text = (
                f"{ast.unparse(call)[:60]} gives something else each time: which hint a student reads is a matter of luck. "
                "Write numbers, or draw them from np.random.default_rng(0)."
            )
            yield fault("probe", call.lineno, text)


def _is_fixed(call: ast.Call) -> bool:
    """Whether the seed is given, and always the same."""
    given = [*call.args, *(one.value for one in call.keywords)]
    return bool(given) and all(
        isinstance(part, (ast.Constant, ast.List, ast.Tuple, ast.Load)) for one in given for part in ast.walk(one)
    )


def _number(node: ast.expr) -> float:
    """The number that is written there; NaN, which nothing is compared with, where it is worked out."""
    value = node.value if isinstance(node, ast.Constant) else None
    return float(value) if isinstance(value, (int, float)) else float("nan")


def _on_their_word(check: ast.FunctionDef) -> bool:
    """Whether all that is compared in a check, on both sides, is the student's."""
    bound: dict[str, list[ast.expr]] = {}
    for node in ast.walk(check):
        for name, value in _bound(node):
            bound.setdefault(name, []).append(value)
    theirs = set(_STUDENTS)
    for _ in bound:  # one may be given what another is given further down
        theirs |= {name for name, values in bound.items() if all(_is_theirs(value, theirs) for value in values)}
    pairs = []
    for node in ast.walk(check):
        match node:
            case ast.Assert(test=ast.Compare(left=left, comparators=others)):
                pairs.append((left, *others))
            case ast.Assert(test=ast.Call(args=[one, other, *_])):
                pairs.append((one, other))
            case ast.Assert():
                return False
            case ast.Expr(value=ast.Call(func=ast.Name(id=name), args=[one, *_])) if not name.startswith("assert_"):
                if _is_theirs(one, theirs):
                    return False  # a helper of the suite's judges it
            case ast.Call(func=called, args=arguments):
                name = ast.unparse(called).rpartition(".")[2]
                if name.startswith("assert_") and len(arguments) > 1:
                    pairs.append((arguments[0], arguments[1]))
                elif name.startswith(("assert_", "fail", "raises")) or any(_is_student(one) for one in arguments):
                    return False  # it judges in a way of its own
    return bool(pairs) and all(_is_theirs(one, theirs) for pair in pairs for one in pair)


def _is_student(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id in _STUDENTS


def _is_theirs(node: ast.expr, theirs: set[str]) -> bool:
    """Whether student code has given the value, and nothing else has a part in it. What is only kept in their process is the check's."""
    if isinstance(node, ast.Call) and ast.unparse(node.func).startswith(("process.keep", "process.props")):
        return False
    if isinstance(node, ast.Name):
        return node.id in theirs
    ours = any(isinstance(one, ast.Name) and one.id in _OURS for one in ast.walk(node))
    parts = (one for one in ast.iter_child_nodes(node) if isinstance(one, (ast.expr, ast.keyword)))
    return not ours and any(_is_theirs(one.value if isinstance(one, ast.keyword) else one, theirs) for one in parts)


def _bound(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """The names that a statement gives a value, each with what it is given."""
    match node:
        case ast.Assign(targets=targets, value=value):
            for target in targets:
                yield from _given(target, value)
        case ast.AugAssign(target=target, value=value) | ast.NamedExpr(target=target, value=value):
            yield from _given(target, value)
        case ast.For(target=target, iter=ast.Tuple(elts=values)) | ast.For(target=target, iter=ast.List(elts=values)):
            for value in values:
                yield from _given(target, value)
        case ast.For(target=ast.Tuple(elts=targets), iter=ast.Call(func=ast.Name(id="zip"), args=values)):
            for target, value in zip(targets, values, strict=False):
                yield from _given(target, value)
        case ast.For(target=target, iter=value) | ast.comprehension(target=target, iter=value):
            yield from _given(target, value)


def _given(target: ast.expr, value: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple) and len(target.elts) == len(value.elts):
        for one, part in zip(target.elts, value.elts, strict=True):
            yield from _given(one, part)
    else:
        yield from ((one.id, value) for one in ast.walk(target) if isinstance(one, ast.Name))
