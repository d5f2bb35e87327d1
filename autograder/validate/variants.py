"""Wheats and chaffs: a question's right and wrong variants, composed with the reference into whole submissions."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from autograder.course import Assignment, Question
from autograder.diagnosis.misconceptions import kebab
from autograder.diagnosis.sheets import arguments_of, numbers_of
from autograder.records.owner import NOBODY
from autograder.records.submission import SourceFile, Submission

HINT_WORDS = 160
Room = Literal["alternatives", "misconceptions"]


@dataclass(frozen=True)
class Variant:
    """One variant: ``symbol`` is its name in the file, ``name`` the one shown, ``story`` its first line, ``hint`` the rest, ``takes`` its
    parameters' names; it begins on ``line``."""

    name: str
    symbol: str
    story: str
    hint: str
    takes: tuple[str, ...] = ()
    line: int = 0


def read_variants(path: Path) -> tuple[Variant, ...]:
    """The public functions and classes of a variants file, in order; none when there is no such file. Nothing is run."""
    if not path.is_file():
        return ()
    tree = ast.parse(path.read_bytes(), str(path))
    found = []
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith("_"):
            story, _, hint = (ast.get_docstring(node) or "").partition("\n\n")
            takes = tuple(one.arg for one in node.args.args) if isinstance(node, ast.FunctionDef) else ()
            texts = " ".join(story.split()), " ".join(hint.split())
            found.append(Variant(kebab(node.name), node.name, *texts, takes, node.lineno))
    return tuple(found)


_TESTS = """
import solution
from ROOM import SYMBOL as TestVariant

_begins = "test_QUESTION_"
for _name, _value in vars(solution).items():
    _named = [_name, *(vars(_value) if isinstance(_value, type) else ())]
    if not _name.startswith("__") and not any(f"{_one}_".startswith(_begins) for _one in _named):
        globals()[_name] = _value
"""
"""The reference's tests of all questions but one, and of that one the variant's: the methods of a class."""


def compose(assignment: Assignment, question: Question, room: Room, variant: Variant) -> Submission:
    """The reference with one question's answer replaced by the variant, as a submission of its own. A value's variant gets the numbers of
    the shared sheet that it takes."""
    return composed(assignment, question, room, variant, assignment.variants(room, question.name).read_bytes())


def composed(assignment: Assignment, question: Question, room: Room, variant: Variant, file: bytes) -> Submission:
    """`compose` with a ``file`` of variants that need not be written yet."""
    call = f"({_shared(assignment, variant)})" if question.kind == "value" else ""
    main = f"from numpy import array\nfrom solution import *\nfrom {room} import {variant.symbol} as _variant\n"
    main += f"{question.name} = _variant{call}\n"
    if question.kind == "tests":
        main = _TESTS.replace("ROOM", room).replace("SYMBOL", variant.symbol).replace("QUESTION", question.name)
    return Submission(
        id=f"{question.name}/{variant.name}",
        owner=NOBODY,
        main=SourceFile(f"{assignment.name}.py", main.encode()),
        others=(
            SourceFile("solution.py", assignment.solution.read_bytes()),
            SourceFile(f"{room}.py", file),
        ),
    )


def _shared(assignment: Assignment, variant: Variant) -> str:
    numbers = numbers_of(assignment.staff) if variant.takes else None
    given = arguments_of(list(variant.takes), numbers.SHARED) if numbers else {}
    return ", ".join(f"{name}={value!r}" for name, value in given.items())


def compose_all(assignment: Assignment, names: Mapping[str, str]) -> Submission:
    """The reference with every question's answer replaced by the right one that ``names`` names, so that questions that build on each
    other build on these."""
    others = [SourceFile("solution.py", assignment.solution.read_bytes())]
    lines = ["import solution"]
    for question in assignment.graded_questions:
        file = assignment.variants("alternatives", question.name)
        found = [variant for variant in read_variants(file) if variant.name == names.get(question.name)]
        if found:
            others.append(SourceFile(f"_{question.name}.py", file.read_bytes()))
            call = "()" if question.kind == "value" else ""
            lines += [
                f"import _{question.name}",
                f"solution.{question.name} = _{question.name}.{found[0].symbol}{call}",
            ]
    main = "\n".join((*lines, "from solution import *\n"))
    return Submission("slowest", NOBODY, SourceFile(f"{assignment.name}.py", main.encode()), tuple(others))
