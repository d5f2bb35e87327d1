"""Folders and single files on this machine, as archives. Links are never followed: one could lead to another student's work."""

from __future__ import annotations

import os
import stat
from functools import partial
from pathlib import Path

from autograder.ingest.archive import Archive, Unreadable
from autograder.ingest.names import CHECKPOINTS, SafePath, noise, safe_path
from autograder.records.errors import IngestError
from autograder.records.sentences import say


def read_folder(root: Path) -> Archive:
    """The files under a folder. Raises `IngestError` when it cannot be listed."""
    archive = Archive(root.resolve().name or "folder", "folder")
    waiting = [""]
    while waiting:
        here = waiting.pop()
        try:
            items = sorted(os.scandir(root / here if here else root), key=lambda item: item.name)
        except OSError as error:
            if not here:
                raise IngestError(f"{root} cannot be read: {why(error)}.") from error
            archive.unsafe.append((safe_path(here).path, f"the folder cannot be read: {why(error)}"))
            continue
        for item in items:
            path = f"{here}/{item.name}" if here else item.name
            safe = safe_path(path)
            if not item.is_dir(follow_symlinks=False):
                _add_file(archive, safe, item)
            elif (litter := noise(f"{safe.path}/.")) and item.name != CHECKPOINTS:
                archive.litter(*litter)
            elif safe.unsafe:
                archive.unsafe.append((safe.path, safe.unsafe))
            else:
                archive.add_folder(safe.path)
                waiting.append(path)
    return archive.settle()


def read_file(path: Path) -> Archive:
    """One file by itself."""
    archive = Archive(path.name, "file")
    info = path.stat()
    archive.add(safe_path(path.name), info.st_size, "", partial(_read, str(path.resolve())), info.st_mtime)
    return archive


def _add_file(archive: Archive, safe: SafePath, item: os.DirEntry[str]) -> None:
    try:
        info = item.stat(follow_symlinks=False)
    except OSError as error:
        archive.unsafe.append((safe.path, f"it cannot be read: {why(error)}"))
        return
    trouble = ""
    if stat.S_ISLNK(info.st_mode):
        trouble = "is a link, not a file"
    elif not stat.S_ISREG(info.st_mode):
        trouble = "is a device or a pipe, not a file"
    archive.add(safe, info.st_size, trouble, partial(_read, item.path), info.st_mtime, item.path)


def _read(path: str, count: int) -> bytes:
    try:
        # A file swapped for a link or a pipe after the folder was listed is refused here.
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | getattr(os, "O_NOFOLLOW", 0))
        with open(descriptor, "rb") as stream:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise Unreadable(say("is not a plain file"))
            return stream.read(count)
    except OSError as error:
        raise Unreadable(f"cannot be read: {why(error)}") from error


def why(error: BaseException) -> str:
    """The system's words for an error, without its number and the path."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return str(error) or type(error).__name__
