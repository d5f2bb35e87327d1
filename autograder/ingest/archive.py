"""What lies in a folder or a zip: entries with clean names that are read on demand, a bounded number of bytes at a time."""

from __future__ import annotations

import io
import os
import re
import stat
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path

from autograder.ingest import limits
from autograder.ingest.names import SafePath, noise, safe_path
from autograder.records.errors import IngestError

PLAIN_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""The only two whose readers in the standard library stop at the size asked for; bzip2 and LZMA unpack first."""


ARCHIVE = re.compile(r"(?i)(?:\.tar)?\.(?:tar|gz|tgz|bz2|xz|zst|7z|rar)$")
"""Names of archives that are no zips."""


class Unreadable(Exception):
    """One file cannot be read; the text follows its name: "is larger than 2 MB"."""


@dataclass(frozen=True)
class Entry:
    """One file. ``path`` is clean, ``/``-separated; ``trouble`` says why it cannot be read, ``odd`` what was strange."""

    path: str
    size: int
    read_bytes: Callable[[int], bytes]
    trouble: str = ""
    odd: str = ""

    def read(self, limit: int) -> bytes:
        """Its bytes, at most ``limit``; raises `Unreadable` otherwise, whatever its archive claims."""
        if self.trouble:
            raise Unreadable(self.trouble)
        if self.size > limit:
            raise Unreadable(f"is larger than {limits.megabytes(limit)}")
        data = self.read_bytes(self.size + 1)
        if len(data) > limit:
            raise Unreadable(f"is larger than {limits.megabytes(limit)}")
        return data


@dataclass
class Archive:
    """What was found in one input. ``unsafe`` and ``noise`` belong to nobody: path to reason, path to (reason, files)."""

    name: str
    form: str
    entries: list[Entry] = field(default_factory=list)
    folders: set[str] = field(default_factory=set)
    unsafe: list[tuple[str, str]] = field(default_factory=list)
    noise: dict[str, tuple[str, int]] = field(default_factory=dict)

    def add(self, safe: SafePath, size: int, trouble: str, read_bytes: Callable[[int], bytes]) -> None:
        """Put one file where it belongs."""
        if safe.unsafe:
            self.unsafe.append((safe.path, safe.unsafe))
            return
        if litter := noise(safe.path):
            self.litter(*litter)
            return
        if len(self.entries) >= limits.ENTRIES:
            raise IngestError(f"{self.name} holds more than {limits.ENTRIES:,} files: give it in parts.")
        self.entries.append(Entry(safe.path, size, read_bytes, safe.trouble or trouble, safe.odd))
        self._add_folders(safe.path)

    def litter(self, path: str, reason: str) -> None:
        """Count one file of a machine's litter."""
        self.noise[path] = (reason, self.noise.get(path, ("", 0))[1] + 1)

    def add_folder(self, path: str) -> None:
        """Note a folder, which may be empty."""
        if not noise(path + "/."):
            self.folders.add(path)
            self._add_folders(path)

    def _add_folders(self, path: str) -> None:
        while "/" in path:
            path = path.rpartition("/")[0]
            if path in self.folders:
                return
            self.folders.add(path)

    def mark_twins(self) -> None:
        """Two files of one name: which of them counts nobody can say, so neither is read."""
        count = Counter(entry.path for entry in self.entries)
        for index, entry in enumerate(self.entries):
            if count[entry.path] > 1:
                self.entries[index] = replace(entry, trouble=f"stands {count[entry.path]} times in {self.name}")


def open_archive(path: Path, stack: ExitStack) -> Archive:
    """The folder, zip or single file at ``path``; archives stay open until ``stack`` closes. Raises `IngestError`."""
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as error:
        raise IngestError(f"{path} does not exist or cannot be read: {_why(error)}.") from error
    if stat.S_ISDIR(mode):
        return read_folder(path)
    if not stat.S_ISREG(mode):
        raise IngestError(f"{path} is neither a folder nor a file.")
    name = path.name
    if path.suffix.lower() in (".py", ".ipynb"):
        archive = Archive(name, "file")
        archive.add(safe_path(name), path.stat().st_size, "", _file_reader(path.resolve()))
        return archive
    try:
        packed = stack.enter_context(zipfile.ZipFile(path))
    except Exception as error:
        if ARCHIVE.search(name):
            raise IngestError(
                f"{path} is a {ARCHIVE.search(name)[0]} archive, which is not read: unpack it and give the folder, or pack it as a zip."  # type: ignore[index]
            ) from error
        if path.suffix.lower() != ".zip":
            raise IngestError(f"{path} is not a folder, a zip, a module or a notebook.") from error
        raise IngestError(f"{path} is not a readable zip file ({_why(error)}): download it again.") from error
    return read_zip(packed, name)


