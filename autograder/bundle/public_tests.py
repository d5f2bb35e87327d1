"""The public checks in Otter's exception format, so that ``otter.Notebook().check("conv2d")`` works in the notebook.

They are made from ``test_NAME.py`` itself: each check becomes an `otter.test_files.test_case` whose ``student`` is the
notebook's own variables. The check's body stands in the file, so that Otter can show the line that failed.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence

from autograder.course import Assignment
from autograder.grading.collect import Check
from autograder.records.errors import CourseError

_HEAD = '''\
"""Public checks of {question}, for `otter.Notebook().check("{question}")`. Made from {source}: change that file instead."""

from otter.test_files import test_case

try:
    from check_words import MISSING, mistakes_below, speaking, tell, told, words_beside
except ImportError:  # that file was handed out too
    told = None
'''
_STUDENT = '''\
class _Notebook:
    """What the notebook defines, as `student.NAME`."""

    def __init__(self, names):
        self._names = names

    def __getattr__(self, name):
        if name not in self._names:
            raise AttributeError(f"the notebook defines no {name} yet: run its cell first")
        return self._names[name]


def _student(env):
    return _Notebook(env) if isinstance(env, dict) else env


def _say(error, env, check):
    """Let the error speak in the words of `convgrade check`; the last check that fails says which mistake it is, where that is known."""
    if told is not None and isinstance(env, dict):
        with speaking(words_beside()):
            text = tell(told("QUESTION", error, env.get("QUESTION", MISSING), "NOTEBOOK"))
            text += mistakes_below("QUESTION", _Notebook(env), check, ASKED)
        error.args = (text.removeprefix(f"{type(error).__name__}: "),)


OK_FORMAT = False
name = "QUESTION"'''
_IMPORT = (ast.Import, ast.ImportFrom)


def otter_tests(assignment: Assignment, checks: Iterable[Check]) -> dict[str, str]:
    """File name -> text, one file for each question that has public checks. Raises `CourseError`."""
    source = assignment.public_suite.read_text(encoding="utf-8")
    module = ast.parse(source)
    bodies = {node.name: node for node in module.body if isinstance(node, ast.FunctionDef)}
    shared = [node for node in module.body if not (isinstance(node, ast.FunctionDef) and node.name.startswith("test_"))]
    chosen = [check for check in checks if check.visibility == "public"]
    files = {}
    for question in assignment.graded_questions:
        # In a notebook there is no closed-off process to try tests in: `convgrade check` has one.
        mine = [check for check in chosen if check.question == question.name and "trial" not in check.asks]
        tests = [_test(bodies[check.function.__name__], check, i) for i, check in enumerate(mine, 1)]
        if tests:
            head = _HEAD.format(question=question.name, source=assignment.public_suite.name)
            used = _used(shared, tests)
            imports = "\n".join(ast.unparse(node) for node in used if isinstance(node, _IMPORT))
            helpers = [ast.unparse(node) for node in used if not isinstance(node, _IMPORT)]
            body = "\n\n\n".join(
                [
                    imports,
                    *helpers,
                    _STUDENT.replace("QUESTION", question.name).replace("NOTEBOOK", assignment.notebook.name),
                    *tests,
                    f"ASKED = {{{', '.join(f'{check.name!r}: check_{i}.test_func' for i, check in enumerate(mine, 1))}}}",
                ]
            )
            files[f"{question.name}.py"] = f"{head}{body}\n"
    return files


def _test(function: ast.FunctionDef, check: Check, number: int) -> str:
    """The check as a test case of Otter's: parameters become assignments, ``student`` the notebook."""
    lines: list[ast.stmt] = []
    for argument in (a.arg for a in function.args.args):
        value = "_student(env)" if argument == "student" else _literal(check, argument)
        lines.append(ast.parse(f"{argument} = {value}").body[0])
    body = function.body[1:] if ast.get_docstring(function) else function.body
    made = ast.parse(
        f"@test_case(name={check.name!r}, hidden=False, failure_message={check.intent!r})\ndef check_{number}(env): pass"
    )
    definition = made.body[0]
    assert isinstance(definition, ast.FunctionDef)
    say = f"_say(error, env, {check.name!r})"
    saying = ast.parse(f"try: pass\nexcept Exception as error:\n    {say}\n    raise").body[0]
    assert isinstance(saying, ast.Try)
    saying.body = body
    definition.body = [*lines, saying]
    return ast.unparse(definition)


def _literal(check: Check, name: str) -> str:
    """The parameter's value as Python text."""
    text = repr(check.parameters[name])
    try:
        ast.literal_eval(text)
    except (ValueError, SyntaxError):
        raise CourseError(
            f"The public check {check.name} has a parameter {name} that cannot be written down ({text[:60]}): "
            "parametrize public checks with numbers, texts and tuples of them."
        ) from None
    return text


def _used(shared: Sequence[ast.stmt], tests: Sequence[str]) -> list[ast.stmt]:
    """The imports, constants and helpers that ``tests`` need, each other's needs included, in their order."""
    needed = {name for text in tests for name in _names(ast.parse(text))}
    kept: list[ast.stmt] = []
    while True:
        more = [node for node in shared if node not in kept and _defines(node) & needed]
        if not more:
            return [node for node in shared if node in kept]
        kept += more
        needed |= {name for node in more for name in _names(node)}


def _names(tree: ast.AST) -> set[str]:
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def _defines(node: ast.stmt) -> set[str]:
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        return {alias.asname or alias.name.partition(".")[0] for alias in node.names}
    if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        return {node.name}
    return {name.id for name in ast.walk(node) if isinstance(name, ast.Name) and isinstance(name.ctx, ast.Store)}
