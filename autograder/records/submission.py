"""What one student handed in: a submission, or a rejection with its reason."""

from __future__ import annotations

import hashlib
from dataclasses import astuple, dataclass, field
from typing import Protocol

from autograder.records.owner import Owned, Owner


class Stored(Protocol):
    """Bytes that are not in memory until somebody reads them. They equal, and are pickled as, the bytes themselves."""

    @property
    def size(self) -> int:
        """How many."""

    @property
    def digest(self) -> bytes:
        """Their SHA-256."""

    def read(self) -> bytes:
        """The bytes."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One handed-in file: its name inside the submission (`/`-separated, normalised) and its bytes, undecoded, in memory or stored.

    ``answers`` are the questions that are taken from it, where several files answer some: students split their work.
    """

    name: str
    content: bytes | Stored
    answers: tuple[str, ...] = ()

    @property
    def data(self) -> bytes:
        """The bytes. Stored ones are read now and are not kept."""
        return self.content if isinstance(self.content, bytes) else self.content.read()

    @property
    def size(self) -> int:
        """How many bytes it has."""
        return len(self.content) if isinstance(self.content, bytes) else self.content.size

    @property
    def digest(self) -> bytes:
        """The bytes' SHA-256."""
        return hashlib.sha256(self.content).digest() if isinstance(self.content, bytes) else self.content.digest


@dataclass(frozen=True, slots=True)
class Submission(Owned):
    """One submission, ready to be graded.

    ``id`` is opaque and unique within the run. ``main`` is the module or notebook that answers the assignment; ``others`` are Python
    modules and weights beside it. ``flags`` are short sentences for the instructor. ``untouched`` are files that were handed in as they
    were handed out.
    """

    id: str
    owner: Owner
    main: SourceFile
    others: tuple[SourceFile, ...] = ()
    flags: tuple[str, ...] = ()
    untouched: tuple[str, ...] = ()

    @property
    def content_hash(self) -> str:
        """SHA-256 over what was handed in and by whom, and what the LMS said of it: changes exactly when the result could change."""
        *about, source = astuple(self.owner)
        digest = hashlib.sha256(repr((about, sorted(source.items()), self.flags)).encode())
        for file in (self.main, *self.others):
            for part in (file.name.encode("utf-8", "surrogatepass"), file.digest, *map(str.encode, file.answers)):
                digest.update(len(part).to_bytes(8, "big") + part)
        return digest.hexdigest()


@dataclass(frozen=True)
class Rejection(Owned):
    """A submission that cannot be graded: scored 0 and listed with its reason, never dropped. ``files`` are for a person to look at: the
    first of what was handed in, each from its beginning."""

    id: str
    owner: Owner
    reason: str
    flags: tuple[str, ...] = ()
    files: tuple[SourceFile, ...] = field(default=(), compare=False)

    @property
    def to_look_at(self) -> Submission | None:
        """What was handed in as a `Submission`, to be shown and never to be graded; None where there is nothing."""
        return Submission(self.id, self.owner, self.files[0], self.files[1:], self.flags) if self.files else None

    @staticmethod
    def of(submission: Submission, reason: str) -> Rejection:
        """The rejection of a submission that could not be graded after all."""
        return Rejection(submission.id, submission.owner, reason, submission.flags)


@dataclass(frozen=True)
class Ignored:
    """A file that is not read, and why. ``stray``: its owner is unknown, so somebody's work may be missing."""

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
