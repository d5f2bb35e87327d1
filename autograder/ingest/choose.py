"""Which of the files a student handed in is the answer, which answer together, and which lie beside it.

The answer is chosen by what it answers, not by its name: the file that answers more; of equals the one with the expected name, then the
newer. Files that answer different questions count together. Whatever is left aside is told.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from autograder.ingest import limits, notebooks
from autograder.ingest.archive import Unreadable
from autograder.ingest.beside import Beside
from autograder.ingest.contents import look
from autograder.ingest.decide import decide
from autograder.ingest.handout import Handout
from autograder.ingest.judge import Judged, judge
from autograder.ingest.names import lookalike, split
from autograder.ingest.unpack import Handed
from autograder.records.errors import told_by
from autograder.records.sentences import say
from autograder.records.submission import SourceFile


@dataclass
class Choice:
    """The answer, or ``reason`` why there is none. ``beside`` are further modules and weights, ``left`` what is not read;
    ``answered`` says whether it answers any question; ``seen`` is what a person can look at where there is no answer;
    ``untouched`` are files that are as they were handed out."""

    main: SourceFile | None = None
    where: str = ""
    reason: str = ""
    answered: bool = False
    flags: list[str] = field(default_factory=list)
    beside: list[SourceFile] = field(default_factory=list)
    left: list[tuple[str, str]] = field(default_factory=list)
    seen: list[SourceFile] = field(default_factory=list)
    untouched: tuple[str, ...] = ()


def choose(
    files: Sequence[Handed],
    handout: Handout,
    *,
    room: int = limits.SUBMISSION,
    thorough: bool = False,
) -> Choice:
    """Read the answer among ``files`` and what lies beside it; of weights at most ``room`` bytes.

    A file that nothing competes with is not looked into, unless ``thorough``: whether it answers anything is seen when it is graded.
    """
    judged, unseen = judge(files, handout, thorough=thorough)
    choice = Choice()
    if unseen:
        counts = {"number": f"{len(files):,}", "some": len(judged)}
        choice.flags.append(say("{number} files were handed in: the answer was looked for in {some} of them", **counts))
    decision = decide(judged, files, handout)
    choice.flags += decision.flags
    choice.reason, choice.untouched = decision.reason, decision.untouched
    beside = Beside(home=decision.chosen[0][0].file.name.rpartition("/")[0]) if decision.chosen else Beside()
    for one, questions in decision.chosen:
        try:
            data = _answer(one)
        except Unreadable as error:  # it was there a moment ago
            choice.reason = say("{file} {told}", file=one.file.shown, told=told_by(error))
            break
        if choice.main is None:
            answers = questions if len(decision.chosen) > 1 else ()
            choice.main, choice.where = SourceFile(one.name.rpartition("/")[2], data, answers), one.file.where
            beside.names.add(choice.main.name)
        else:
            beside.add(beside.free(one.name), data, questions)
        choice.answered = choice.answered or bool(one.given or one.answers.broken)
        choice.flags += _oddities(one)
    if choice.reason or choice.main is None:
        choice.main = None
        choice.left += [(file.where, "the submission is rejected") for file in files]
        return choice
    chosen = {id(one.file) for one, _ in decision.chosen}
    imported = {name.rpartition(".")[2] for one, _ in decision.chosen for name in one.answers.taken}
    for one in _imported_notebooks(judged, imported - {split(file.name)[0] for file in files if _is_module(file)}):
        if id(one.file) not in chosen:
            chosen.add(id(one.file))
            beside.add(beside.free(f"{one.name.removesuffix('.ipynb')}.py"), _as_module(one))
    beside.weights_left = min(room, limits.SUBMISSION - choice.main.size)
    beside.read([file for file in files if id(file) not in chosen])
    choice.beside = beside.files
    choice.left += beside.left
    choice.flags += beside.flags
    return choice


def _is_module(file: Handed) -> bool:
    return split(file.name)[1] == ".py"


def _imported_notebooks(judged: Sequence[Judged], names: Collection[str]) -> list[Judged]:
    """Notebooks that the answer imports as modules, as it can on the student's machine (``import_ipynb`` and the like)."""
    return [one for one in judged if one.kind == "notebook" and not one.problem and split(one.file.name)[0] in names]


def _as_module(one: Judged) -> bytes:
    """The notebook's cells, one below the other."""
    return "\n\n".join(look(one.file.entry.read(limits.NOTEBOOK)).texts).encode(errors="replace")


def _oddities(one: Judged) -> list[str]:
    """What an instructor should know of a file that was read."""
    flags: list[str] = []
    file = one.file.shown
    if not one.own_ending and one.kind == "module":
        flags.append(say("{file} was read as a Python module, which it is by its content", file=file))
    elif not one.own_ending:
        flags.append(say("{file} was read as a notebook, which it is by its content", file=file))
    if one.file.entry.odd:
        flags.append(f"the name of {file} held {one.file.entry.odd}")
    if lookalike(one.name.rpartition("/")[2]):
        flags.append(say("the name of {file} mixes letters of different scripts that look alike", file=file))
    return flags


def _answer(one: Judged) -> bytes:
    """The file's bytes; a notebook without its outputs, which may be a hundred times as much. Raises `Unreadable`."""
    data = one.file.entry.read(limits.NOTEBOOK)
    return notebooks.without_outputs(data) if one.kind == "notebook" else data
