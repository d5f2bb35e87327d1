"""What staff code does that nobody misses where it is written: it prints, reads the author's own files, or draws otherwise elsewhere."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Callable, Iterator

from autograder.validate.faults.fault import Fault
from autograder.validate.faults.source import calls, imports

_Tell = Callable[[str, int, str], Fault]
"""Makes a fault of ``(rule, line, text)``."""
_NETWORK = ("urllib", "requests", "socket", "http", "ftplib", "httpx", "aiohttp")
_AT_HOME = re.compile(r"(/(home|Users|root|tmp|mnt|media|data|scratch)/|~[/\\\\]|[A-Za-z]:[/\\\\])\S")
_SHOW = ("print", "pprint", "pprint.pprint", "sys.stdout.write", "breakpoint")
_IN_ORDER = ("list", "tuple", "enumerate", "iter", "np.array", "np.asarray", "np.fromiter", "zip", "map")
_IN_ANY_ORDER = ("sorted", "set", "frozenset", "min", "max", "any", "all")
"""Calls that answer the same in whatever order they are given something."""


def of_staff_code(tree: ast.Module, fault: _Tell) -> Iterator[Fault]:
    """What is wrong with the text of a module of the staff's that runs beside the grader: the reference's, or the hidden suite's."""
    for called, call in calls(tree):
        if called in _SHOW and not any(keyword.arg == "file" for keyword in call.keywords):
            text = f"{called}(…) writes on the terminal of whoever grades, once for every submission. Take it out."
            yield fault("machine", call.lineno, text)
    for module, line in imports(tree):
        if module.split(".")[0] in _NETWORK and module != "urllib.parse":
            text = (
                f"{module} is for the network, which a grading machine need not have, and which answers otherwise tomorrow. Keep what "
                "is loaded in a file beside the suite."
            )
            yield fault("machine", line, text)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and _AT_HOME.match(node.value):
            text = (
                f"{node.value[:80]!r} is a place on one machine, and not on the next. Put the file beside this one, and open it by "
                "Path(__file__).parent."
            )
            yield fault("machine", node.lineno, text)
    yield from _unordered(tree, fault)


def _unordered(tree: ast.Module, fault: _Tell) -> Iterator[Fault]:
    """Sets that are gone through in the order they happen to have, which differs from process to process."""
    bound = Counter(one.id for one in ast.walk(tree) if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store))
    bound.update(one.arg for one in ast.walk(tree) if isinstance(one, ast.arg))
    sets = Counter(
        target.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and _is_set(node.value)
        for target in node.targets
        if isinstance(target, ast.Name)
    )
    named = {name for name, count in sets.items() if count == bound[name]}  # one name may be a list elsewhere
    whatever = {one for called, call in calls(tree) if called in _IN_ANY_ORDER for one in call.args}
    for node in ast.walk(tree):
        if node in whatever:
            continue
        if isinstance(node, ast.For):
            taken = [node.iter]
        elif isinstance(node, (ast.ListComp, ast.GeneratorExp, ast.DictComp)):
            taken = [one.iter for one in node.generators]
        elif isinstance(node, ast.Call) and ast.unparse(node.func) in _IN_ORDER:
            taken = node.args
        else:
            continue
        for one in taken:
            if _is_set(one) or (isinstance(one, ast.Name) and one.id in named):
                text = f"{ast.unparse(one)[:60]} is a set, whose order is another in every process: sorted(…) gives it one."
                yield fault("repeats", one.lineno, text)


def _is_set(node: ast.expr) -> bool:
    return isinstance(node, (ast.Set, ast.SetComp)) or (
        isinstance(node, ast.Call) and ast.unparse(node.func) in ("set", "frozenset") and bool(node.args)
    )
