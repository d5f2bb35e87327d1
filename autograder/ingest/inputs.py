"""What was given on the command line as archives: folders, zips, single files, and downloads that lie zipped in a folder."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from autograder.ingest import limits, plain
from autograder.ingest.archive import Archive, Unreadable, open_archive, open_nested
from autograder.ingest.names import safe_path
from autograder.ingest.recognise import recognise
from autograder.lms import system
from autograder.lms.reading import Known
from autograder.records.errors import IngestError
from autograder.records.text import display


def archives(paths: Sequence[Path], module: str, stack: ExitStack) -> Iterator[Archive]:
    """Every input once. Single modules and notebooks share a archive; a student's broken zip among others is an archive too."""
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
            archive = open_archive(path, stack)
        except IngestError:
            if len(paths) == 1 or not real.is_file() or plain.suffix(real.name) not in plain.ARCHIVES:
                raise
            archive = Archive(real.name, "broken")
            archive.add(safe_path(real.name), 1, "is not a zip that can be opened", lambda count: b"")
        if archive.form != "file":
            yield archive
            continue
        for entry in archive.entries:
            files.entries.append(replace(entry, path=f"{display(real.parent.name) or 'folder'}/{entry.path}"))
    if files.entries:
        _shorten(files, module)
        yield files


def downloads(archive: Archive, module: str, known: Known, stack: ExitStack) -> list[Archive]:
    """The downloads of whole classes that lie zipped in a folder or a zip; else the folder or zip itself.

    Most of the zips must be classes of an LMS: among students' own zips, one that looks like a class stays a student's.
    """
    zips = [entry for entry in archive.entries if plain.suffix(entry.path) == ".zip"]
    others = [entry for entry in archive.entries if entry not in zips]
    if archive.form not in ("folder", "zip") or not zips or any("/" in e.path or plain.answers(e.path) for e in others):
        return [archive]
    inner = []
    for entry in zips:
        try:
            inner.append(open_nested(entry.path, entry.read(limits.CLASS_ZIP), stack, members=limits.ENTRIES))
        except Unreadable:
            continue
    readings = [recognise(one, module, known, None) for one in inner]
    classes = sum(
        reading.lms != "plain" and not system(reading.lms).singles and len(reading.owners()) > 1 for reading in readings
    )
    if len(inner) < len(zips) or 2 * classes <= len(zips):
        return [archive]
    rest = Archive(archive.name, "files", others, unsafe=archive.unsafe, noise=archive.noise)
    return [*inner, rest] if others or rest.unsafe or rest.noise else inner


def _shorten(files: Archive, module: str) -> None:
    """``STUDENT.py`` stands for itself; ``STUDENT/convolution.py`` needs its folder to say whose it is."""
    count = Counter(entry.path.rpartition("/")[2] for entry in files.entries)
    for index, entry in enumerate(files.entries):
        folder, _, name = entry.path.rpartition("/")
        if count[name] == 1 and plain.stem(name) != module:
            files.entries[index] = replace(entry, path=name)
        else:
            files.folders.add(folder)
    files.mark_twins()
