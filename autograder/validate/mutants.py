"""Machine-made mutants of the reference, from Cosmic Ray's operators (https://cosmic-ray.readthedocs.io)."""

from __future__ import annotations

import ast
import difflib
import io
import tomllib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from autograder.course import Assignment
from autograder.records.errors import SuiteError
from autograder.records.owner import NOBODY
from autograder.records.submission import SourceFile, Submission
from autograder.validate.sheet import Survivor

_BINARY = (
    "Add_Sub", "Add_Mul", "Sub_Add", "Sub_Mul", "Mul_Add", "Mul_Div", "Mul_Sub", "Div_Mul", "Div_FloorDiv", "FloorDiv_Div", "FloorDiv_Mul",
    "Mod_FloorDiv", "Mod_Add", "Pow_Mul",
)  # fmt: skip
_COMPARISON = (
    "Eq_NotEq",
    "NotEq_Eq",
    "Lt_LtE",
    "Lt_Gt",
    "LtE_Lt",
    "LtE_Gt",
    "Gt_GtE",
    "Gt_Lt",
    "GtE_Gt",
    "GtE_Lt",
    "Is_IsNot",
    "IsNot_Is",
)
OPERATORS = (
    *(f"core/ReplaceBinaryOperator_{pair}" for pair in _BINARY),
    *(f"core/ReplaceComparisonOperator_{pair}" for pair in _COMPARISON),
    *(f"core/ReplaceUnaryOperator_{pair}" for pair in ("USub_UAdd", "Delete_USub", "Delete_Not")),
    "core/AddNot", "core/ReplaceTrueWithFalse", "core/ReplaceFalseWithTrue", "core/ReplaceAndWithOr", "core/ReplaceOrWithAnd",
    "core/ReplaceBreakWithContinue", "core/ReplaceContinueWithBreak", "core/NumberReplacer", "core/ZeroIterationForLoop",
)  # fmt: skip
"""Cosmic Ray's operators less those that only repeat another's effect (bit operators on numbers) or draw at random."""


@dataclass(frozen=True)
class Mutant:
    """One changed line of the reference. ``questions`` are those whose answer can depend on it; ``removed`` and ``added`` are the lines."""

    questions: tuple[str, ...]
    place: str
    removed: str
    added: str
    source: str

    def submission(self, assignment: Assignment) -> Submission:
        main = SourceFile(f"{assignment.name}.py", self.source.encode())
        return Submission(f"mutant of {self.place}", NOBODY, main)

    @property
    def survivor(self) -> Survivor:
        return Survivor(self.place, self.removed, self.added)

    def diff(self, source: str) -> str:
        """How it differs from the reference, the ``source``, with a line before and after it."""
        lines = difflib.unified_diff(source.splitlines(), self.source.splitlines(), "", "", n=1, lineterm="")
        return "\n".join(line for line in lines if not line.startswith(("---", "+++")))


def mutants(assignment: Assignment, questions: Collection[str] = ()) -> Iterator[Mutant]:
    """Every mutant of the reference that a question's answer can depend on, each once; with ``questions``, those that are counted for
    these. Raises `SuiteError` where Cosmic Ray is missing."""
    try:
        from cosmic_ray.ast import ast_nodes, get_ast
        from cosmic_ray.mutating import mutate_code
        from cosmic_ray.plugins import get_operator
    except ImportError as error:
        raise SuiteError(f"Mutants need cosmic-ray ({error}): pip install 'convgrade[validate]'.") from None

    source = assignment.solution.read_text(encoding="utf-8")
    # A test that is changed in one place may notice as much as before: tests are measured by the mutants that they notice.
    graded = [one.name for one in assignment.graded_questions if one.kind != "tests"]
    operators = [get_operator(name)() for name in OPERATORS]
    for part in _parts(source, graded):
        if questions and part.questions[0] not in questions:
            continue
        nodes, seen = list(ast_nodes(get_ast(part.text))), {part.text}
        for operator in operators:
            # Cosmic Ray reads anew for every mutant: a definition alone, and none but to mutate it.
            for occurrence in range(sum(len(list(operator.mutation_positions(node))) for node in nodes)):
                changed = mutate_code(part.text, operator, occurrence)
                if changed not in seen:
                    seen.add(changed)
                    yield part.mutant(changed)


@dataclass(frozen=True)
class _Part:
    """One definition of the reference, its ``text`` between what stands ``before`` and ``after``, and the questions that depend on it."""

    name: str
    questions: tuple[str, ...]
    before: str
    text: str
    after: str

    def mutant(self, changed: str) -> Mutant:
        """The mutant in which the definition is ``changed``."""
        old, new = self.text.splitlines(), changed.splitlines()
        blocks = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
        _, start, end, new_start, new_end = next(block for block in blocks if block[0] != "equal")
        removed, added = (" ".join(x.strip() for x in part) for part in (old[start:end], new[new_start:new_end]))
        return Mutant(self.questions, self.name, removed, added, f"{self.before}{changed}{self.after}")


def _parts(source: str, questions: Sequence[str]) -> Iterator[_Part]:
    """The definitions of the reference that a question's answer can depend on: its own, and all that one of these names."""
    lines = list(io.StringIO(source))  # a form feed ends no line of Python's
    body = ast.parse(source).body
    uses: dict[str, set[str]] = {}
    for node in body:
        for name in _defined(node):
            found = {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}
            uses[name] = uses.get(name, set()) | found
    reach = {question: _closure(question, uses) for question in questions}
    for node in body:
        defined = _defined(node)
        depending = tuple(question for question in questions if not reach[question].isdisjoint(defined))
        if depending:
            start, end = node.lineno - 1, node.end_lineno or node.lineno
            parts = ("".join(part) for part in (lines[:start], lines[start:end], lines[end:]))
            yield _Part(defined[0], depending, *parts)


def _defined(node: ast.stmt) -> list[str]:
    if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        return [node.name]
    if isinstance(node, ast.Assign):
        return [t.id for t in node.targets if isinstance(t, ast.Name)]
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        return [node.target.id]
    return []


def _closure(start: str, uses: dict[str, set[str]]) -> set[str]:
    found, waiting = {start}, [start]
    while waiting:
        for name in uses.get(waiting.pop(), set()) & uses.keys() - found:
            found.add(name)
            waiting.append(name)
    return found


def argued(assignment: Assignment) -> dict[Survivor, str]:
    """Survivors argued equivalent in ``reference/NAME/equivalent_mutants.toml``, with the argument."""
    path = assignment.staff / "equivalent_mutants.toml"
    if not path.is_file():
        return {}
    entries = tomllib.loads(path.read_text(encoding="utf-8")).get("mutant", ())
    whole = (
        entry for entry in entries if {"place", "removed", "added", "why"} <= entry.keys()
    )  # others are told as faults
    return {Survivor(entry["place"], entry["removed"], entry["added"]): entry["why"] for entry in whole}
