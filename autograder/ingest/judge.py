"""One student's files, each looked at for what it answers. Only digests are kept, so one file is in memory at a time."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from autograder.ingest import limits
from autograder.ingest.answers import Answers, agreed, answers_of, is_python
from autograder.ingest.archive import Unreadable
from autograder.ingest.contents import Content, look
from autograder.ingest.handout import Handout
from autograder.ingest.names import ADDED_ENDINGS, ANSWERS, ARCHIVES, CHECKPOINTS, is_backup, skeleton, split
from autograder.ingest.unpack import OFFICE, WEIGHTS, Handed
from autograder.records.errors import told_by
from autograder.records.sentences import say
from autograder.sandbox.inside.copied import without_fences

NOT_ANSWERS = ("conftest.py", "check_words.py", "setup.py", "__init__.py")
ENDING = {"module": ".py", "notebook": ".ipynb"}
# What LMSes, browsers and Jupyter add to a name: cnn-1.py, cnn (1).py, cnn_2.py, cnn copy.py, cnn-Copy1.ipynb.
_ADDED = r"(?:[-_ ]?\(\d+\)|[-_ ]\d+|[-_ ]?copy ?\d*|[-_ ]?kopie ?\d*)*"
_PLAIN_TEXT = ("", ".txt", ".pyw", ".ipy", ".text", ".json", ".bak")
"""Endings of files that may be Python with a slip in it. Any other text is an answer only where all of it is Python."""
MARKDOWN = (".md", ".markdown", ".qmd", ".rmd")
_RE_EXPORTS = 3
"""Modules through which an answer may be handed on by imports."""


@dataclass(frozen=True)
class Judged:
    """A file and what was seen in it. ``problem`` says why it cannot be the answer, ``given`` digests of what it answers, those it
    imports from others handed in too. ``untouched``: it defines questions as they were handed out, and answers none."""

    file: Handed
    kind: str = ""
    problem: str = ""
    answers: Answers = field(default_factory=Answers)
    untouched: bool = False
    given: dict[str, str] = field(default_factory=dict)
    sha: bytes = b""

    @property
    def name(self) -> str:
        """Its path, with the ending of what it is."""
        stem = split(self.file.name)[0]
        folder = self.file.name.rpartition("/")[0]
        return f"{folder}/{stem}{ENDING[self.kind]}".lstrip("/") if self.kind else self.file.name

    @property
    def substance(self) -> tuple[object, ...]:
        """What makes two files the same answer: the answers, and the helpers beside them."""
        return tuple(sorted(self.given.items())), self.answers.helpers

    @property
    def own_ending(self) -> bool:
        """Whether its name says what it is."""
        return self.file.name.lower().endswith(ENDING.get(self.kind, ""))


def judge(files: Sequence[Handed], handout: Handout, *, thorough: bool = True) -> tuple[list[Judged], list[Handed]]:
    """The files that may be the answer, the likeliest names first; and those that were too many to be looked at.

    What a file answers is not looked into where it is the only one, unless ``thorough``.
    """
    ordered = sorted(
        (file for file in files if may_answer(file)), key=lambda file: (*_unlikely(file, handout), file.name)
    )
    if len(ordered) == 1 and split(ordered[0].name)[1] in ANSWERS and not support(ordered[0].name) and not thorough:
        handout = Handout(handout.module)
    judged: list[Judged] = []
    left, code_left = limits.JUDGED, limits.JUDGED_CODE
    for index, file in enumerate(ordered):
        size = min(file.entry.size, limits.NOTEBOOK)
        if index >= limits.JUDGED_FILES or size > left or code_left <= 0:
            return _with_imports(judged), ordered[index:]
        one, code = _judge(file, handout)
        judged.append(one)
        left -= size
        code_left -= code
    return _with_imports(judged), []


def may_answer(file: Handed) -> bool:
    """Whether a file may be the answer, judged by its name and size alone."""
    ending = split(file.name)[1]
    return ending not in WEIGHTS and (file.entry.size > 0 or ending in (*ANSWERS, *ARCHIVES))


def support(path: str) -> bool:
    """Whether a Python file is by its name a test or a tool."""
    name = path.rpartition("/")[2]
    return name in NOT_ANSWERS or (name.startswith("test_") and name.endswith(".py"))


def is_copy(path: str) -> bool:
    """Whether it is one of Jupyter's checkpoint copies, or an editor's."""
    return CHECKPOINTS in path.split("/") or is_backup(path)


def is_markdown(path: str) -> bool:
    """Whether it is by its name a text with code in it: jupytext's and Quarto's notebooks, or a page about the work."""
    return split(path)[1] in MARKDOWN


def exact(one: Judged, handout: Handout) -> bool:
    """Whether the file is called as the assignment says."""
    name = one.file.name
    return split(name)[0] == handout.module and bool(one.kind) and not (name.lower().endswith(".bak") or is_copy(name))


def alike(path: str, handout: Handout) -> bool:
    """Whether a file's name is the module's, with what LMSes, browsers and Jupyter add."""
    pattern = rf"(?:copy of )?{re.escape(skeleton(handout.module))}(?:-checkpoint)?{_ADDED}"
    return re.fullmatch(pattern, skeleton(split(path)[0].strip())) is not None


def _unlikely(file: Handed, handout: Handout) -> tuple[bool, bool, bool, bool, int]:
    stem, ending = split(file.name)
    return (
        is_copy(file.name) or support(file.name),
        stem != handout.module,
        not alike(file.name, handout),
        ending not in ANSWERS,
        file.depth,
    )


def _judge(file: Handed, handout: Handout) -> tuple[Judged, int]:
    """What the file is and answers, and how many characters were parsed for that."""
    ending = split(file.name)[1]
    if ending in OFFICE:
        return Judged(file, problem=say("is a {ending} file, which is not read", ending=ending)), 0
    try:
        data = file.entry.read(limits.SOURCE if ending == ".py" else limits.NOTEBOOK)
    except Unreadable as error:
        return Judged(file, problem=told_by(error)), 0
    content = look(data)
    sha = hashlib.sha256(data).digest()
    if content.problem or (ending not in ANSWERS and not _tolerated(file, content)):
        return Judged(file, problem=content.problem or say("is neither Python nor a notebook"), sha=sha), 0
    if sum(map(len, content.texts)) > limits.SOURCE:
        return Judged(
            file, problem=say("holds more than {size} of code", size=limits.megabytes(limits.SOURCE)), sha=sha
        ), 0
    answers, found = answers_of(content.texts, handout.questions, handout.blank)
    if content.in_conflict:
        answers = agreed(*(answers_of([text], handout.questions, handout.blank)[0] for text in content.texts))
    untouched = bool(found.parts) and not answers.given and not answers.broken
    return Judged(file, content.kind, answers=answers, untouched=untouched, sha=sha), found.parsed


def _tolerated(file: Handed, content: Content) -> bool:
    """Whether a file whose ending is neither ``.py`` nor ``.ipynb`` may be an answer: a notebook, or all of it Python."""
    ending = "." + file.name.rpartition(".")[2].lower() if "." in file.name.rpartition("/")[2] else ""
    if ending in MARKDOWN and any(without_fences(text) is not None for text in content.texts):
        return True
    return content.kind == "notebook" or ending in _PLAIN_TEXT or ending in ADDED_ENDINGS or is_python(content.texts)


def _with_imports(judged: list[Judged]) -> list[Judged]:
    """The files with what they import from one another: ``from my_conv import *`` answers what ``my_conv.py`` answers."""
    by_name: dict[str, Judged] = {}
    for one in judged:
        dotted = one.name.rpartition(".")[0].replace("/", ".")
        by_name.setdefault(dotted, one)
        by_name.setdefault(dotted.rpartition(".")[2], one)

    given = [dict(one.answers.given) for one in judged]
    place = {id(one): index for index, one in enumerate(judged)}
    for _ in range(_RE_EXPORTS):
        for index, one in enumerate(judged):
            for module, names in one.answers.taken.items():
                source = by_name.get(module) or by_name.get(module.rpartition(".")[2])
                theirs = given[place[id(source)]] if source is not None else {}
                given[index] = {name: theirs[name] for name in theirs if name in names or "*" in names} | given[index]
    return [replace(one, given=own) for one, own in zip(judged, given, strict=True)]
