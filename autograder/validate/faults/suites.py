"""Faults of the checks and of the helpers beside them, read from their text and from what pytest collects. No check is run."""

from __future__ import annotations

import ast
import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from autograder.course import Assignment
from autograder.course.settings import did_you_mean
from autograder.grading.collect import Check
from autograder.validate.faults.fault import Fault
from autograder.validate.faults.habits import of_staff_code
from autograder.validate.faults.source import calls, definitions, imports, parsed
from autograder.validate.faults.strictness import of_probes, of_suite_file

_Tell = Callable[[str, int, str], Fault]
_OURS = ("question", "weight", "on_word")
_PYTESTS = ("parametrize", "usefixtures", "filterwarnings", "skip", "skipif", "xfail")
_BEGIN = ("threading", "_thread", "multiprocessing", "concurrent", "subprocess", "asyncio", "joblib")
_INSIDE = ("autograder.sandbox.inside.pictures",)
_STOPS = ("pytest.skip", "pytest.xfail", "pytest.importorskip", "pytest.exit")


def of_files(task: Assignment) -> Iterator[Fault]:
    """What is wrong with the text of the suite's files and of the public checks."""
    folder = task.hidden_suite
    hidden = sorted(path for path in folder.rglob("*.py") if path.is_file()) if folder.is_dir() else []
    for path in [*hidden, *([task.public_suite] if task.public_suite.is_file() else [])]:
        tree, public = parsed(path), path == task.public_suite
        question = (
            path.stem.removeprefix("test_")
            if path.stem.removeprefix("test_") in [one.name for one in task.questions]
            else ""
        )

        def fault(rule: str, line: int, text: str, path: Path = path, question: str = question) -> Fault:
            return Fault(rule, path, text, line, question)

        holds_checks = path.name.startswith("test_")
        if not holds_checks and path.name != "conftest.py":
            for name, node in definitions(tree).items():
                if name.startswith("test_") and isinstance(node, ast.FunctionDef) and _asks(node):
                    yield fault(
                        "check",
                        node.lineno,
                        f"{name} is never run: pytest looks into files that begin with test_. Rename the file "
                        "test_QUESTION.py.",
                    )
        if holds_checks:
            yield from _unrun(tree, fault)
            yield from _marks(tree, fault)
            yield from _guarded(tree, fault)
            yield from _unasserted(tree, fault)
            if public:
                yield from _weighed(tree, fault)
            for called, call in calls(tree):
                if called in _STOPS:
                    yield fault(
                        "check",
                        call.lineno,
                        f"{called}(…) leaves the check out for some: a check must judge every submission. Decide "
                        "by what is expected.",
                    )
        if not public and path != task.props:
            yield from of_staff_code(tree, fault)
            yield from of_probes(tree, fault) if path.name == "probes.py" else of_suite_file(path, tree, fault)
        for module, line in imports(tree):
            if module.split(".")[0] in _BEGIN:
                text = (
                    f"{module} starts threads or processes, which cannot be had in a student's process and "
                    "make a check differ from run to run. Do without."
                )
                yield fault("threads", line, text)
            if module.split(".")[0] == "autograder":
                allowed = _INSIDE if path == task.props else () if public else ("autograder.suite",)
                if module not in allowed:
                    instead = f"import it from {allowed[0]}" if allowed else "a student's own pytest has no autograder"
                    yield fault("engine", line, f"{module} is the engine's inside and may change: {instead}.")
        for called, call in calls(tree):
            for keyword in call.keywords:
                if keyword.arg in ("num_workers", "n_jobs", "workers") and not (
                    isinstance(keyword.value, ast.Constant) and keyword.value.value in (0, 1, None)
                ):
                    yield fault(
                        "threads",
                        call.lineno,
                        f"{called}(…, {keyword.arg}={ast.unparse(keyword.value)}) starts processes, which a "
                        "student's process may not. Leave it out.",
                    )


