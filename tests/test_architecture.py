"""Who may import whom: only downwards, no rings, and nothing of the grader beside student code (CONTRIBUTING, "The rooms")."""

from __future__ import annotations

import ast
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ENGINE = Path(__file__).parents[1] / "autograder"
FLOORS = (
    "records", "course", "sandbox.protocol", "sandbox.system_calls", "sandbox.seal", "sandbox.inside", "sandbox.host", "sandbox", "suite",
    "diagnosis", "grading", "lms", "ingest", "feedback", "written", "runs", "review", "bundle", "validate", "cli",
)  # fmt: skip
"""From the ground floor up: a room imports rooms that stand before it, and itself."""
BESIDE_STUDENT_CODE = {"sandbox.protocol", "sandbox.system_calls", "sandbox.seal", "sandbox.inside"}


def _name(path: Path) -> str:
    return ".".join(path.relative_to(ENGINE).with_suffix("").parts).removesuffix("__init__").removesuffix(".")


FILES = {_name(path): path for path in ENGINE.rglob("*.py")}


def _room(module: str) -> str:
    return max((room for room in FLOORS if f"{module}.".startswith(f"{room}.")), key=len, default="")


def _imports(path: Path) -> set[str]:
    """The engine's modules that a file imports when it runs, wherever in it; names for type checkers alone are no arrow."""
    found: set[str] = set()
    nodes: list[ast.AST] = [ast.parse(path.read_text(encoding="utf-8"))]
    while nodes:
        node = nodes.pop()
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            continue
        if isinstance(node, ast.Import):
            found |= {
                alias.name.partition("autograder.")[2] for alias in node.names if alias.name.startswith("autograder")
            }
        if isinstance(node, ast.ImportFrom) and node.module and node.module.partition(".")[0] == "autograder":
            inside = node.module.partition(".")[2]
            parts = {f"{inside}.{alias.name}".lstrip(".") for alias in node.names}
            found |= {part if part in FILES else inside for part in parts}
        nodes += ast.iter_child_nodes(node)
    return found


ARROWS = {name: _imports(path) - {name} for name, path in FILES.items()}


@pytest.mark.parametrize("module", sorted(ARROWS))
def test_imports_point_downwards(module: str) -> None:
    floor = FLOORS.index(_room(module)) if module else len(FLOORS)
    above = {other for other in ARROWS[module] if other and FLOORS.index(_room(other)) > floor}
    assert not above


@pytest.mark.parametrize("module", [name for name in ARROWS if _room(name) in BESIDE_STUDENT_CODE])
def test_beside_student_code_stands_nothing_of_the_grader(module: str) -> None:
    assert {_room(other) for other in ARROWS[module]} <= BESIDE_STUDENT_CODE | {""}


def test_no_file_imports_itself_by_a_ring() -> None:
    TopologicalSorter(ARROWS).prepare()  # raises CycleError and names the ring
