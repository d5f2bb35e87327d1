"""What was given on the command line as archives: folders, zips, single files, and downloads that lie zipped in a folder."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from autograder.ingest import limits
from autograder.ingest.archive import Archive, Entry, Unreadable
from autograder.ingest.contents import HEAD
from autograder.ingest.folders import read_file, read_folder, why
from autograder.ingest.handout import Handout
from autograder.ingest.history import as_of
from autograder.ingest.names import ANSWERS, ARCHIVES, CLOSED, is_work, safe_path, split
from autograder.ingest.packed import Names, open_packed
from autograder.ingest.recognise import recognise
from autograder.ingest.unpack import OPENED
from autograder.lms import system
from autograder.lms.reading import Known
from autograder.records.errors import IngestError
from autograder.records.text import display
from autograder.sandbox.inside.text import kind

_FILES = (*ANSWERS, ".txt", ".json", "")
"""Endings of single files that may be somebody's answer."""


def archives(
    paths: Sequence[Path], handout: Handout, stack: ExitStack, names: Names, at: str | None = None
) -> Iterator[Archive]:
    """Every input once. Single modules and notebooks share an archive; a student's broken zip among others is an archive too.
    ``at``: clones are read as they were then."""
    if not paths:
        raise IngestError("Give at least one folder, zip, module or notebook to read.")
    files = Archive("the files given", "files")
    seen: set[Path] = set()
    for path in paths:
        real = path.resolve()
        if real in seen:
            continue
        seen.add(real)
        try:
            archive = _opened(path, stack, names)
        except IngestError as error:
            if len(paths) == 1 or not real.is_file() or split(real.name)[1] not in ARCHIVES:
                raise
            archive = Archive(real.name, "broken")
            trouble = error.__cause__ if isinstance(error.__cause__, Unreadable) else "cannot be opened"
            archive.add(safe_path(real.name), 1, str(trouble), lambda count: b"")
        if archive.form != "file":
            yield as_of(archive, path, at) if at else archive
            continue
        for entry in archive.entries:
            files.entries.append(replace(entry, path=f"{display(real.parent.name) or 'folder'}/{entry.path}"))
    if files.entries:
        _shorten(files, handout.module)
        yield files


def _opened(path: Path, stack: ExitStack, names: Names) -> Archive:
    """The folder, archive or single file at ``path``. Raises `IngestError`."""
    try:
        if path.is_dir():
            return read_folder(path)
        if not path.is_file():
            raise IngestError(f"{path} does not exist or is neither a folder nor a file.")
        with open(path, "rb") as stream:
            head = stream.read(HEAD)
        ending = split(path.name)[1]
        if kind(head) in OPENED or head[257:262] == b"ustar" or ending in ARCHIVES:
            return open_packed(path.name, path, stack, names, limits.ENTRIES)
        if ending not in _FILES:
            raise IngestError(f"{path} is not a folder, a zip, a module or a notebook.")
        return read_file(path)
    except Unreadable as error:
        if split(path.name)[1] in CLOSED:
            raise IngestError(
                f"{path} is a {split(path.name)[1]} archive, which is not read: unpack it and give the folder, or pack it as a zip."
            ) from error
        raise IngestError(f"{path} {error}: download it again, or unpack it and give the folder.") from error
    except (OSError, ValueError) as error:
        raise IngestError(f"{path} cannot be read: {why(error)}.") from error


def downloads(archive: Archive, handout: Handout, known: Known, stack: ExitStack, names: Names) -> list[Archive]:
    """The downloads of whole classes that lie zipped in a folder or a zip; else the folder or zip itself.

    Most of the zips must be classes of an LMS: among students' own zips, one that looks like a class stays a student's.
    """
    zips = [entry for entry in archive.entries if split(entry.path)[1] == ".zip"]
    others = [entry for entry in archive.entries if entry not in zips]
    if archive.form not in ("folder", "zip") or not zips or any("/" in e.path or is_work(e.path) for e in others):
        return [archive]
    classes = 0
    for entry in zips:  # one at a time: what students packed is not held together
        with ExitStack() as single:
            try:
                inner = _download(entry, single, names)
            except Unreadable:
                return [archive]
            reading = recognise(inner, handout, known, None)
            alone = reading.lms == "plain" or system(reading.lms).singles
            classes += not alone and len(reading.owners()) > 1
    if 2 * classes <= len(zips):
        return [archive]
    rest = Archive(archive.name, "files", others, unsafe=archive.unsafe, noise=archive.noise)
    opened = [_download(entry, stack, names) for entry in zips]
    return [*opened, rest] if others or rest.unsafe or rest.noise else opened


def _download(entry: Entry, stack: ExitStack, names: Names) -> Archive:
    """A zip in a folder, read where it lies, or a zip in a zip, read in memory. Raises `Unreadable`."""
    if entry.trouble:
        raise Unreadable(entry.trouble)
    source = Path(entry.local) if entry.local else entry.read(limits.CLASS_ARCHIVE)
    return open_packed(entry.path.rpartition("/")[2], source, stack, names, limits.ENTRIES)


def _shorten(files: Archive, module: str) -> None:
    """``STUDENT.py`` stands for itself; ``STUDENT/convolution.py`` needs its folder to say whose it is."""
    count = Counter(entry.path.rpartition("/")[2] for entry in files.entries)
    for index, entry in enumerate(files.entries):
        folder, _, name = entry.path.rpartition("/")
        if count[name] == 1 and split(name)[0] != module:
            files.entries[index] = replace(entry, path=name)
        else:
            files.folders.add(folder)
    files.settle()
