"""What one student handed in, as values."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field


@dataclass(frozen=True)
class SourceFile:
    """One handed-in file: its name inside the submission (`/`-separated, normalised) and its bytes, undecoded."""

    name: str
    data: bytes


@dataclass(frozen=True)
class Submission:
    """One submission, ready to be graded.

    ``id`` is opaque and unique within the run. ``student`` is the key marks are filed under (an LMS id where there is one).
    ``main`` is the module or notebook that answers the assignment; ``others`` are Python modules and weights beside it.
    ``source`` holds what the LMS's writer needs to file the mark again (for instance Moodle's participant number).
    """

    id: str
    student: str
    main: SourceFile
    others: tuple[SourceFile, ...] = ()
    display_name: str = ""
    members: tuple[str, ...] = ()
    late: bool = False
    attempt: str = ""
    flags: tuple[str, ...] = ()
    source: dict[str, str] = field(default_factory=dict)

    @property
    def content_hash(self) -> str:
        """SHA-256 over what was handed in and by whom, and what the LMS said of it: changes exactly when the result could change."""
        about = (
            self.student,
            self.display_name,
            self.members,
            self.late,
            self.attempt,
            self.flags,
            sorted(self.source.items()),
        )
        digest = hashlib.sha256(repr(about).encode())
        for file in (self.main, *self.others):
            for part in (file.name.encode("utf-8", "surrogatepass"), file.data):
                digest.update(len(part).to_bytes(8, "big") + part)
        return digest.hexdigest()


@dataclass(frozen=True)
class Rejection:
    """A submission that cannot be graded: scored 0 and listed with its reason, never dropped."""

    id: str
    student: str
    reason: str
    display_name: str = ""
    members: tuple[str, ...] = ()
    late: bool = False
    attempt: str = ""
    flags: tuple[str, ...] = ()
    source: dict[str, str] = field(default_factory=dict)

    @staticmethod
    def of(submission: Submission, reason: str) -> Rejection:
        """A submission that looked as if it could be graded, and could not."""
        return Rejection(
            submission.id, submission.student, reason, submission.display_name, submission.members,
            submission.late, submission.attempt, submission.flags, submission.source,
        )  # fmt: skip


@dataclass(frozen=True)
class Ignored:
    """A file that belongs to no submission, and why."""

    path: str
    reason: str


@dataclass(frozen=True)
class Intake:
    """Everything found: ``found`` says in one line what the source was and how much was in it."""

    kind: str
    found: str
    submissions: tuple[Submission, ...]
    rejections: tuple[Rejection, ...]
    ignored: tuple[Ignored, ...]
