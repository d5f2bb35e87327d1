"""Writes `docs/reference/suite.md` from the docstrings of `autograder.suite`; a test says when it is out of date.

python docs/reference/make.py
"""

from __future__ import annotations

import ast
import inspect
import re
import sys
from pathlib import Path
from typing import Any

from autograder import suite
from autograder.grading import plugin
from autograder.sandbox import RestartableProcess
from autograder.suite.trials import Trials

PAGE = Path(__file__).resolve().parent / "suite.md"
HEAD = """# What a suite imports

Made from the docstrings by `docs/reference/make.py`; change those. [Writing an assignment](../authors.md) tells how the parts fit.

```python
from autograder.suite import assert_values, fail
```

"""
TITLES = {
    "asserts": "Judging an answer",
    "notes": "What a check says",
    "explain": "Words for a message",
    "sentences": "Sentences for every language",
    "drawings": "Drawing figures",
    "figures": "Judging figures",
    "probes": "Probes",
    "sketches": "Probes of functions that draw",
    "proxy": "Objects of the student's process",
    "subjects": "Implementations for students' tests",
    "values": "Values that cross the wire, and arrays made of them",
    "errors": "What student code does instead of answering",
}
"""The sections, by the module that defines a name, in the page's order."""

_OF_TRIALS = ("accepts", "notices", "caught")
"""What checks have of `trial`."""


def page() -> str:
    """The whole page."""
    named = [(name, getattr(suite, name)) for name in suite.__all__]
    parts = [HEAD, "## Fixtures\n\n", *map(_fixture, _fixtures())]
    parts += ["### `process`\n\n", *(f"{_entry(name, what, 4)}" for name, what in _public(RestartableProcess))]
    parts += ["### `trial`\n\n", *(_entry(name, what, 4) for name, what in _public(Trials) if name in _OF_TRIALS)]
    for module, title in TITLES.items():
        parts.append(f"## {title}\n\n")
        here = [(name, thing) for name, thing in named if thing.__module__.endswith(f".{module}")]
        if here[0][1].__module__.startswith(suite.__name__):
            parts.append(_markdown(inspect.getdoc(sys.modules[here[0][1].__module__]) or "") + "\n\n")
        parts += [_entry(name, thing) for name, thing in here]
    return "".join(parts).rstrip() + "\n"


def _fixtures() -> list[ast.FunctionDef]:
    tree = ast.parse(inspect.getsource(plugin))
    decorated = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.decorator_list]
    return [node for node in decorated if ast.unparse(node.decorator_list[0]) == "pytest.fixture"]


def _fixture(node: ast.FunctionDef) -> str:
    return f"- `{node.name}`: {_markdown(ast.get_docstring(node) or '')}\n" + ("\n" if node.name == "trial" else "")


def _public(kind: type) -> list[tuple[str, Any]]:
    return [(name, what) for name, what in vars(kind).items() if not name.startswith("_") and inspect.getdoc(what)]


def _entry(name: str, thing: Any, level: int = 3) -> str:
    """A heading with the signature, and the docstring."""
    call = "" if isinstance(thing, (property, type)) else _signature(thing)
    return f"{'#' * level} `{name}{call}`\n\n{_markdown(inspect.getdoc(thing) or '')}\n\n"


def _signature(function: Any) -> str:
    """The arguments without `self` and their types: a student of the page wants to call it."""
    given = inspect.signature(function).parameters.values()
    plain = [one.replace(annotation=inspect.Parameter.empty) for one in given if one.name != "self"]
    return re.sub(r"<function (\w+) at 0x\w+>", r"\1", str(inspect.Signature(plain)))


def _markdown(text: str) -> str:
    """A docstring as Markdown: literals, and blocks after ``::``."""
    text = re.sub(r"``(.*?)``", r"`\1`", text, flags=re.S)
    blocks = re.sub(r"::\n\n((?:    .*\n|\n)+)", lambda found: f":\n\n{found[1]}", f"{text}\n")
    return blocks.strip()


if __name__ == "__main__":
    if sys.argv[1:]:
        sys.exit("It takes no arguments.")
    PAGE.write_text(page(), encoding="utf-8")
