"""Keeps a class's files until their turn comes: in a temporary file without a name, each content once. In memory are digests and places.

What was read is what is graded, whatever happens to a folder or an archive meanwhile; and a zip in a zip is unpacked once.
"""

from __future__ import annotations

import hashlib
import os
import tempfile

from autograder.records.errors import IngestError
from autograder.records.submission import SourceFile


class Shelf:
    """Takes bytes and gives them back. The file goes when nothing refers to it any more."""

    def __init__(self) -> None:
        self._file: _Nameless | None = None
        self._known: dict[bytes, Lying] = {}
        self._end = 0

    def put(self, file: SourceFile) -> SourceFile:
        """The same file, its bytes on the shelf. Raises `IngestError` where there is no room for them."""
        data, digest = file.data, file.digest
        known = self._known.get(digest)
        if known is None:
            known = self._known[digest] = Lying(self._write(data), self._end - len(data), len(data), digest)
        return SourceFile(file.name, known, file.answers)

    def _write(self, data: bytes) -> _Nameless:
        try:
            if self._file is None:
                self._file = _Nameless()
            self._file.append(data)
        except OSError as error:
            raise IngestError(
                f"What was handed in does not fit into the folder for temporary files, {tempfile.gettempdir()} ({error}). Make room "
                "there, or name another in the environment variable TMPDIR."
            ) from error
        self._end += len(data)
        return self._file


class _Nameless:
    """A temporary file that has no name and is closed when nothing refers to it any more."""

    def __init__(self) -> None:
        with tempfile.TemporaryFile(prefix="convgrade-class-", buffering=0) as file:
            self.descriptor = os.dup(file.fileno())

    def append(self, data: bytes) -> None:
        view = memoryview(data)
        while view:
            view = view[os.write(self.descriptor, view) :]

    def read(self, size: int, place: int) -> bytes:
        return os.pread(self.descriptor, size, place)

    def __del__(self) -> None:
        if hasattr(self, "descriptor"):
            os.close(self.descriptor)


class Lying:
    """Bytes on a shelf. Equal to others of the same digest, bytes in memory included; pickled they are bytes."""

    __slots__ = ("_file", "_place", "digest", "size")

    def __init__(self, file: _Nameless, place: int, size: int, digest: bytes) -> None:
        self._file, self._place, self.size, self.digest = file, place, size, digest

    def read(self) -> bytes:
        """The bytes. Raises `OSError` where the machine lost them."""
        data = self._file.read(self.size, self._place)
        if len(data) != self.size:
            raise OSError(f"{self.size} bytes were to be read from a temporary file, and {len(data)} were there")
        return data

    def __reduce__(self) -> tuple[type[bytes], tuple[bytes]]:
        return bytes, (self.read(),)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, bytes):
            return len(other) == self.size and hashlib.sha256(other).digest() == self.digest
        return isinstance(other, Lying) and other.digest == self.digest

    def __hash__(self) -> int:
        return hash(self.read())  # as equal bytes have it