def _asks(node: ast.FunctionDef) -> bool:
    return any(one.arg in ("student", "process") for one in node.args.args)


def _unrun(tree: ast.Module, fault: _Tell) -> Iterator[Fault]:
    """Functions that look like checks and are none."""
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    used = Counter(node.id for node in ast.walk(tree) if isinstance(node, ast.Name))
    last = {node.name: node for node in functions}
    for node in functions:
        if last[node.name] is not node:
            yield fault(
                "check",
                node.lineno,
                f"{node.name} is defined again on line {last[node.name].lineno}, so this one is never run: give "
                "it a name of its own.",
            )
        fixture = any("fixture" in ast.unparse(one) for one in node.decorator_list)
        if not node.name.startswith("test_") and not fixture and not used[node.name] and _asks(node):
            yield fault(
                "check",
                node.lineno,
                f"{node.name} asks for a student's work and is never run: a check's name begins with test_.",
            )


def _unasserted(tree: ast.Module, fault: _Tell) -> Iterator[Fault]:
    """Checks that say what they expect where nobody looks."""
    for node in ast.walk(tree):
        if isinstance(node, ast.AsyncFunctionDef) and node.name.startswith("test_"):
            yield fault("check", node.lineno, f"{node.name} is `async`, so it is never run: take the word away.")
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            returns = [one for one in ast.walk(node) if isinstance(one, ast.Return)]
            said = [one for one in returns if one.value is not None and ast.unparse(one.value) != "None"]
            inner = [
                one
                for one in ast.walk(node)
                if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef) and one is not node
            ]
            own = [one for one in said if not any(one in ast.walk(part) for part in inner)]
            if own:
                text = f"what {node.name} returns is looked at by nobody: write `assert` in the place of `return`."
                yield fault("check", own[0].lineno, text)
        if isinstance(node, ast.Assert) and isinstance(node.test, ast.Tuple):
            text = "`assert (…, …)` is true of any answer: the brackets make a pair of it. Take them away."
            yield fault("check", node.lineno, text)


def _weighed(tree: ast.Module, fault: _Tell) -> Iterator[Fault]:
    for called, call in calls(tree):
        if called == "pytest.mark.weight":
            text = "a public check gives no points, so this weight counts for nothing. Take it out, or write a hidden check."
            yield fault("check", call.lineno, text)


def _marks(tree: ast.Module, fault: _Tell) -> Iterator[Fault]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Attribute) or ast.unparse(node.value) != "pytest.mark":
            continue
        if node.attr not in (*_OURS, *_PYTESTS):
            yield fault(
                "check",
                node.lineno,
                f"there is no mark {node.attr!r}, so it does nothing{did_you_mean(node.attr, (*_OURS, *_PYTESTS))}",
            )
    for called, call in calls(tree):
        if called == "pytest.mark.weight":
            value = _number(call.args[0]) if len(call.args) == 1 and not call.keywords else None
            if value is None or not math.isfinite(value) or value < 0:
                yield fault(
                    "check",
                    call.lineno,
                    f"{ast.unparse(call)}: a weight is one number that is not negative, @pytest.mark.weight(2).",
                )
        if called == "pytest.mark.question" and not (
            len(call.args) == 1 and isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str)
        ):
            yield fault(
                "check",
                call.lineno,
                f'{ast.unparse(call)}: name one question in quotes, @pytest.mark.question("conv2d").',
            )
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            for mark in node.decorator_list:
                if ast.unparse(mark) in ("pytest.mark.weight", "pytest.mark.question"):
                    yield fault(
                        "check",
                        mark.lineno,
                        f"@{ast.unparse(mark)} of {node.name} says nothing: it needs brackets and what is meant.",
                    )