def open_nested(name: str, data: bytes, stack: ExitStack, *, members: int = limits.NESTED_MEMBERS) -> Archive:
    """The zip a student handed in. Raises `Unreadable`."""
    if data.count(b"PK\x01\x02") > members:
        raise Unreadable(f"holds more than {members:,} files")
    try:
        packed = stack.enter_context(zipfile.ZipFile(io.BytesIO(data)))
    except Exception as error:  # a hostile archive fails in many ways: struct.error, UnicodeDecodeError, ValueError ...
        raise Unreadable("is not a zip that can be opened") from error
    return read_zip(packed, name)


def read_zip(packed: zipfile.ZipFile, name: str) -> Archive:
    """The members of an open zip. Nothing is extracted."""
    archive = Archive(name, "zip")
    for info in packed.infolist():
        safe = safe_path(_member_name(info), windows=True)
        if info.filename.endswith("/") or info.orig_filename.endswith("\\"):  # is_dir() fails on an empty name
            if not safe.unsafe:
                archive.add_folder(safe.path)
            continue
        archive.add(safe, info.file_size, _member_trouble(info), _member_reader(packed, info))
    archive.mark_twins()
    return archive


def _member_name(info: zipfile.ZipInfo) -> str:
    """The member's name; names written as UTF-8 without saying so (old macOS, some LMS) are read as UTF-8."""
    if info.flag_bits & 0x800 or info.orig_filename.isascii():
        return info.orig_filename
    try:
        return info.orig_filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.orig_filename


def _member_trouble(info: zipfile.ZipInfo) -> str:
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind == stat.S_IFLNK:
        return "is a link, not a file"
    if kind not in (0, stat.S_IFREG):
        return "is a device or a pipe, not a file"
    if info.flag_bits & 0x1:
        return "is locked with a password"
    if info.compress_type not in PLAIN_METHODS:
        return "is packed with an unusual method: only plain zip compression is read"
    return ""


def _member_reader(packed: zipfile.ZipFile, info: zipfile.ZipInfo) -> Callable[[int], bytes]:
    def read_bytes(count: int) -> bytes:
        try:
            with packed.open(info) as stream:
                return stream.read(count)
        except (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, RuntimeError, ValueError) as error:
            raise Unreadable("is damaged inside its zip") from error

    return read_bytes


def read_folder(root: Path) -> Archive:
    """The files under a folder. Links are never followed: one could lead to another student's work."""
    archive = Archive(root.resolve().name or "folder", "folder")
    waiting = [""]
    while waiting:
        here = waiting.pop()
        try:
            items = sorted(os.scandir(root / here if here else root), key=lambda item: item.name)
        except OSError as error:
            if not here:
                raise IngestError(f"{root} cannot be read: {_why(error)}.") from error
            archive.unsafe.append((safe_path(here).path, f"the folder cannot be read: {_why(error)}"))
            continue
        for item in items:
            path = f"{here}/{item.name}" if here else item.name
            safe = safe_path(path)
            if not item.is_dir(follow_symlinks=False):
                _add_file(archive, safe, item)
            elif litter := noise(f"{safe.path}/."):
                archive.litter(*litter)
            elif safe.unsafe:
                archive.unsafe.append((safe.path, safe.unsafe))
            else:
                archive.add_folder(safe.path)
                waiting.append(path)
    archive.mark_twins()
    return archive


def _add_file(archive: Archive, safe: SafePath, item: os.DirEntry[str]) -> None:
    try:
        info = item.stat(follow_symlinks=False)
    except OSError as error:
        archive.unsafe.append((safe.path, f"it cannot be read: {_why(error)}"))
        return
    trouble = ""
    if stat.S_ISLNK(info.st_mode):
        trouble = "is a link, not a file"
    elif not stat.S_ISREG(info.st_mode):
        trouble = "is a device or a pipe, not a file"
    archive.add(safe, info.st_size, trouble, _file_reader(Path(item.path)))


def _file_reader(path: Path) -> Callable[[int], bytes]:
    def read_bytes(count: int) -> bytes:
        try:
            # A file swapped for a link or a pipe after the folder was listed is refused here.
            descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | getattr(os, "O_NOFOLLOW", 0))
            with open(descriptor, "rb") as stream:
                if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                    raise Unreadable("is not a plain file")
                return stream.read(count)
        except OSError as error:
            raise Unreadable(f"cannot be read: {_why(error)}") from error

    return read_bytes


def _why(error: BaseException) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return str(error) or type(error).__name__
