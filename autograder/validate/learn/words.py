"""Which words may stay in code that is to tell nothing of who wrote it: those the course itself uses, and libraries. All others go.

A list of what to take out would miss the name of a friend, a pet or a town. So it is a list of what may stay.
"""

from __future__ import annotations

import ast
import builtins
import keyword
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from autograder.course import Course
from autograder.lms.identity import ids_of
from autograder.records.owner import Owner
from autograder.sandbox.inside.syntax import TOO_MUCH

_USUAL = """
a acc add all alpha amount answer arr array axis b back batch bias block c calc ch channel check col cols column
compute copy count cur current d data depth diff dim dims dot e el elem element end err error even f filter final
first flat flip func function g get grad h half height helper i idx image img in index init inner input inside item
items iter j k ker kernel key l last left len length lhs line list loop lower m mask mat matrix max mean mid min
mode my n name neg new next norm num number o odd of offset old one op or order other out outer output p pad padded
padding part patch pos prev prod product q r range reg res reshape result ret right row rows s scale shape shift
side sign size slice start step stop stride sub sum t tensor temp test tmp to top total two type u upper v val value
values vec vector w weight weights width win window with x xs y ys z zero zeros
"""
"""Words of any program."""
USUAL = frozenset(_USUAL.split())
_PARTS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[^\W\d_A-Za-z]+")
_NAMED = re.compile(r"[^\W_]+")
LEAST = 3
"""Letters or digits of a name that is looked for: shorter ones stand in any word."""


def words_of(identifier: str) -> list[str]:
    """The words of a name: ``annasConv2d`` is annas, conv, d."""
    return [part.lower() for part in _PARTS.findall(identifier)]


@dataclass(frozen=True)
class Known:
    """What the course itself says: whole ``names``, the ``words`` they are made of, and ``texts`` in quotes."""

    names: frozenset[str]
    words: frozenset[str]
    texts: frozenset[str]

    @staticmethod
    def of(course: Course, assignment: str) -> Known:
        """What stands in the Python files of an assignment's rooms."""
        task = course.assignment(assignment)
        names = {*dir(builtins), *keyword.kwlist, *keyword.softkwlist, *dir(np), *dir(np.ndarray), *dir(np.linalg)}
        texts = set[str]()
        for room in (task.handout, task.staff, task.hidden_suite):
            for path in sorted(room.rglob("*.py")):
                names |= set(_names(path))
                texts |= set(_texts(path))
        words = {word for name in names for word in words_of(name)} | USUAL
        return Known(frozenset(names), frozenset(words), frozenset(texts))

    def stays(self, identifier: str, people: People) -> bool:
        """Whether a name that a student gave tells nothing: the course uses it, or it is made of words that anybody uses."""
        special = identifier.startswith("__") and identifier.endswith("__")
        if identifier in self.names or special or not identifier.strip("_"):
            return True
        words = words_of(identifier)
        return self.words.issuperset(words) and not people.words & set(words) and not re.search(r"\d{4}", identifier)

    def says(self, text: str) -> bool:
        """Whether the course says the same, whatever its letters' case and its blanks."""
        return text in self.texts or _bare(text) in {_bare(one) for one in self.texts} - {""}


@dataclass(frozen=True)
class People:
    """What a class is called: every word of its names, keys and addresses, and every number of them."""

    words: frozenset[str]

    @staticmethod
    def of(owners: Iterable[Owner]) -> People:
        """Of everybody in a run: a partner's name stands in a file as often as one's own."""
        return People(frozenset(word for owner in owners for word in _called(owner)))

    def in_text(self, text: str, known: Known) -> str:
        """A person's name that stands in a text as a word of its own and is no word of the course; "" where there is none."""
        found = (word for word in (one.lower() for one in _NAMED.findall(text)) if word in self.words)
        return next((word for word in found if word not in known.words), "")


def _called(owner: Owner) -> Iterator[str]:
    ids = ids_of(owner.student, owner.source)
    for text in (owner.student, owner.display_name, owner.source.get("name", ""), *owner.members, *ids.values()):
        for word in _NAMED.findall(str(text).lower()):
            if len(word) >= LEAST:
                yield word
                yield from (part for part in words_of(word) if len(part) >= LEAST)


def _names(path: Path) -> Iterator[str]:
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.arg | ast.keyword):
            yield node.arg or ""
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.alias):
            yield from (node.asname or node.name).split(".")


def _texts(path: Path) -> Iterator[str]:
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value) <= 60:
            yield node.value


def _tree(path: Path) -> ast.Module:
    try:
        return ast.parse(path.read_bytes())
    except (OSError, *TOO_MUCH):
        return ast.Module([], [])


def _bare(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "", text.lower())
