"""`autograder.suite` is all that a course imports of the engine, and its page is what its docstrings say."""

from __future__ import annotations

import ast
import importlib.util
import inspect
from pathlib import Path
from types import ModuleType

import pytest

from autograder import suite
from tests.support.command import ROOT

ROOMS = ("tests/hidden", "reference", "assignments")
FILES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
INSIDE = {"autograder.sandbox.inside.pictures"}
"""What a suite's code that runs in the student's process may import of the engine."""


def _imports(path: Path) -> dict[str, set[str]]:
    """Module -> names, of everything the file imports of the engine, wherever in it."""
    found: dict[str, set[str]] = {}
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {each.name: {"*"} for each in node.names if each.name.startswith("autograder")}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("autograder"):
            found.setdefault(node.module or "", set()).update(each.name for each in node.names)
    return found


def _runs_inside(path: Path) -> bool:
    """Whether it is loaded into the student's process: ``props.py``, or a module of a folder ``props``."""
    return path.name == "props.py" or path.parent.name == "props"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_course_imports_the_face_alone(path: Path) -> None:
    imports = _imports(path)
    if _runs_inside(path):
        assert set(imports) <= INSIDE
    elif path.is_relative_to(ROOT / "tests" / "hidden"):
        assert set(imports) <= {"autograder.suite"}
        assert imports.get("autograder.suite", set()) <= set(suite.__all__)
    else:
        assert not imports, "what is handed out or a reference needs nothing of the engine"


def test_the_face_is_what_it_says() -> None:
    modules = {name for name, thing in vars(suite).items() if isinstance(thing, ModuleType)}
    public = {name for name in vars(suite) if not name.startswith("_")} - modules
    assert public == set(suite.__all__)
    assert len(set(suite.__all__)) == len(suite.__all__)


@pytest.mark.parametrize("name", suite.__all__)
def test_every_name_has_a_docstring(name: str) -> None:
    thing = getattr(suite, name)
    assert vars(thing)["__doc__"] if inspect.isclass(thing) else thing.__doc__, name


def test_the_page_is_up_to_date() -> None:
    place = ROOT / "docs" / "reference" / "make.py"
    spec = importlib.util.spec_from_file_location("make_the_reference", place)
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    assert made.PAGE.read_text(encoding="utf-8") == made.page(), f"run: python {place.relative_to(ROOT)}"
    assert all(f"`{name}" in made.page() for name in suite.__all__)