def _number(node: ast.expr) -> float | None:
    try:
        value = ast.literal_eval(node)
    except ValueError:
        return 1.0 if not isinstance(node, ast.Constant) else None  # worked out when it is collected
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def _guarded(tree: ast.Module, fault: _Tell) -> Iterator[Fault]:
    """Assertions behind an `if` that asks what came back, or inside a `try` that lets failures pass."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Try):
            swallowed = [
                one
                for one in node.handlers
                if one.type is None or re.search(r"\b(Exception|BaseException|AssertionError)\b", ast.unparse(one.type))
            ]
            if (
                swallowed
                and any(map(_asserts, node.body))
                and not any(
                    isinstance(one, ast.Raise) or _asserts(one) for handler in swallowed for one in handler.body
                )
            ):
                yield fault(
                    "check",
                    node.lineno,
                    "what fails inside this `try` is let pass: no answer is wrong there. Take the `try` away.",
                )
        if (
            isinstance(node, ast.If)
            and not (node.orelse or isinstance(node.body[-1], ast.Return))
            and any(_asserts(one, fails=False) for one in node.body if not isinstance(one, ast.If))
            and _about_answer(node.test, tree)
        ):
            yield fault(
                "check",
                node.lineno,
                "an assertion behind an `if` that looks at the answer judges none that is not like that: assert "
                "what the `if` asks.",
            )


def _about_answer(test: ast.expr, tree: ast.Module) -> bool:
    """Whether a condition looks at what student code gave: a call of ``student``, or a name that was given one."""

    def asks(node: ast.AST) -> bool:
        return any(isinstance(one, ast.Name) and one.id == "student" for one in ast.walk(node))

    given = {
        target.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call) and asks(node.value)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    return asks(test) or any(isinstance(one, ast.Name) and one.id in given for one in ast.walk(test))


def _asserts(node: ast.AST, *, fails: bool = True) -> bool:
    """Whether anything is asserted there; with ``fails``, also whether it fails outright."""
    words = r"(^|\.)(assert_\w+|fail)$" if fails else r"(^|\.)assert_\w+$"
    return any(
        isinstance(one, ast.Assert) or (isinstance(one, ast.Call) and bool(re.search(words, ast.unparse(one.func))))
        for one in ast.walk(node)
    )


def of_checks(task: Assignment, checks: Sequence[Check]) -> Iterator[Fault]:
    """What is wrong with the checks as pytest collects them."""
    for question in task.graded_questions:
        own = [check for check in checks if check.question == question.name]
        if not any(check.visibility == "public" for check in own):
            mark = f'@pytest.mark.question("{question.name}")'
            text = f"{question.name} has no public check: a student cannot try anything. Write one, marked {mark}."
            yield Fault("no-public-check", task.public_suite, text, 0, question.name)
        hidden = [check for check in own if check.visibility == "hidden"]
        if hidden and not sum(check.weight for check in hidden):
            yield Fault(
                "check",
                _path(hidden[0]),
                f"all checks of {question.name} have the weight 0: nobody can earn its points.",
                0,
                question.name,
            )
        seen: dict[str, Check] = {}
        for check in own:
            twin = seen.setdefault(_bare(check.intent), check)
            if twin is not check:
                text = (
                    f"{check.name} and {twin.name} say the same, {check.intent!r}: a student cannot tell "
                    f"which failed. Give each a sentence of its own; {{name}} in it stands for a parameter's value."
                )
                yield Fault("sentence", _path(check), text, _line(check), question.name)
            for name in re.findall(r"\{(\w*)\}", check.intent):
                text = (
                    f"the sentence of {check.name} holds {{{name}}}, which is none of its "
                    f"parameters{did_you_mean(name, check.parameters)}"
                )
                yield Fault("sentence", _path(check), text, _line(check), question.name)


def _bare(sentence: str) -> str:
    """A sentence as it is heard: capitals, stops and blanks make no other of it."""
    return " ".join(re.findall(r"\w+|[^\w\s.,;:!?]", sentence.casefold()))


def _path(check: Check) -> Path:
    return Path(str(check.item.path))


def _line(check: Check) -> int:
    return int(check.item.location[1] or 0) + 1
