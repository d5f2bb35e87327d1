"""What one student handed in, as values."""

from __future__ import annotations

import hashlib
from dataclasses import astuple, dataclass

from autograder.records.owner import Owned, Owner


@dataclass(frozen=True)
class SourceFile:
    """One handed-in file: its name inside the submission (`/`-separated, normalised) and its bytes, undecoded.

    ``answers`` are the questions that are taken from it, where several files answer some: students split their work.
    """

    name: str
    data: bytes
    answers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Submission(Owned):
    """One submission, ready to be graded.

    ``id`` is opaque and unique within the run. ``main`` is the module or notebook that answers the assignment; ``others`` are Python
    modules and weights beside it. ``flags`` are short sentences for the instructor.
    """

    id: str
    owner: Owner
    main: SourceFile
    others: tuple[SourceFile, ...] = ()
    flags: tuple[str, ...] = ()

    @property
    def content_hash(self) -> str:
        """SHA-256 over what was handed in and by whom, and what the LMS said of it: changes exactly when the result could change."""
        *about, source = astuple(self.owner)
        digest = hashlib.sha256(repr((about, sorted(source.items()), self.flags)).encode())
        for file in (self.main, *self.others):
            for part in (file.name.encode("utf-8", "surrogatepass"), file.data, *map(str.encode, file.answers)):
                digest.update(len(part).to_bytes(8, "big") + part)
        return digest.hexdigest()


@dataclass(frozen=True)
class Rejection(Owned):
    """A submission that cannot be graded: scored 0 and listed with its reason, never dropped."""

    id: str
    owner: Owner
    reason: str
    flags: tuple[str, ...] = ()

    @staticmethod
    def of(submission: Submission, reason: str) -> Rejection:
        """A submission that looked as if it could be graded, and could not."""
        return Rejection(submission.id, submission.owner, reason, submission.flags)


@dataclass(frozen=True)
class Ignored:
    """A file that is not read, and why. ``stray``: nothing tells whose it is, so that somebody's work may be missing."""

    path: str
    reason: str
    stray: bool = False


@dataclass(frozen=True)
class Intake:
    """Everything found: ``found`` says in one line what the source was and how much was in it."""

    kind: str
    found: str
    submissions: tuple[Submission, ...]
    rejections: tuple[Rejection, ...]
    ignored: tuple[Ignored, ...]
