"""One student's own files, read as they would be from a class: for a student's own check, and where a grader gets one student at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

from autograder.ingest import limits
from autograder.ingest.archive import Entry
from autograder.ingest.beside import Beside
from autograder.ingest.folders import read_file, read_folder
from autograder.ingest.handout import Handout
from autograder.ingest.names import NOISE_FOLDERS
from autograder.ingest.packed import Names
from autograder.ingest.settle import Settler
from autograder.ingest.student import Piece, Student
from autograder.ingest.unpack import Handed
from autograder.lms.reading import Claim, Claimant
from autograder.records.submission import Rejection, Submission


def read_own(path: Path, handout: Handout) -> Submission | Rejection:
    """The answer in a student's folder, or in the one file at ``path`` (an archive too). Raises `IngestError` when it cannot be listed."""
    archive = read_folder(path) if path.is_dir() else read_file(path)
    return _settled(archive.entries or archive.litter_alone(), handout)


def read_file_in_place(path: Path, handout: Handout) -> Submission | Rejection:
    """The file at ``path`` as the answer, whatever else is in its folder, with the modules of the folder that it names (itself, or by their
    folder), and those that these name in turn. Raises `IngestError`."""
    answer = read_own(path, handout)
    if isinstance(answer, Rejection):
        return answer
    names = {path.name, answer.main.name, *(file.name for file in answer.others)}
    beside = Beside(names=set(names))
    texts = [answer.main.data]
    while texts:
        words = set(re.findall(rb"\w+", b" ".join(texts)))
        near = {one.relative_to(path.parent).as_posix(): one for one in _near(path.parent, words)}
        new = {name: one for name, one in near.items() if name not in names}
        read = len(beside.files)
        beside.read(
            [Handed(name, name, name, entry, 0) for name, one in new.items() for entry in read_file(one).entries]
        )
        names |= new.keys()
        texts = [file.data for file in beside.files[read:]]
    return replace(answer, others=(*answer.others, *beside.files))


def _near(folder: Path, words: set[bytes]) -> Iterator[Path]:
    """The modules in ``folder`` whose names are among the ``words``, and those in its folders of such names."""
    for one in sorted(folder.iterdir()):
        if one.stem.encode() in words and one.suffix == ".py" and one.is_file():
            yield one
        elif one.name.encode() in words and one.name not in NOISE_FOLDERS and one.is_dir():
            yield from islice((file for file in sorted(one.rglob("*.py")) if file.is_file()), limits.OTHERS)


def _settled(entries: list[Entry], handout: Handout) -> Submission | Rejection:
    owner = Claimant("own", "student_id")
    pieces = [Piece(Claim(owner, entry.path), entry, entry.path, (False, 0)) for entry in entries]
    pieces = pieces or [Piece(Claim(owner, ""), None, "", (False, 0))]
    return Settler(handout, names=Names(), ignored=[]).settle(Student("plain", owner, pieces, "own"), "own")
