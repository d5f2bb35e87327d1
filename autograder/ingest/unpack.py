"""The files of one student's attempt, those inside archives too: zips and tars, whatever they are called, a few levels deep."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace

from autograder.ingest import limits
from autograder.ingest.archive import Archive, Entry, Unreadable
from autograder.ingest.contents import HEAD
from autograder.ingest.names import split
from autograder.ingest.packed import Names, open_packed
from autograder.ingest.student import Piece
from autograder.records.sentences import say
from autograder.records.submission import Ignored
from autograder.sandbox.inside.text import kind

WEIGHTS = (".pt", ".pth", ".safetensors", ".npz")
"""Trained weights. Two of these are zips inside, and stay closed."""
OFFICE = (".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp", ".pages", ".numbers", ".jar", ".whl", ".keras")
"""Documents that are zips inside."""
SMALLEST = 20
"""Bytes of the smallest archive there is: an empty gzip."""
_END, _END_LIES_IN = b"PK\x05\x06", 22 + 65_535
"""How the end of a zip begins, and the bytes in which it does: a comment may follow (APPNOTE.TXT 4.3.16)."""
OPENED = ("a zip", "an empty zip", "a gzip archive", "a bzip2 archive", "an xz archive")


@dataclass(frozen=True, slots=True)
class Handed:
    """One file as handed in: ``name`` as the student's code sees it, ``shown`` as the student knows it, ``where`` it lies
    in the input (it may hold the student's name), ``depth`` of folders and archives around it, ``upload`` the LMS's running number."""

    name: str
    shown: str
    where: str
    entry: Entry
    depth: int
    upload: int = 0


@dataclass
class Unpacker:
    """Opens the archives of one student, together no more than `limits` allow. They stay open until ``stack`` closes."""

    stack: ExitStack
    names: Names
    ignored: list[Ignored]
    bytes_left: int = field(default_factory=lambda: limits.NESTED_ARCHIVE)
    files_left: int = field(default_factory=lambda: limits.NESTED_MEMBERS)

    def files(self, pieces: Sequence[Piece]) -> Iterator[Handed]:
        """The files of one attempt. What an archive holds besides goes to ``ignored``."""
        for piece in pieces:
            entry, file = piece.entry, piece.claim.file
            if entry is None:
                continue
            if piece.claim.note:
                self.ignored.append(Ignored(piece.where, piece.claim.note))
                continue
            # ``STUDENT.py`` answers under the module's name, but is shown as it came.
            shown = file if piece.where.endswith(file) else piece.where.rpartition("/")[2]
            yield from self._opened(Handed(file, shown, piece.where, entry, file.count("/"), piece.claim.upload), 0)

    def _opened(self, file: Handed, level: int) -> Iterator[Handed]:
        ending = split(file.name)[1]
        closed = ending in WEIGHTS or ending in OFFICE or file.entry.size < SMALLEST
        head = b"" if closed else file.entry.head(HEAD)
        packed = kind(head) in OPENED or head[257:262] == b"ustar" or (ending == ".zip" and self._ends_as_zip(file))
        if not packed:
            # What is called a zip may be a notebook all the same; what begins like one and is none is broken.
            broken = ending == ".zip" and (not head or head.startswith(b"PK"))
            trouble = file.entry.trouble or ("is not a zip that can be opened" if broken else "")
            yield replace(file, entry=replace(file.entry, trouble=trouble)) if broken else file
            return
        try:
            if level >= limits.NESTING:
                raise Unreadable(
                    say("is an archive inside {number} others, which is not opened", number=limits.NESTING)
                )
            archive = self._archive(file)
        except Unreadable as error:
            yield replace(file, entry=replace(file.entry, trouble=str(error)))
            return
        for inner in archive.entries:
            shown, where = f"{file.shown}/{inner.path}", f"{file.where}/{inner.path}"
            depth = file.depth + 1 + inner.path.count("/")
            yield from self._opened(Handed(inner.path, shown, where, inner, depth, file.upload), level + 1)

    def _ends_as_zip(self, file: Handed) -> bool:
        """Whether a file ends in a zip's list of members, whatever comes before the first: a self-extracting zip, a mail's head."""
        try:
            return _END in file.entry.read(self.bytes_left)[-_END_LIES_IN:]
        except Unreadable:
            return False

    def _archive(self, file: Handed) -> Archive:
        try:
            data = file.entry.read(self.bytes_left)
        except Unreadable as error:
            raise Unreadable(str(error) if self.bytes_left == limits.NESTED_ARCHIVE else self._too_much()) from error
        name = file.name.rpartition("/")[2]
        archive = open_packed(name, data, self.stack, replace(self.names, rooted=True), self.files_left)
        # A tar is held unpacked, a zip as it came.
        self.bytes_left -= max(len(data), sum(entry.size for entry in archive.entries) if data[:2] != b"PK" else 0)
        self.files_left -= len(archive.entries)
        if self.bytes_left < 0:
            raise Unreadable(self._too_much())
        self.ignored += [Ignored(f"{file.where}/{path}", f"skipped: {reason}") for path, reason in archive.unsafe]
        self.ignored += [Ignored(f"{file.where}/{path}", litter(*found)) for path, found in archive.noise.items()]
        archive.entries = archive.entries or archive.litter_alone()
        if not archive.entries:
            raise Unreadable(
                f"holds a file that is skipped: {archive.unsafe[0][1]}" if archive.unsafe else "is an empty archive"
            )
        return archive

    def _too_much(self) -> str:
        return f"is not opened: archives of more than {limits.megabytes(limits.NESTED_ARCHIVE)} in all were handed in"


def litter(reason: str, count: int) -> str:
    """What a machine left behind, in words."""
    return f"{reason} ({count} files)" if count > 1 else reason
