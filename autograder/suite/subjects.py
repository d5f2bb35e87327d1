"""Implementations, right and wrong, on which students' tests are tried: what a question of the kind ``tests`` is graded by.

They stand in modules of the suite, one public function or class each. A right one's docstring says in its first paragraph what is special
about it. A wrong one's says what it does (as in "it …"), then a hint, and last, behind ``>>>``, a call that tells it
from the right ones. Mutants are the first right one with one line changed: a TOML file of ``[[mutant]]`` has ``removed`` and ``added``.

Nothing is run here: they run in a sealed process of their own, under the question's name, so that no message tells which one it is.
"""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from string import Template

from autograder.records.errors import SuiteError
from autograder.records.sentences import say
from autograder.records.submission import SourceFile

IMPLEMENTATION = "implementation"
"""What the implementation is called in its process."""
_MAIN = Template('''\
"""An implementation, under the name of its question."""

from $file import $name as implementation


def _called(thing):
    for kind in [one for one in getattr(thing, "__mro__", ()) if one is not object]:
        for name, part in list(vars(kind).items()):
            if hasattr(part, "__code__"):
                part.__qualname__ = "$question." + part.__name__
    thing.__name__ = thing.__qualname__ = "$question"


_called(implementation)
''')


@dataclass(frozen=True)
class Subject:
    """One implementation: its ``key`` among those of its question, the ``story`` of what it does, a ``hint``, and a call that sets it
    ``apart``. A mutant has the ``mutated`` text of the module of the right ones."""

    subjects: Subjects = field(repr=False, compare=False)
    key: str
    name: str
    story: str
    hint: str = ""
    apart: str = ""
    mutated: str = field(default="", repr=False)

    @property
    def named(self) -> bool:
        """Whether a person gave it its story: it is no mutant."""
        return not self.mutated


@dataclass(frozen=True)
class Subjects:
    """The implementations of ``question`` in files of one ``folder``. Raises `SuiteError`, when they are first read, for what is wrong in
    them."""

    question: str
    folder: Path
    right_file: str = ""
    wrong_file: str = ""
    mutants_file: str = ""

    @cached_property
    def right(self) -> tuple[Subject, ...]:
        """The right implementations; the first is what mutants are made of."""
        return tuple(self._read(self.right_file, "right"))

    @cached_property
    def wrong(self) -> tuple[Subject, ...]:
        """The wrong ones: the misconceptions in their order, then the mutants."""
        return (*self._read(self.wrong_file, "wrong"), *self._of_mutants())

    @property
    def weights(self) -> list[int]:
        """What each of the wrong ones counts: a misconception twice."""
        return [1 + one.named for one in self.wrong]

    def files(self, subject: Subject) -> tuple[SourceFile, tuple[SourceFile, ...]]:
        """The main module of the process of one of them, and those beside it; none that it does not need."""
        file = "wrong" if subject.key.startswith("wrong") else "right"
        texts = {"right": subject.mutated or (self._text(self.right_file) if self.right_file else "")}
        if file == "wrong":
            texts["wrong"] = self._text(self.wrong_file)
        name = subject.name if subject.named else self.right[0].name
        main = _MAIN.substitute(question=self.question, file=file, name=name)
        others = (SourceFile(f"{stem}.py", text.encode()) for stem, text in texts.items() if text)
        return SourceFile("implementations.py", main.encode()), tuple(others)

    def _text(self, file: str) -> str:
        try:
            return (self.folder / file).read_text(encoding="utf-8")
        except FileNotFoundError:
            raise SuiteError(
                f"{self.folder / file} is missing: implementations to try tests on belong there."
            ) from None

    def _read(self, file: str, stem: str) -> Iterator[Subject]:
        if not file:
            return
        number = 0
        for node in ast.parse(self._text(file), file).body:
            if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith("_"):
                told, _, apart = (ast.get_docstring(node) or "").partition(">>> ")
                story, _, hint = told.partition("\n\n")
                if not story.strip():
                    where = f"{self.folder / file}, line {node.lineno}"
                    raise SuiteError(f"{where}: {node.name} needs a docstring: what is special about it.")
                texts = " ".join(story.split()).rstrip("."), " ".join(hint.split()), apart.replace(">>> ", "").strip()
                yield Subject(self, f"{stem}_{number}", node.name, *texts)
                number += 1

    def _of_mutants(self) -> Iterator[Subject]:
        if not self.mutants_file:
            return
        base, path = self._text(self.right_file), self.folder / self.mutants_file
        for number, one in enumerate(tomllib.loads(self._text(self.mutants_file)).get("mutant", [])):
            removed, added = str(one.get("removed", "")), str(one.get("added", ""))
            if not removed or base.count(removed) != 1:
                times = base.count(removed) if removed else 0
                raise SuiteError(f"{path}: {removed!r} is {times} times in {self.right_file}: it is to be there once.")
            key, story = f"mutant_{number}", say("is right but for one small change in its code")
            yield Subject(self, key, key, story, mutated=base.replace(removed, added))
