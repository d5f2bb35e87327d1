"""One student's own files, read as they would be from a class: for a student's own check, and where a grader gets one student at a time."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from autograder.ingest.archive import Entry
from autograder.ingest.beside import Beside
from autograder.ingest.folders import read_file, read_folder
from autograder.ingest.handout import Handout
from autograder.ingest.packed import Names
from autograder.ingest.settle import Settler
from autograder.ingest.student import Piece, Student
from autograder.ingest.unpack import Handed
from autograder.lms.reading import Claim, Claimant
from autograder.records.submission import Rejection, Submission


def read_own(path: Path, handout: Handout) -> Submission | Rejection:
    """The answer in a student's folder, or in the one file at ``path`` (an archive too). Raises `IngestError` when it cannot be listed."""
    return _settled((read_folder(path) if path.is_dir() else read_file(path)).entries, handout)


def read_file_in_place(path: Path, handout: Handout) -> Submission | Rejection:
    """The file at ``path`` as the answer, whatever lies around it, with the modules of its folder. Raises `IngestError`."""
    answer = read_own(path, handout)
    if isinstance(answer, Rejection):
        return answer
    beside = Beside(names={answer.main.name, *(file.name for file in answer.others)})
    around = [entry for entry in read_folder(path.parent).entries if "/" not in entry.path and entry.path != path.name]
    beside.read([Handed(entry.path, entry.path, entry.path, entry, 0) for entry in around])
    return replace(answer, others=(*answer.others, *beside.files))


def _settled(entries: list[Entry], handout: Handout) -> Submission | Rejection:
    owner = Claimant("own", "student_id")
    pieces = [Piece(Claim(owner, entry.path), entry, entry.path, (False, 0)) for entry in entries]
    pieces = pieces or [Piece(Claim(owner, ""), None, "", (False, 0))]
    return Settler(handout, names=Names(), ignored=[]).settle(Student("plain", owner, pieces, "own"), "own")
