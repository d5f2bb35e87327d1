"""Machine-made mutants of the reference, from Cosmic Ray's operators (https://cosmic-ray.readthedocs.io)."""

from __future__ import annotations

import ast
import difflib
import tomllib
from collections.abc import Iterable, Iterator
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


def mutants(assignment: Assignment) -> Iterator[Mutant]:
    """Every mutant of the reference that a question's answer can depend on, each once. Raises `SuiteError` where Cosmic Ray is missing."""
    try:
        from cosmic_ray.mutating import mutate_code
        from cosmic_ray.plugins import get_operator
    except ImportError as error:
        raise SuiteError(f"Mutants need cosmic-ray ({error}): pip install 'convgrade[validate]'.") from None

    source = assignment.solution.read_text(encoding="utf-8")
    # A test that is changed in one place may notice as much as before: tests are measured by the mutants that they notice.
    owners = _Owners(source, [one.name for one in assignment.graded_questions if one.kind != "tests"])
    seen = {source}
    for name in OPERATORS:
        operator = get_operator(name)()
        occurrence = 0
        while (changed := mutate_code(source, operator, occurrence)) is not None:
            occurrence += 1
            if changed not in seen:
                seen.add(changed)
                mutant = owners.mutant(changed)
                if mutant is not None:
                    yield mutant


class _Owners:
    """Which questions depend on which line: the definition that holds it, and all that name that definition."""

    def __init__(self, source: str, questions: Iterable[str]) -> None:
        self.lines = source.splitlines()
        self.questions = list(questions)
        self.spans: list[tuple[int, int, str]] = []
        uses: dict[str, set[str]] = {}
        for node in ast.parse(source).body:
            for name in _defined(node):
                self.spans.append((node.lineno, node.end_lineno or node.lineno, name))
                found = {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}
                uses[name] = uses.get(name, set()) | found
        self.reach = {question: _closure(question, uses) for question in self.questions}

    def mutant(self, changed: str) -> Mutant | None:
        """The mutant, or None when the change is outside every question (a docstring, a version)."""
        new = changed.splitlines()
        blocks = difflib.SequenceMatcher(None, self.lines, new, autojunk=False).get_opcodes()
        for tag, start, end, new_start, new_end in blocks:
            if tag == "equal":
                continue
            place = next((name for low, high, name in self.spans if low <= start + 1 <= high), "")
            questions = tuple(question for question in self.questions if place in self.reach[question])
            if not questions:
                return None
            removed, added = (
                " ".join(x.strip() for x in part) for part in (self.lines[start:end], new[new_start:new_end])
            )
            return Mutant(questions, place, removed, added, changed)
        return None


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
