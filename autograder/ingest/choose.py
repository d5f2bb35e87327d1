"""Which of the files a student handed in is the answer, and which lie beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from autograder.ingest import limits
from autograder.ingest.archive import ARCHIVE, Entry, Unreadable
from autograder.ingest.names import lookalike, skeleton
from autograder.ingest.plain import ANSWERS, ARCHIVES, suffix, support
from autograder.records.submission import SourceFile

WEIGHTS = (".pt", ".pth", ".safetensors", ".npz")
# What LMSes, browsers and Jupyter add to a name: cnn-1.py, cnn (1).py, cnn_2.py, cnn copy.py, cnn-Copy1.ipynb.
ADDED = r"(?:[-_ ]?\(\d+\)|[-_ ]\d+|[-_ ]?copy ?\d*|[-_ ]?kopie ?\d*)*"


@dataclass(frozen=True)
class Handed:
    """One file as handed in: ``name`` as the student's code sees it, ``shown`` as the student knows it, ``where`` it lies
    in the input (it may hold the student's name), ``depth`` of folders and zips around it."""

    name: str
    shown: str
    where: str
    entry: Entry
    depth: int


@dataclass
class Choice:
    """The answer, or ``reason`` why there is none. ``beside`` are further modules and weights, ``left`` what is not read."""

    main: SourceFile | None = None
    where: str = ""
    reason: str = ""
    flags: list[str] = field(default_factory=list)
    beside: list[SourceFile] = field(default_factory=list)
    left: list[tuple[str, str]] = field(default_factory=list)


def choose(files: Sequence[Handed], module: str, *, weights: bool, budget: int, stub: bytes = b"") -> Choice:
    """Read the answer among ``files`` and what lies beside it, at most ``budget`` bytes. A module that is still the ``stub`` as it
    was handed out is the answer only where nothing else could be: many fill in the notebook beside it."""
    choice = Choice()
    untouched = [file for file in files if stub and _is_stub(file, stub)]
    tiers = _tiers([file for file in files if file not in untouched], module)
    if not tiers:
        tiers, untouched = _tiers(files, module), []
    choice.flags += [f"{file.shown} is the stub as it was handed out" for file in untouched]
    taken: Handed | None = None
    refused: list[str] = []
    for tier in tiers:
        taken = _read_one(tier, module, choice, refused)
        if taken or choice.reason:
            break
    if taken is None or choice.main is None:
        choice.reason = choice.reason or "; ".join(refused) or _nothing(files, module)
        choice.left.extend((file.where, "the submission is rejected") for file in files)
        return choice
    _flag(choice, taken, module, [file for tier in tiers for file in tier if file is not taken], refused)
    _read_beside(choice, taken, files, weights, min(budget, limits.SUBMISSION) - len(choice.main.data))
    return choice


def _is_stub(file: Handed, stub: bytes) -> bool:
    if suffix(file.name) != ".py" or abs(file.entry.size - len(stub)) > stub.count(b"\n") + 1:
        return False
    try:
        return file.entry.read(limits.SOURCE).split() == stub.split()
    except Unreadable:
        return False


def _tiers(files: Sequence[Handed], module: str) -> list[list[Handed]]:
    """The candidates, best names first. Other names count only where nothing bears the module's name."""
    exact: dict[str, list[Handed]] = {ending: [] for ending in ANSWERS}
    renamed: dict[str, list[Handed]] = {ending: [] for ending in ANSWERS}
    other: dict[str, list[Handed]] = {ending: [] for ending in ANSWERS}
    alike = re.compile(rf"(?:copy of )?{re.escape(skeleton(module))}{ADDED}")
    for file in files:
        name = file.name.rpartition("/")[2]
        ending = suffix(name)
        if ending not in ANSWERS or support(name):
            continue
        stem = name.rpartition(".")[0].strip()
        if name == module + ending:
            exact[ending].append(file)
        elif alike.fullmatch(skeleton(stem)):
            renamed[ending].append(file)
        else:
            other[ending].append(file)
    named = [tier for tiers in (exact, renamed) for tier in tiers.values() if tier]
    if named:
        return named
    stems = {file.name.rpartition(".")[0] for tier in other.values() for file in tier}
    if other[".py"] and other[".ipynb"] and len(stems) > 1:
        return [other[".py"] + other[".ipynb"]]
    return [tier for tier in other.values() if tier]


def _read_one(tier: list[Handed], module: str, choice: Choice, refused: list[str]) -> Handed | None:
    """The tier's answer, read into ``choice``; None with a reason (two answers) or a refusal (cannot be read)."""
    shallowest = min(file.depth for file in tier)
    best = [file for file in tier if file.depth == shallowest]
    contents: list[tuple[Handed, bytes]] = []
    for file in best:
        ending = suffix(file.name)
        try:
            data = file.entry.read(limits.NOTEBOOK if ending == ".ipynb" else limits.SOURCE)
        except Unreadable as error:
            refused.append(f"{file.shown} {error}")
            continue
        if not data.strip(b" \t\r\n\f\v\0\xef\xbb\xbf\xff\xfe"):
            refused.append(f"{file.shown} is empty")
            continue
        contents.append((file, data))
    if not contents:
        return None
    if len({data for _, data in contents}) > 1:
        names = sorted(file.shown for file, _ in contents)
        shown = ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")
        choice.reason = (
            f"{len(names)} files could be the answer: {shown}; hand in one, called {module}.py or {module}.ipynb"
        )
        return None
    file, data = contents[0]
    choice.main = SourceFile(file.name.rpartition("/")[2], data)
    choice.where = file.where
    return file


def _flag(choice: Choice, taken: Handed, module: str, rivals: list[Handed], refused: list[str]) -> None:
    name = taken.name.rpartition("/")[2]
    if name not in (f"{module}.py", f"{module}.ipynb"):
        choice.flags.append(f"the answer was read from {taken.shown}: no {module}.py or {module}.ipynb was handed in")
    if rivals:
        shown = ", ".join(file.shown for file in rivals[:3]) + (" ..." if len(rivals) > 3 else "")
        choice.flags.append(f"the answer was read from {taken.shown}, not from {shown}")
    choice.flags.extend(refused)
    if taken.entry.odd:
        choice.flags.append(f"the name of {taken.shown} held {taken.entry.odd}")
    if lookalike(name):
        choice.flags.append(f"the name of {taken.shown} mixes letters of different scripts that look alike")


def _read_beside(choice: Choice, taken: Handed, files: Sequence[Handed], weights: bool, budget: int) -> None:
    """Further modules and weights, named as the answer's own folder sees them."""
    home = taken.name.rpartition("/")[0]
    names = {choice.main.name if choice.main else ""}
    for file in sorted(files, key=lambda file: (not _inside(file.name, home), file.name, file.where)):
        if file is taken:
            continue
        ending = suffix(file.name)
        name = file.name[len(home) + 1 :] if home and _inside(file.name, home) else file.name
        reason = ""
        if ending not in (".py", *WEIGHTS):
            reason = "another notebook" if ending == ".ipynb" else "not a module, a notebook or weights"
            reason = f"it {file.entry.trouble}" if file.entry.trouble else reason
        elif ending in WEIGHTS and not weights:
            reason = "weights, which this assignment does not read"
        elif name in names:
            reason = f"a file called {name} was read already"
        elif len(choice.beside) >= limits.OTHERS:
            reason = f"more than {limits.OTHERS} files were handed in"
        else:
            try:
                limit = limits.SOURCE if ending == ".py" else limits.WEIGHTS
                if budget < min(limit, file.entry.size):
                    raise Unreadable(f"is more than the {limits.megabytes(limits.SUBMISSION)} read for one student")
                data = file.entry.read(min(limit, budget))
            except Unreadable as error:
                reason = f"it {error}"
                choice.flags.append(f"{file.shown} {error}")
            else:
                names.add(name)
                budget -= len(data)
                choice.beside.append(SourceFile(name, data))
        if reason:
            choice.left.append((file.where, reason))


def _inside(name: str, home: str) -> bool:
    return not home or name.startswith(home + "/")


def _nothing(files: Sequence[Handed], module: str) -> str:
    """Why there is no answer, in one sentence."""
    if not files:
        return "the folder is empty: nothing was handed in"
    packed = [file for file in files if suffix(file.name) in ARCHIVES]
    if packed:
        other = ARCHIVE.search(packed[0].name)
        trouble = (
            f"is a {other[0]} archive, which is not opened" if other else packed[0].entry.trouble or "cannot be opened"
        )
        return f"{packed[0].shown} {trouble}: hand in {module}.py, {module}.ipynb or a zip of them"
    names = ", ".join(file.shown for file in files) if len(files) <= 3 else f"{len(files)} files"
    return f"no answer was found in {names}: hand in {module}.py or {module}.ipynb"
